#pragma once

// The octets of one direction of a TCP connection, put together from captured segments: repeated
// octets once, late ones in their place. Bounded by `max_stream_octets` and `max_pending_segments`.
//
//   TcpStream stream;
//   stream.add(*decode(link, frame), 7);
//   stream.octets();  // up to the first gap

#include "captures/captured_packet.hpp"
#include "captures/packet_decoder.hpp"

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
  /// The first segment sets the start. Octets before it are not taken.
  void add(const Decoded& segment, FrameNumber frame);

  /// Without a gap from the start.
  std::string_view octets() const { return octets_; }

  /// The frame that brought the octet at `offset`; 0 when there is no such octet.
  FrameNumber frame_at(std::size_t offset) const;

  /// Segments wait behind octets that were never captured, a limit was reached, or a segment was
  /// cut by the capture.
  bool has_gap() const { return lossy_ || !pending_.empty(); }

 private:
  struct Piece {
    std::size_t offset = 0;
    FrameNumber frame = 0;
  };

  struct Pending {
    std::string payload;
    FrameNumber frame = 0;
  };

  void place(std::int64_t offset, std::string_view payload, FrameNumber frame);
  void take_pending();

  bool started_ = false;
  bool lossy_ = false;
  std::uint32_t next_ = 0;  ///< sequence number of the octet behind octets_
  std::string octets_;
  std::vector<Piece> pieces_;
  std::multimap<std::size_t, Pending> pending_;  ///< by offset
};

}  // namespace sipspec::captures
