#pragma once

// Cases that ended, but after which the device has not shown yet that it still lives. A case is
// settled by anything that the device sends later; until then it is a suspect when the device turns
// out to be gone.
//
// Pure bookkeeping; the runner asks, probes and decides.

#include "stack/time.hpp"

#include <cstddef>
#include <vector>

namespace sipspec::harness {

struct Suspect {
  std::size_t index = 0;
  stack::TimePoint last_sent{};
};

class Unsettled {
 public:
  void ended(std::size_t index, stack::TimePoint at, stack::TimePoint last_sent);
  /// The device sent something, or answered a probe that was sent, at this moment: the cases that
  /// ended before are settled and returned.
  std::vector<std::size_t> alive(stack::TimePoint at);
  /// Takes all.
  std::vector<Suspect> take();

  bool empty() const { return cases_.empty(); }

 private:
  struct Ended {
    Suspect suspect;
    stack::TimePoint at{};
  };

  std::vector<Ended> cases_;
};

/// The one that sent last comes first: it is the likeliest culprit.
void order_by_likelihood(std::vector<Suspect>& suspects);

}  // namespace sipspec::harness
