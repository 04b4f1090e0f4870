#include "stack/transaction/schedule.hpp"

#include <cstddef>

namespace sipspec::stack {
namespace {

std::string milliseconds(Duration span) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) +
         " ms";
}

ScheduleDeviation wrong_instant(int transmission, Duration expected, Duration actual) {
  return {transmission,
          "retransmission " + std::to_string(transmission - 1) + " came " + milliseconds(actual) +
              " after the transmission before it",
          "after " + milliseconds(expected), "after " + milliseconds(actual)};
}

ScheduleDeviation absent(int transmission, Duration expected, Duration waited) {
  return {transmission, "retransmission " + std::to_string(transmission - 1) + " did not come",
          "after " + milliseconds(expected), "nothing for " + milliseconds(waited)};
}

}  // namespace

std::vector<Duration> retransmission_schedule(const TimerTable& timers) {
  std::vector<Duration> instants;
  Duration at{0};
  for (int sent = 1; at + timers.timer_e(sent) < timers.timer_f(); ++sent) {
    at += timers.timer_e(sent);
    instants.push_back(at);
  }
  return instants;
}

std::optional<ScheduleDeviation> first_deviation(const ObservedSchedule& observed,
                                                 const TimerTable& timers, Duration tolerance) {
  const auto& seen = observed.transmissions;
  if (seen.empty()) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (observed.stopped_at && seen[i] > *observed.stopped_at) {
      return std::nullopt;  // what comes after an answer is for other rules
    }
    const Duration expected = timers.timer_e(static_cast<int>(i));
    const Duration actual = seen[i] - seen[i - 1];
    if (actual + tolerance < expected || actual > expected + tolerance) {
      return wrong_instant(static_cast<int>(i) + 1, expected, actual);
    }
  }
  const TimePoint watched_until =
      observed.stopped_at ? *observed.stopped_at : observed.observed_until;
  const Duration next = timers.timer_e(static_cast<int>(seen.size()));
  const bool due = seen.back() + next < seen.front() + timers.timer_f();
  if (due && seen.back() + next + tolerance < watched_until) {
    return absent(static_cast<int>(seen.size()) + 1, next, watched_until - seen.back());
  }
  return std::nullopt;
}

}  // namespace sipspec::stack
