#pragma once

// One TCP connection as its packets would look: handshake, data cut into segments, FIN or RST, with
// sequence numbers that count the octets of either side. It does not simulate TCP: nothing is lost,
// nothing is repeated, and an acknowledgement goes with the next octet the other way.
//
// RFC 9293 3.5, 3.6. Sides: `opener` sent the SYN.
//
//   state        open()         data           close          reset
//   fresh        handshake      -              -              -
//   open         -              segments       FIN, ACK       RST
//   half closed  -              other side     other side     RST
//   closed       -              refused        refused        refused
//
//   TcpFlow flow(client, server, 1);
//   for (const Segment& segment : flow.open()) { ... }

#include "captures/frame_synthesis.hpp"
#include "captures/ip_endpoint.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

struct Segment {
  enum class Role : std::uint8_t { handshake, data, more_data, acknowledgement, end };

  std::string packet;
  Role role = Role::data;
  bool by_opener = true;
};

class TcpFlow {
 public:
  enum class Side : std::uint8_t { opener, acceptor };

  /// `ordinal` tells flows of one file apart, also those between the same ports: the first sequence
  /// numbers come from it.
  TcpFlow(const IpEndpoint& opener, const IpEndpoint& acceptor, std::uint32_t ordinal);

  /// SYN, SYN-ACK, ACK.
  std::vector<Segment> open();
  /// SYN, RST-ACK. The flow is closed then.
  std::vector<Segment> refuse();
  std::vector<Segment> data(Side from, std::string_view octets);
  /// FIN and the other side's ACK.
  std::vector<Segment> close(Side from);
  std::vector<Segment> reset(Side from);

  /// Whether that side may still send.
  bool can_send(Side side) const { return !is_closed() && !half(side).finished; }

  /// Both sides are at their end, or there was a reset.
  bool is_closed() const { return broken_ || (halves_[0].finished && halves_[1].finished); }

  const IpEndpoint& endpoint(Side side) const { return half(side).endpoint; }

 private:
  struct Half {
    IpEndpoint endpoint;
    std::uint32_t next = 0;  ///< sequence number of the next octet
    bool finished = false;
  };

  const Half& half(Side side) const { return halves_[side == Side::opener ? 0 : 1]; }

  Half& half(Side side) { return halves_[side == Side::opener ? 0 : 1]; }

  Segment segment(Side from, unsigned flags, std::string_view payload, Segment::Role role);

  std::array<Half, 2> halves_;
  bool broken_ = false;
};

}  // namespace sipspec::captures
