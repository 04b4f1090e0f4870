#pragma once

// One TCP connection as its segments would look: handshake, data cut into pieces, FIN or RST, with
// sequence numbers that count the octets of either side. It simulates no TCP: nothing is lost or
// repeated, and octets are acknowledged by the next segment the other way.
//
// RFC 9293 3.5, 3.6:
//
//   state         open         refuse     data           close       reset
//   fresh         handshake    SYN, RST   -              -           -
//   open          -            -          segments       FIN, ACK    RST
//   side closed   -            -          other side     other side  RST
//   closed        -            -          -              -           -
//
// A dash gives no segment.
//
//   TcpFlow flow(1);
//   for (const TcpStep& step : flow.data(TcpFlow::Side::client, octets)) { ... }

#include "captures/frame_synthesis.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// Octets of one write in one segment: well below what IP can carry.
inline constexpr std::size_t segment_size = std::size_t{32} << 10U;

struct TcpStep;

class TcpFlow {
 public:
  enum class Side : std::uint8_t { client, server };

  /// `ordinal` tells the flows of a file apart, also those between the same ports: the first
  /// sequence numbers come from it.
  explicit TcpFlow(std::uint32_t ordinal);

  std::vector<TcpStep> open();
  /// The other side answers the SYN with RST.
  std::vector<TcpStep> refuse();
  std::vector<TcpStep> data(Side from, std::string_view octets);
  /// `from` sends no more; the other side acknowledges it and may go on.
  std::vector<TcpStep> close(Side from);
  std::vector<TcpStep> reset(Side from);

  bool is_fresh() const { return state_ == State::fresh; }

  /// Both sides are at their end, or there was a reset.
  bool is_over() const { return state_ == State::closed; }

  bool may_send(Side from) const { return state_ == State::open && !half(from).finished; }

 private:
  enum class State : std::uint8_t { fresh, open, closed };

  struct Half {
    std::uint32_t next = 0;  ///< sequence number of the next octet
    bool finished = false;
  };

  static Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

  const Half& half(Side side) const { return halves_[side == Side::client ? 0 : 1]; }

  Half& half(Side side) { return halves_[side == Side::client ? 0 : 1]; }

  TcpStep step(Side from, unsigned flags, std::string_view payload);

  std::array<Half, 2> halves_;
  State state_ = State::fresh;
};

/// One segment of a flow.
struct TcpStep {
  TcpFlow::Side from = TcpFlow::Side::client;
  TcpSegment header;
  std::string_view payload;  ///< view of the octets given to data()
};

}  // namespace sipspec::captures
