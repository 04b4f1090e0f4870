#pragma once

// The differences of a cross-check, in a bounded list.
//
//   DifferenceList list;
//   list.add(Difference::Kind::missing, 0, 0, "...");
//   check.differences = std::move(list).take();

#include "captures/cross_check.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sipspec::captures {

class DifferenceList {
 public:
  void add(Difference::Kind kind, std::size_t seen, FrameNumber frame, std::string sentence) {
    if (list_.size() < max_differences) {
      list_.push_back(
          {.kind = kind, .seen = seen, .frame = frame, .sentence = std::move(sentence)});
    } else {
      ++more_;
    }
  }

  std::vector<Difference> take() && {
    if (more_ > 0) {
      list_.back().sentence += "; and " + std::to_string(more_) + " more differences";
    }
    return std::move(list_);
  }

 private:
  std::vector<Difference> list_;
  std::size_t more_ = 0;
};

}  // namespace sipspec::captures
