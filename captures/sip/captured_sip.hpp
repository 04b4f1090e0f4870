#pragma once

// One SIP message as a capture holds it: its octets as they were on the wire, and where and when
// they were seen. Not parsed: what is wrong with the message is for whoever reads it. A datagram is
// given whole, with what may stand before the start line or behind the body (RFC 3261 18.3); of a
// stream, a message ends where its Content-Length says.
//
//   void on_message(const CapturedSip& it) { auto message = stack::Message::parse(it.octets); }

#include "captures/captured_packet.hpp"
#include "captures/network/ip_endpoint.hpp"
#include "stack/transport/address.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace sipspec::captures {

/// How much of the message the capture holds. Nothing is judged as missing from a message that is
/// not whole: its end was not seen.
enum class Extent : std::uint8_t {
  whole,
  snapped,     ///< frames were captured only in part (snaplen)
  gap,         ///< octets of the stream, or fragments, were never captured; it ends before them
  unfinished,  ///< the connection or the capture ended, or a limit was hit, in the middle of it
  unframed,    ///< its Content-Length does not say where it ends (no number, two values, too large)
};

/// "whole", "cut by the capture's length limit", ...
std::string_view to_string(Extent extent);

struct CapturedSip {
  FrameNumber first_frame = 0;            ///< holds its first octet
  FrameNumber last_frame = 0;             ///< brought its last octet
  std::chrono::nanoseconds first_wall{};  ///< since 1970, of first_frame
  std::chrono::nanoseconds last_wall{};   ///< since 1970, of last_frame
  /// As Via would name it. SCTP has no name in stack::Transport: it is given as tcp, and `sctp` is
  /// set. tls and wss: the capture came with the keys.
  stack::Transport transport = stack::Transport::udp;
  bool sctp = false;
  IpEndpoint source, destination;  ///< the innermost, of tunnels; of HEP, those it tells
  /// The same for both directions of a connection, and for no other; 0: a datagram.
  std::uint64_t connection = 0;
  Extent extent = Extent::whole;
  bool without_length = false;  ///< of a stream: no Content-Length, taken as 0 (RFC 3261 18.3)
  std::string_view octets;      ///< valid during the call only
};

}  // namespace sipspec::captures
