#pragma once

// An IP address and port as the octets of a header have them. Numeric only.
//
//   auto here = ip_endpoint({"127.0.0.1", 5060});
//   here->octets();  // "\x7f\0\0\1"

#include "stack/transport/address.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

enum class IpVersion : std::uint8_t { v4 = 4, v6 = 6 };

struct IpEndpoint {
  IpVersion version = IpVersion::v4;
  std::array<char, 16> address{};  ///< in network order; IPv4 takes the first four
  std::uint16_t port = 0;

  std::string_view octets() const {
    return {address.data(), version == IpVersion::v4 ? std::size_t{4} : address.size()};
  }

  bool operator==(const IpEndpoint&) const = default;
  auto operator<=>(const IpEndpoint&) const = default;
};

/// nullopt when `ip` is not a numeric address. The zone of a link-local address ("%eth0") is left
/// out.
std::optional<IpEndpoint> ip_endpoint(const stack::Address& address);
/// `octets` are the 4 or 16 of a header.
IpEndpoint ip_endpoint(std::string_view octets, std::uint16_t port);

/// In canonical text form (RFC 5952 for IPv6).
stack::Address to_address(const IpEndpoint& endpoint);

}  // namespace sipspec::captures
