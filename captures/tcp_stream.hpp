#pragma once

// The octets of one direction of a TCP connection, put together from captured segments: repeated
// octets once, late ones in their place. Bounded by `max_stream_octets` and `max_pending_segments`.
//
//   TcpStream stream;
//   stream.add(inside, FrameNumber{7});
//   stream.octets();  // up to the first gap

#include "captures/frame.hpp"
#include "captures/frame_dissection.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

inline constexpr std::size_t max_stream_octets = std::size_t{64} << 20U;
inline constexpr std::size_t max_pending_segments = 1024;

class TcpStream {
 public:
  /// The first segment sets the start; with a SYN the start is sure.
  void add(const Dissected& segment, FrameNumber frame);

  /// Without a gap from the start.
  std::string_view octets() const { return octets_; }

  /// The frame that brought the octet at `offset`; none when there is no such octet.
  FrameNumber frame_at(std::size_t offset) const;

  /// Segments wait behind octets that were never captured, a limit was reached, or a segment was
  /// cut by the capture.
  bool has_gap() const { return lossy_ || !pending_.empty(); }

 private:
  struct Piece {
    std::size_t offset = 0;
    FrameNumber frame = FrameNumber::none;
  };

  struct Pending {
    std::string payload;
    FrameNumber frame = FrameNumber::none;
  };

  void append(std::string_view payload, FrameNumber frame);
  void take_pending();

  bool started_ = false;
  bool lossy_ = false;
  std::uint32_t first_ = 0;  ///< sequence number of octet 0
  std::string octets_;
  std::vector<Piece> pieces_;
  std::map<std::size_t, Pending> pending_;  ///< by offset
};

}  // namespace sipspec::captures
