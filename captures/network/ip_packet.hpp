#pragma once

// What the headers of an IPv4 or IPv6 packet say (RFC 791, RFC 8200), options and extension headers
// stepped over. Views of the packet; nothing is read beyond its end.
//
//   if (auto packet = read_ip(octets)) { use(packet->protocol, packet->rest); }

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

/// Numbers of the IANA registry of protocols.
enum IpProtocol : std::uint32_t {
  protocol_ip4 = 4,
  protocol_tcp = 6,
  protocol_udp = 17,
  protocol_ip6 = 41,
  protocol_gre = 47,
  protocol_esp = 50,
  protocol_ah = 51,
  protocol_sctp = 132,
};

struct IpPacket {
  std::uint32_t protocol = 0;            ///< of `rest`
  std::string_view source, destination;  ///< 4 or 16 octets
  std::string_view rest;                 ///< without padding of the link layer
  std::size_t missing = 0;               ///< octets behind `rest` that were not captured
  bool is_fragment = false;
  bool more_fragments = false;
  std::uint32_t fragment_offset = 0;  ///< in octets
  std::uint32_t identification = 0;
};

/// nullopt: no IP packet, or its headers are not whole.
std::optional<IpPacket> read_ip(std::string_view octets);

/// Steps over the extension headers (IPv6, AH) that `rest` starts with, up to a fragment header;
/// false when they are broken. For packets put together from fragments.
bool skip_extensions(IpPacket& packet);

}  // namespace sipspec::captures
