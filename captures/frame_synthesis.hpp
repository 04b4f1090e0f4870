#pragma once

// IP packets made from what a socket sent or received: true addresses and ports, right lengths and
// checksums, no link layer (LINKTYPE_RAW). For captures without privileges; the writer marks them
// as synthesised.

#include "captures/error.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// What of a TCP header the frames of a flow differ in.
struct TcpSegment {
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint8_t flags = 0;  ///< fin 1, syn 2, rst 4, psh 8, ack 16
};

inline constexpr std::uint8_t tcp_fin = 1, tcp_syn = 2, tcp_rst = 4, tcp_psh = 8, tcp_ack = 16;

/// Largest payload of one synthesised frame: what fits into one IPv4 packet with a UDP header.
inline constexpr std::size_t max_udp_payload = 65507;

/// Errors: an address that is no IP address, two families, a payload too long.
Result<std::string> udp_frame(const stack::Address& source, const stack::Address& destination,
                              std::string_view payload);
Result<std::string> tcp_frame(const stack::Address& source, const stack::Address& destination,
                              const TcpSegment& segment, std::string_view payload);

}  // namespace sipspec::captures
