#pragma once

// Which frame brought which octet of a stream, for the octets that are still held.
//
//   marks.add(buffer.size(), mark);  // before the octets are put behind the others
//   marks.at(0);                     // frame of the first octet held
//   marks.drop(message.size());

#include "captures/network/packet_walk.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace sipspec::captures {

class MarkList {
 public:
  /// Octets from `offset` on, counted from the first one held, came with that frame.
  void add(std::size_t offset, FrameMark mark) { marks_.push_back({dropped_ + offset, mark}); }

  FrameMark at(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(marks_, dropped_ + offset, {}, &Entry::offset);
    return after == marks_.begin() ? FrameMark{} : std::prev(after)->mark;
  }

  /// The next octet behind `offset` that came with another frame; npos: there is none.
  std::size_t next_after(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(marks_, dropped_ + offset, {}, &Entry::offset);
    return after == marks_.end() ? static_cast<std::size_t>(-1)
                                 : static_cast<std::size_t>(after->offset - dropped_);
  }

  /// The first `size` octets are held no more.
  void drop(std::size_t size) {
    dropped_ += size;
    const auto held = std::ranges::upper_bound(marks_, dropped_, {}, &Entry::offset);
    if (held - marks_.begin() > 1) {
      marks_.erase(marks_.begin(), std::prev(held));
    }
  }

  void clear() { marks_.clear(); }

 private:
  struct Entry {
    std::uint64_t offset = 0;
    FrameMark mark;
  };

  std::uint64_t dropped_ = 0;
  std::vector<Entry> marks_;  ///< in order; few, and none in most streams most of the time
};

}  // namespace sipspec::captures
