#pragma once

// The octets of one direction of a TCP connection in order (RFC 9293 3.4): repeated octets once,
// late segments in their place, and a gap told where octets never came. A gap is certain when the
// other side acknowledged octets that were not captured, when the stream ends, or when too much
// waits behind it.
//
//   order.add(segment, mark, sink);        // sink.octets(...), sink.gap(...)
//   order.acknowledged(number, mark, sink);  // of the other direction

#include "captures/network/packet_walk.hpp"
#include "captures/network/transport_header.hpp"
#include "captures/sip/stream_output.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sipspec::captures {

struct OrderLimits {
  std::size_t waiting_octets = std::size_t{1} << 20U;
  std::size_t waiting_segments = 256;
};

class SegmentOrder {
 public:
  /// Frames and captures are not always in order: an acknowledged hole is given this time to fill.
  static constexpr std::chrono::milliseconds patience{200};
  static constexpr FrameNumber patience_frames = 64;

  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void octets(std::string_view octets, FrameMark mark) = 0;
    virtual void gap(Lack lack, std::uint64_t octets, FrameMark mark) = 0;
  };

  explicit SegmentOrder(OrderLimits limits = {}) : limits_(limits) {}

  /// The first segment sets the start. Octets before it are not taken.
  void add(const TransportPart& segment, FrameMark mark, Sink& sink);

  /// The other side has all octets before `number`.
  void acknowledged(std::uint32_t number, FrameMark mark, Sink& sink);

  /// Nothing fills the holes any more: what waits is given, with its gaps.
  void give_up(Sink& sink);

  bool started() const { return started_; }

  /// That of a segment that would start this stream again as it is.
  bool starts_at(std::uint32_t syn_sequence) const {
    return started_ && first_ == syn_sequence + 1;
  }

  std::size_t waiting_octets() const { return waiting_octets_; }

  bool waits() const { return !waiting_.empty(); }

 private:
  struct Waiting {
    std::string payload;
    std::size_t missing = 0;
    FrameMark mark;
  };

  void start(std::uint32_t sequence);
  void place(std::int64_t offset, std::string_view payload, std::size_t missing, FrameMark mark,
             Sink& sink);
  void take_waiting(Sink& sink);
  void lose_first_hole(Sink& sink);
  bool hole_is_certain(FrameMark now) const;

  OrderLimits limits_;
  bool started_ = false;
  std::uint32_t first_ = 0;
  std::uint32_t next_ = 0;     ///< sequence number at position_
  std::int64_t position_ = 0;  ///< octets given or lost
  std::int64_t acknowledged_ = 0;
  std::size_t waiting_octets_ = 0;
  std::multimap<std::int64_t, Waiting> waiting_;  ///< by offset in the stream
};

}  // namespace sipspec::captures
