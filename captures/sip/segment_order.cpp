#include "captures/sip/segment_order.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {
namespace {

/// Farther away than any window: another connection on the same ports.
constexpr std::int64_t too_far = std::int64_t{1} << 27U;

}  // namespace

std::string to_sentence(Lack lack, std::uint64_t octets) {
  return std::to_string(octets) + (lack == Lack::lost
                                       ? " octets of the stream were never captured"
                                       : " octets of a segment are cut off in the capture");
}

void SegmentOrder::start(std::uint32_t sequence) {
  started_ = true;
  first_ = next_ = sequence;
  acknowledged_ = position_;
}

void SegmentOrder::add(const TransportPart& segment, FrameMark mark, Sink& sink) {
  const std::uint32_t sequence = segment.sequence + ((segment.flags & segment_syn) != 0 ? 1U : 0U);
  if (!started_) {
    start(sequence);
  }
  if (segment.payload.empty() && segment.missing == 0) {
    return;
  }
  std::int64_t distance = static_cast<std::int32_t>(sequence - next_);
  if (std::abs(distance) > too_far) {
    give_up(sink);
    sink.gap(Lack::lost, 0, mark);
    start(sequence);
    distance = 0;
  }
  place(position_ + distance, segment.payload, segment.missing, mark, sink);
  take_waiting(sink);
  while (!waiting_.empty() &&
         (waiting_octets_ > limits_.waiting_octets || waiting_.size() > limits_.waiting_segments ||
          hole_is_certain(mark))) {
    lose_first_hole(sink);
  }
}

void SegmentOrder::place(std::int64_t offset, std::string_view payload, std::size_t missing,
                         FrameMark mark, Sink& sink) {
  if (offset > position_) {
    waiting_octets_ += payload.size();
    waiting_.emplace(offset,
                     Waiting{.payload = std::string(payload), .missing = missing, .mark = mark});
    return;
  }
  const auto known = static_cast<std::size_t>(position_ - offset);
  if (known >= payload.size() + missing) {
    return;
  }
  const std::size_t old = std::min(known, payload.size());
  payload.remove_prefix(old);
  missing -= known - old;
  const std::size_t size = payload.size() + missing;
  position_ += static_cast<std::int64_t>(size);
  next_ += static_cast<std::uint32_t>(size);
  if (!payload.empty()) {
    sink.octets(payload, mark);
  }
  if (missing != 0) {
    sink.gap(Lack::snapped, missing, mark);
  }
}

void SegmentOrder::take_waiting(Sink& sink) {
  while (!waiting_.empty() && waiting_.begin()->first <= position_) {
    const auto first = waiting_.extract(waiting_.begin());
    const Waiting& segment = first.mapped();
    waiting_octets_ -= segment.payload.size();
    place(first.key(), segment.payload, segment.missing, segment.mark, sink);
  }
}

void SegmentOrder::lose_first_hole(Sink& sink) {
  const std::int64_t lost = waiting_.begin()->first - position_;
  sink.gap(Lack::lost, static_cast<std::uint64_t>(lost), waiting_.begin()->second.mark);
  position_ += lost;
  next_ += static_cast<std::uint32_t>(lost);
  take_waiting(sink);
}

bool SegmentOrder::hole_is_certain(FrameMark now) const {
  const auto& [offset, first] = *waiting_.begin();
  return acknowledged_ >= offset && (now.number - first.mark.number >= patience_frames ||
                                     now.wall - first.mark.wall >= patience);
}

void SegmentOrder::acknowledged(std::uint32_t number, FrameMark mark, Sink& sink) {
  if (!started_) {
    return;
  }
  const std::int64_t distance = static_cast<std::int32_t>(number - next_);
  if (std::abs(distance) <= too_far) {
    acknowledged_ = std::max(acknowledged_, position_ + distance);
  }
  while (!waiting_.empty() && hole_is_certain(mark)) {
    lose_first_hole(sink);
  }
}

void SegmentOrder::give_up(Sink& sink) {
  while (!waiting_.empty()) {
    lose_first_hole(sink);
  }
}

}  // namespace sipspec::captures
