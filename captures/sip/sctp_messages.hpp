#pragma once

// User messages out of the DATA chunks of SCTP packets (RFC 9260 3.3.1): one message is one of SIP
// (RFC 4168). Fragments are joined where their numbers follow one another; one that comes out of
// order costs its message.
//
//   messages.packet(carried, [&](const SctpMessage& it) { ... it.octets ... });

#include "captures/network/packet_walk.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace sipspec::captures {

struct SctpMessage {
  std::string_view octets;  ///< valid during the call
  FrameMark first;
  bool snapped = false;
};

class SctpMessages {
 public:
  static constexpr std::size_t max_unfinished = 1'024;  ///< messages
  static constexpr std::size_t max_message = std::size_t{1} << 20U;

  using Take = std::function<void(const SctpMessage&)>;

  void packet(const Carried& it, const Take& take);

 private:
  struct Unfinished {
    IpEndpoint source, destination;
    std::uint32_t next = 0;  ///< transmission sequence number
    std::string octets;
    FrameMark first;
  };

  void data(const Carried& it, std::string_view chunk, bool snapped, const Take& take);

  std::list<Unfinished> unfinished_;  ///< oldest first
};

}  // namespace sipspec::captures
