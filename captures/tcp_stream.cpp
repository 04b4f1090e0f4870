#include "captures/tcp_stream.hpp"

#include "captures/frame_synthesis.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {

void TcpStream::add(const Decoded& segment, FrameNumber frame) {
  const bool syn = (segment.flags & tcp_syn) != 0;
  const std::uint32_t sequence = segment.sequence + (syn ? 1U : 0U);
  if (!started_) {
    started_ = true;
    next_ = sequence;
  }
  lossy_ = lossy_ || segment.cut;
  if (!segment.payload.empty()) {
    // The distance in sequence numbers is at most half of their circle either way.
    const auto distance = static_cast<std::int32_t>(sequence - next_);
    place(static_cast<std::int64_t>(octets_.size()) + distance, segment.payload, frame);
    take_pending();
  }
}

/// `offset` is that of the payload's first octet in the stream; negative: before its start.
void TcpStream::place(std::int64_t offset, std::string_view payload, FrameNumber frame) {
  const auto size = static_cast<std::int64_t>(octets_.size());
  if (offset > size) {
    if (pending_.size() >= max_pending_segments) {
      lossy_ = true;
    } else {
      pending_.emplace(static_cast<std::size_t>(offset),
                       Pending{.payload = std::string(payload), .frame = frame});
    }
    return;
  }
  const auto known = static_cast<std::size_t>(size - offset);
  if (known >= payload.size()) {
    return;
  }
  payload.remove_prefix(known);
  if (payload.size() > max_stream_octets - octets_.size()) {
    lossy_ = true;
    return;
  }
  pieces_.push_back({octets_.size(), frame});
  octets_ += payload;
  next_ += static_cast<std::uint32_t>(payload.size());
}

void TcpStream::take_pending() {
  while (!pending_.empty() && pending_.begin()->first <= octets_.size()) {
    const auto first = pending_.extract(pending_.begin());
    place(static_cast<std::int64_t>(first.key()), first.mapped().payload, first.mapped().frame);
  }
}

FrameNumber TcpStream::frame_at(std::size_t offset) const {
  if (offset >= octets_.size()) {
    return 0;
  }
  const auto after = std::ranges::upper_bound(pieces_, offset, {}, &Piece::offset);
  return std::prev(after)->frame;
}

}  // namespace sipspec::captures
