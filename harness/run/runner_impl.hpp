#pragma once

// The state of a run. Split over three files by theme: runner.cpp (cases), runner_setup.cpp (device
// and targets before the first case), runner_recovery.cpp (proofs of life, deaths, restarts).

#include "harness/run/delivery_watch.hpp"
#include "harness/run/device_control.hpp"
#include "harness/run/live_case.hpp"
#include "harness/run/runner.hpp"
#include "harness/run/unanswered.hpp"
#include "harness/run/unsettled.hpp"

#include <deque>

namespace sipspec::harness {

class Runner::Impl {
 public:
  Impl(EventLoop& loop, RunInputs inputs, RunSettings settings, std::vector<reports::Sink*> sinks);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start(std::function<void(const RunOutcome&)> done);

  void interrupt(const std::string& why) { stop_run(reports::RunEnd::interrupted, why); }

 private:
  enum class Company : std::uint8_t { others, alone };
  /// Of the run; cases are started in `running` only.
  enum class Phase : std::uint8_t { setup, running, recovering, over };

  struct CaseState {
    reports::CaseResult head;
    reports::CaseResult result;
    std::unique_ptr<LiveCase> live;
    std::unique_ptr<CaseTape> tape;
    stack::TimePoint started{};
    TimerId timeout = TimerId::none;
    Company company = Company::others;
    bool running = false;
    bool announced = false;  ///< CaseStart was emitted
    bool done = false;       ///< CaseEnd was emitted
    bool heard = false;
    stack::Duration lateness{};  ///< of this process, while the case ran
  };

  // Cases (runner.cpp)
  SchedulerItem item_of(std::size_t index) const;
  void begin_cases();
  void tick();
  void start_case(std::size_t index, Company company);
  void run_case(std::size_t index);
  CaseEnvironment environment_of(const PlannedCase& planned) const;
  CaseObserver observer_of(std::size_t index);
  void case_finished(std::size_t index);
  void collect(std::size_t index);
  void settle(std::size_t index);
  void end_or_wait(std::size_t index);
  void settle_unanswered();
  bool is_doubtful(const CaseState& state) const;
  void note_repetition(CaseState& state) const;
  void end_case(std::size_t index);
  void end_unrun(std::size_t index, reports::Verdict verdict, const std::string& reason);
  void confirm_alone();
  void heartbeat();
  void stop_run(reports::RunEnd end, const std::string& why);
  void finish(reports::RunEnd end, const std::string& why);
  std::vector<std::size_t> running_cases() const;
  std::size_t waiting_cases() const;

  // Setup (runner_setup.cpp)
  void device_started(const std::optional<std::string>& failure);
  void probe_target(std::size_t number);
  void target_probed(std::size_t number, const ProbeResult& result);
  void make_cases();
  void end_before_cases(reports::RunEnd end, const std::string& why);

  void setup_failed(const std::string& why) {
    end_before_cases(reports::RunEnd::setup_failed, why);
  }

  ProbePlan probe_plan(stack::Duration patience) const;
  ProbeTarget probe_target_of(const Target& target) const;

  // Recovery (runner_recovery.cpp)
  void note_life(stack::TimePoint at);
  void ask_for_life();
  void ask_for_life_soon();
  void life_answered(const ProbeResult& result);
  void device_died(stack::TimePoint at, const ExitStatus& status);
  void device_gone(const std::string& outcome);
  std::vector<Suspect> arrest();
  void blame(std::size_t index, const std::string& outcome);
  void recover();
  void recovered(const std::optional<std::string>& failure);
  void restart(DeviceControl::Done done);
  void give_up(const std::string& why);

  void emit(const reports::Event& event);
  void device_event(std::string what, std::string detail, const std::string& case_name = "");

  reports::Offset offset(stack::TimePoint at) const { return at - begun_; }

  EventLoop& loop_;
  RunInputs inputs_;
  RunSettings settings_;
  std::vector<reports::Sink*> sinks_;
  std::function<void(const RunOutcome&)> done_;
  std::unique_ptr<DeviceControl> device_;
  std::unique_ptr<DeliveryWatch> delivery_;
  std::unique_ptr<Probe> probe_;
  ProbeMethod answered_method_ = ProbeMethod::options;
  std::optional<std::vector<std::string>> allowed_;  ///< methods, as the first answer lists them

  Phase phase_ = Phase::setup;
  stack::TimePoint begun_{};
  std::vector<PlannedCase> plan_;
  std::vector<CaseState> cases_;
  std::optional<Scheduler> scheduler_;
  std::deque<std::size_t> solo_;      ///< to be run one by one: suspects and confirmations
  std::vector<std::size_t> confirm_;  ///< to be repeated alone before they are judged
  Unsettled unsettled_;
  Unanswered unanswered_;
  std::string outcome_;  ///< of the device that is gone: "device crashed (signal 11)"
  std::size_t deaths_ = 0;
  bool used_since_start_ = false;  ///< for <restart between="cases">
  TimerId tick_timer_ = TimerId::none, heartbeat_timer_ = TimerId::none;
  TimerId life_timer_ = TimerId::none, max_timer_ = TimerId::none;
};

}  // namespace sipspec::harness
