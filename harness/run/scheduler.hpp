#pragma once

// Which case starts when. Long cases first, so that the wall time of a run comes near to its
// longest case; starts are spaced and few cases are in their first moments at once, so that a slow
// device is not flooded (a conformance run is no load test); a case that needs the device alone
// waits until all others are done.
//
// Pure: moments come in, decisions come out.
//
//   Scheduler scheduler(items, {});
//   while (auto index = scheduler.next(now)) { start(*index); }
//   wait until scheduler.next_moment() or a case ends: scheduler.finished(index);

#include "stack/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sipspec::harness {

struct SchedulerItem {
  enum class Company : std::uint8_t { others, alone };
  std::size_t index = 0;  ///< the caller's number of the case
  stack::Duration longest{};
  Company company = Company::others;
};

struct SchedulerLimits {
  std::size_t jobs = 128;                                  ///< cases at once
  stack::Duration spacing = std::chrono::milliseconds(2);  ///< between two starts
  std::size_t fresh = 8;                                   ///< cases at once in their first ...
  stack::Duration fresh_span = std::chrono::milliseconds(200);  ///< ... so long
};

class Scheduler {
 public:
  Scheduler(std::vector<SchedulerItem> items, SchedulerLimits limits);

  /// The case to start now, if one may start now. It counts as started.
  std::optional<std::size_t> next(stack::TimePoint now);

  /// When next() is worth asking again; nullopt: only after finished(), or nothing is left.
  stack::Deadline next_moment() const { return next_moment_; }

  void finished(std::size_t index);
  /// Puts a case (again) behind all that still wait.
  void add(SchedulerItem item);
  /// Takes everything that was not started.
  std::vector<std::size_t> drop_waiting();

  std::size_t waiting() const { return waiting_.size() + alone_.size(); }

  bool done() const { return waiting_.empty() && alone_.empty() && running_.empty(); }

 private:
  struct Running {
    std::size_t index = 0;
    stack::TimePoint since{};
  };

  bool may_start(stack::TimePoint now);
  std::optional<std::size_t> start(std::vector<SchedulerItem>& from, stack::TimePoint now);

  SchedulerLimits limits_;
  std::vector<SchedulerItem> waiting_, alone_;  ///< the next one last
  std::vector<Running> running_;
  bool exclusive_running_ = false;
  std::optional<stack::TimePoint> last_start_;
  stack::Deadline next_moment_;
};

}  // namespace sipspec::harness
