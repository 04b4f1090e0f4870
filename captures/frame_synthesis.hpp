#pragma once

// IP packets made from a payload and two addresses: an IPv4 or IPv6 header and a UDP or TCP header,
// checksums right, no options but those of a SYN.
//
// The link type is raw IP: a socket knows no hardware addresses, and this way none is invented;
// IPv4 and IPv6 share one interface of a file.
//
//   std::string packet = udp_packet(from, to, octets);

#include "captures/ip_endpoint.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// Octets of UDP payload that fit into one packet: the length fields have 16 bits.
constexpr std::size_t max_udp_payload(IpVersion version) {
  return version == IpVersion::v4 ? 65'507 : 65'527;
}

/// Octets of a stream in one synthesised segment, whatever the IP version.
inline constexpr std::size_t max_segment_payload = 65'483;

struct TcpHeader {
  enum Flag : std::uint8_t { fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10 };

  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint8_t flags = 0;
};

/// Both endpoints have the same version, and the payload fits (max_udp_payload).
std::string udp_packet(const IpEndpoint& source, const IpEndpoint& destination,
                       std::string_view payload);

/// At most max_segment_payload octets. A SYN offers a window scale, so that no amount of octets in
/// flight looks like a full window.
std::string tcp_packet(const IpEndpoint& source, const IpEndpoint& destination,
                       const TcpHeader& header, std::string_view payload);

}  // namespace sipspec::captures
