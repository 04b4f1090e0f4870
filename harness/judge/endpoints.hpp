#pragma once

// Who is who in a capture: an endpoint is an address and port, with the software that it says it
// is. The client's port of a stream is no identity; there the endpoint is what its own Via names,
// when that is of the same address.
//
//   EndpointId from = book.sender(message, captured);
//   book[from].name;   // "192.0.2.1:5060"

#include "captures/sip/captured_sip.hpp"
#include "stack/message/message.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sipspec::harness {

using EndpointId = std::uint32_t;
inline constexpr EndpointId no_endpoint = 0xFFFFFFFF;

struct CapturedEndpoint {
  std::string name;  ///< "192.0.2.1:5060", "[::1]:5060", "192.0.2.7 (behind 192.0.2.1:5060)"
  stack::Address address;
  std::string software;  ///< User-Agent or Server of what it sent, ""
  bool behind = false;   ///< known from Via only: its own messages passed another one
};

/// More are one endpoint of the name "others".
inline constexpr std::size_t max_endpoints = 10'000;

class EndpointBook {
 public:
  /// Also learns what the message tells of its sender.
  EndpointId sender(const captures::CapturedSip& captured, const stack::Message& message);
  EndpointId receiver(const captures::CapturedSip& captured);
  /// Whoever wrote the lowest Via of a request that `sender` passed on.
  EndpointId origin(EndpointId sender, const stack::Message& request);

  /// Believes what the message says of its software, once.
  void note_software(EndpointId who, const stack::Message& message);

  const CapturedEndpoint& operator[](EndpointId id) const { return endpoints_[id]; }

  std::size_t size() const { return endpoints_.size(); }

 private:
  using StreamEnd = std::pair<std::uint64_t, captures::IpEndpoint>;

  EndpointId find(const captures::CapturedSip& captured, const captures::IpEndpoint& end);
  EndpointId named(std::string name, stack::Address address);

  std::vector<CapturedEndpoint> endpoints_;
  std::map<std::string, EndpointId, std::less<>> by_name_;
  std::map<StreamEnd, EndpointId> stream_ends_;
};

}  // namespace sipspec::harness
