#pragma once

// Runs the steps of a scenario in order. A step is asked again on every event until it says that it
// is done; one that can go no further ends the case. Internal.
//
//   state      event                                   next
//   idle       start                                   running
//   running    last step done                          finished
//   running    answer missing, precondition failed,    finished
//              connection refused, time limit, limit
//              of messages, stop()

#include "harness/engine/case_state.hpp"
#include "harness/engine/expect_judge.hpp"
#include "harness/engine/receiver.hpp"
#include "harness/engine/sender.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::harness {

class StepRunner {
 public:
  StepRunner(CaseState& state, Sender& sender, Receiver& receiver)
      : state_(&state), sender_(&sender), receiver_(&receiver) {}

  void start(CompiledChecks checks);
  /// Goes on as far as the state allows.
  void run();
  void stop(reports::Verdict verdict, std::string_view reason);
  /// Ends the case from outside. With FAIL the device is at fault (it died): the answer that was
  /// being waited for is missing for that reason.
  void abort(reports::Verdict verdict, std::string_view reason);
  /// The scenario cannot be carried out as written: ERROR with the place.
  void author_error(const StepError& error);

  stack::Deadline next_deadline() const;

  bool finished() const { return finished_; }

  std::string waiting_for(stack::TimePoint now) const;
  /// Valid once, when finished.
  reports::CaseResult result();

 private:
  enum class Went : std::uint8_t { through, waiting };

  bool step_once();
  void enter();
  void finish();

  Went run_step(const SendStep& step);
  Went run_step(const ResendStep& step);
  Went run_step(const ExpectStep& step);
  Went run_step(const SilenceStep& step);
  Went run_step(const PauseStep& step);
  Went run_step(const CloseStep& step);
  Went run_step(const DeliveredStep& step);
  Went run_step(const RespondStep& step);

  Went went(const SendStep& step, Sender::Progress progress);
  Went failed(const StepError& error);
  Went take(const ExpectStep& step, Arrival& arrival);
  Arrival* awaited_arrival(const ExpectStep& step);
  const Observed* late_arrival(const ExpectStep& step) const;
  bool fits(const ExpectStep& step, const Arrival& arrival) const;
  stack::TimePoint asked_at(const ExpectStep& step) const;
  stack::TimePoint expect_deadline(const ExpectStep& step) const;
  bool is_answered(const Observed& request) const;
  const Observed* intruder(const SilenceStep& step) const;
  void refused(const SendStep& step, std::string_view why);
  std::uint32_t shown_count(const DeliveredStep& step) const;
  stack::Duration span(const TimeExpression& expression) const;

  CaseState* state_;
  Sender* sender_;
  Receiver* receiver_;
  CompiledChecks checks_;
  // Of the current step.
  bool entered_ = false;
  stack::TimePoint began_;
  stack::Deadline deadline_;
  std::uint32_t done_times_ = 0;  ///< resend: transmissions so far
  // Of the case.
  stack::Deadline limit_;
  bool finished_ = false;
};

}  // namespace sipspec::harness
