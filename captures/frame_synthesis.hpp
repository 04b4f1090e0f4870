#pragma once

// IP packets made from what a socket sent or received: true addresses and ports, right lengths and
// checksums, no link layer (LINKTYPE_RAW): a socket knows no hardware addresses, and so none is
// invented. For captures without privileges; the writer marks them as synthesised.
//
//   Result<std::string> frame = udp_frame({"127.0.0.1", 40000}, {"127.0.0.1", 5060}, octets);

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
inline constexpr std::size_t max_udp_payload = 65'507;
/// Largest payload of one segment: what fits behind an IPv4 and a TCP header.
inline constexpr std::size_t max_tcp_payload = 65'495;

/// Errors: an address that is no IP address, port 0, two families, a payload too long.
Result<std::string> udp_frame(const stack::Address& source, const stack::Address& destination,
                              std::string_view payload);
/// The same errors. A SYN carries a window scale, so that no amount of octets that are not yet
/// acknowledged fills the window.
Result<std::string> tcp_frame(const stack::Address& source, const stack::Address& destination,
                              const TcpSegment& segment, std::string_view payload);

}  // namespace sipspec::captures
