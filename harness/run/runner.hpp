#pragma once

// A run: starts the device where its profile says so, asks whether it is there, plays the plan with
// many cases at once, watches whether the device lives on, finds the case that killed it, and tells
// the sinks everything as it happens.
//
// Phases: device ready -> every target probed -> cases (at once; those that were never answered are
// repeated alone) -> last proof of life -> device stopped. A device that is gone sends the run
// through recovery: restart, then the suspects one by one, the likeliest first.
//
//   Runner runner(loop, inputs, settings, {&events, &console});
//   runner.start([&](const RunOutcome& outcome) { loop.stop(); });
//   loop.run();

#include "harness/catalogue/catalogue.hpp"
#include "harness/device/profile.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/run/case_tape.hpp"
#include "harness/run/plan.hpp"
#include "harness/run/scheduler.hpp"
#include "reports/event.hpp"
#include "stack/transaction/timers.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

/// What outlives the run.
struct RunInputs {
  const std::vector<Scenario>& scenarios;
  const Catalogue& catalogue;
  const DeviceProfile& device;
};

struct RunSettings {
  std::vector<Target> targets;  ///< at least one, the first is the one that is probed
  Selection selection;
  SchedulerLimits limits;
  std::uint64_t seed = 1;
  stack::TimerTable timers;
  stack::Duration tolerance = std::chrono::milliseconds(100);
  std::optional<stack::Duration> case_timeout, max_time;
  stack::Duration ready_timeout = std::chrono::seconds(5);
  /// Expected time that the repetition of unanswered cases may take.
  stack::Duration confirm_budget = std::chrono::seconds(40);
  std::string rules = "modern";
  std::filesystem::path device_output;  ///< folder for the started device's own output
  /// The command that runs one case again, given its plan.
  std::function<std::string(const PlannedCase&)> reproduce;
  MakeTape make_tape;
  reports::RunInfo info;  ///< `planned` and `transports` are filled in here
};

struct RunOutcome {
  reports::RunEnd end = reports::RunEnd::complete;
  std::string sentence;  ///< why it ended so; "" for complete
};

class Runner {
 public:
  Runner(EventLoop& loop, RunInputs inputs, RunSettings settings,
         std::vector<reports::Sink*> sinks);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// `done` is called once, when the device is stopped and every case has its CaseEnd.
  void start(std::function<void(const RunOutcome&)> done);
  /// Ends the run now: running cases are INCONC, the others NOTRUN.
  void interrupt(const std::string& why);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
