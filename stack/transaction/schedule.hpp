#pragma once

// When a client retransmits a request over an unreliable transport (RFC 3261 17.1.2.2), and how an
// observed series of transmissions differs from that.

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sipspec::stack {

/// Instants of all transmissions after the first, from it: 0.5 1.5 3.5 7.5 ... 31.5 s at the
/// defaults.
std::vector<Duration> retransmission_schedule(const TimerTable& timers);

struct ObservedSchedule {
  std::vector<TimePoint> transmissions;  ///< arrival stamps, the first transmission first
  Deadline stopped_at;                   ///< when the first response was sent, if one was
  TimePoint observed_until{};            ///< nothing is known after this
};

struct ScheduleDeviation {
  int transmission = 0;  ///< 2 = the first retransmission
  std::string sentence;  ///< "retransmission 1 came after 950 ms"
  std::string expected;  ///< "after 500 ms"
  std::string actual;    ///< "after 950 ms" or "nothing until 1200 ms"
};

/// The first transmission that came too early, too late, or not at all. Intervals are compared, so
/// one late copy does not condemn those that follow it.
std::optional<ScheduleDeviation> first_deviation(const ObservedSchedule& observed,
                                                 const TimerTable& timers, Duration tolerance);

}  // namespace sipspec::stack
