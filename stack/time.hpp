#pragma once

// Time as the stack knows it: handed in by the caller, never read from the system.
//
// A TimePoint counts microseconds on the run's monotonic axis. Zero is not a moment ("unset");
// the first moment of a run or a test is later. Calendar time exists only at the edges (captures,
// reports), which add the wall-clock start of the run.

#include <chrono>
#include <cstdint>
#include <optional>

namespace sipspec::stack {

/// The axis of a run. It has no now(): whoever owns the run passes moments in.
struct RunClock {
  using rep = std::int64_t;
  using period = std::micro;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<RunClock>;
  static constexpr bool is_steady = true;
};

using Duration = RunClock::duration;
using TimePoint = RunClock::time_point;

/// The next moment at which an object wants on_time(); nullopt: nothing is pending.
using Deadline = std::optional<TimePoint>;

/// The earlier of two deadlines.
constexpr Deadline earliest(Deadline a, Deadline b) {
  if (!a) {
    return b;
  }
  if (!b) {
    return a;
  }
  return *a < *b ? a : b;
}

}  // namespace sipspec::stack
