#include "harness/engine/step_runner.hpp"

#include "harness/engine/time_value.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using reports::Verdict;

/// How long (in T1) to go on waiting for a first sign of life once the network said "unreachable".
constexpr int unreachable_patience = 4;

reports::TimerRecord::End end_of(TimerRun::End how) {
  switch (how) {
    case TimerRun::End::stopped:
      return reports::TimerRecord::End::stopped;
    case TimerRun::End::fired:
      return reports::TimerRecord::End::fired;
    case TimerRun::End::cut:
      return reports::TimerRecord::End::cut;
  }
  return reports::TimerRecord::End::cut;
}

}  // namespace

// --- The run of the steps ------------------------------------------------------------------------

void StepRunner::start(CompiledChecks checks) {
  checks_ = std::move(checks);
  const stack::Duration limit = span(state_->scenario->timeout);
  if (limit > stack::Duration::zero()) {
    limit_ = state_->now + limit;
  }
}

void StepRunner::run() {
  while (!finished_ && step_once()) {
  }
}

bool StepRunner::step_once() {
  if (state_->recorder.overflowed()) {
    const std::string why =
        fmt::format("the device sent more than is kept of one case ({} messages, {} octets)",
                    max_messages_kept, max_octets_kept);
    // The note stands also where a finding gives the graver reason.
    state_->findings.note(state_->now, reports::device_lifeline, why);
    stop(Verdict::inconc, why);
    return false;
  }
  if (state_->step >= state_->scenario->steps.size()) {
    finish();
    return false;
  }
  enter();
  const Went went = std::visit([this](const auto& step) { return run_step(step); },
                               state_->scenario->steps[state_->step]);
  if (finished_) {
    return false;
  }
  if (went == Went::through) {
    ++state_->step;
    entered_ = false;
    return true;
  }
  if (limit_ && *limit_ <= state_->now) {
    stop(Verdict::inconc,
         fmt::format("the time of the case was up, waiting for {}", waiting_for(state_->now)));
  }
  return false;
}

void StepRunner::enter() {
  if (!entered_) {
    began_ = state_->now;
    deadline_ = std::nullopt;
    done_times_ = 0;
  }
}

void StepRunner::stop(Verdict verdict, std::string_view reason) {
  state_->findings.conclude(verdict, reason);
  finish();
}

void StepRunner::abort(Verdict verdict, std::string_view reason) {
  const auto* expect = state_->step < state_->scenario->steps.size()
                           ? std::get_if<ExpectStep>(&state_->scenario->steps[state_->step])
                           : nullptr;
  if (verdict == Verdict::fail && expect != nullptr && !expect->response_to.empty()) {
    state_->findings.conclude(verdict, reason);
    judge_absence(*state_, *expect, {.deadline = state_->now, .why = std::string(reason)});
    finish();
    return;
  }
  stop(verdict, reason);
}

void StepRunner::author_error(const StepError& error) {
  stop(Verdict::error,
       fmt::format("{}:{}: {}", error.place.file, error.place.line, error.sentence));
}

/// A reference to something that never arrived is the device's doing, any other the author's.
StepRunner::Went StepRunner::failed(const StepError& error) {
  if (state_->missing_reference.empty()) {
    author_error(error);
  } else {
    stop(Verdict::inconc, fmt::format("the case needs '{}', which the device did not send",
                                      state_->missing_reference));
  }
  return Went::waiting;
}

void StepRunner::finish() {
  if (finished_) {
    return;
  }
  finished_ = true;
  receiver_->take_unfinished();
  for (const RuleFinding& found : state_->recorder.judge_end(state_->now)) {
    state_->findings.rule_finding(nullptr, found);
  }
  for (const TimerRun& run : state_->clients.runs(state_->now)) {
    const auto sent = std::ranges::find(state_->sent, run.request, &Sent::index);
    state_->findings.timer({.name = std::string(run.name),
                            .actor = sent == state_->sent.end() ? "" : sent->step->actor,
                            .start = state_->findings.since_start(run.start),
                            .end = state_->findings.since_start(run.end),
                            .how = end_of(run.how)});
  }
  sender_->hang_up();
}

reports::CaseResult StepRunner::result() {
  return state_->findings.finish(state_->now);
}

stack::Deadline StepRunner::next_deadline() const {
  return stack::earliest(deadline_, limit_);
}

stack::Duration StepRunner::span(const TimeExpression& expression) const {
  return value_of(expression, state_->environment.timers);
}

std::string StepRunner::waiting_for(stack::TimePoint now) const {
  if (state_->step >= state_->scenario->steps.size()) {
    return {};
  }
  const Step& step = state_->scenario->steps[state_->step];
  std::string text = "time to pass";
  if (const auto* expect = std::get_if<ExpectStep>(&step)) {
    text = awaited(*expect);
  } else if (std::holds_alternative<SilenceStep>(step)) {
    text = "silence";
  } else if (std::holds_alternative<DeliveredStep>(step)) {
    text = "the text to be shown";
  } else if (std::holds_alternative<SendStep>(step)) {
    text = "the connection";
  }
  if (deadline_ && *deadline_ > now) {
    text += fmt::format(", {} left", in_words(*deadline_ - now));
  }
  return text;
}

// --- Sending -------------------------------------------------------------------------------------

StepRunner::Went StepRunner::run_step(const SendStep& step) {
  if (!entered_) {
    entered_ = true;
    state_->missing_reference.clear();
    const auto begun = sender_->begin(step);
    return begun ? went(step, *begun) : failed(begun.error());
  }
  return went(step, sender_->go_on());
}

StepRunner::Went StepRunner::went(const SendStep& step, Sender::Progress progress) {
  switch (progress) {
    case Sender::Progress::done:
      return Went::through;
    case Sender::Progress::refused:
      refused(step, "the device refused the connection");
      return Went::waiting;
    case Sender::Progress::connecting:
      deadline_ = began_ + default_wait(state_->environment.timers);
      if (*deadline_ <= state_->now) {
        refused(step, "the connection could not be opened");
      }
      return Went::waiting;
    case Sender::Progress::waiting:
      deadline_ = std::nullopt;
      return Went::waiting;
  }
  return Went::waiting;
}

/// Nothing can be sent, so nothing can be answered: the case ends here.
void StepRunner::refused(const SendStep& step, std::string_view why) {
  if (!state_->recorder.heard()) {
    stop(Verdict::inconc, fmt::format("unreachable: {}", why));
    return;
  }
  ExpectStep answer{
      .id = step.id, .actor = step.actor, .response_to = step.id, .place = step.place};
  for (const Step& other : state_->scenario->steps) {
    const auto* expect = std::get_if<ExpectStep>(&other);
    if (expect != nullptr && expect->response_to == step.id) {
      answer = *expect;
      break;
    }
  }
  judge_absence(*state_, answer, {.deadline = state_->now, .why = std::string(why)});
  finish();
}

StepRunner::Went StepRunner::run_step(const ResendStep& step) {
  entered_ = true;
  const stack::Duration every = span(step.every);
  while (done_times_ < step.times && began_ + every * done_times_ <= state_->now) {
    sender_->resend(step);
    ++done_times_;
  }
  if (done_times_ >= step.times) {
    return Went::through;
  }
  deadline_ = began_ + every * done_times_;
  return Went::waiting;
}

StepRunner::Went StepRunner::run_step(const RespondStep& step) {
  entered_ = true;
  if (!state_->taken_by.contains(step.to)) {
    stop(Verdict::inconc, fmt::format("there is no request of '{}' to respond to", step.to));
    return Went::waiting;
  }
  state_->missing_reference.clear();
  const auto done = sender_->respond(step);
  return done ? Went::through : failed(done.error());
}

StepRunner::Went StepRunner::run_step(const CloseStep& step) {
  entered_ = true;
  const ConnectionId connection = state_->streams.current(state_->actor_index(step.actor));
  if (connection != 0) {
    state_->actions.emplace_back(
        CloseStream{.connection = connection,
                    .how = step.reset ? CloseStream::How::reset : CloseStream::How::orderly});
    state_->streams.closed_by_us(connection);
  }
  return Went::through;
}

StepRunner::Went StepRunner::run_step(const PauseStep& step) {
  entered_ = true;
  deadline_ = began_ + span(step.span);
  return *deadline_ <= state_->now ? Went::through : Went::waiting;
}

// --- Expecting -----------------------------------------------------------------------------------

StepRunner::Went StepRunner::run_step(const ExpectStep& step) {
  entered_ = true;
  deadline_ = expect_deadline(step);
  if (Arrival* arrival = awaited_arrival(step)) {
    return take(step, *arrival);
  }
  const Observed* late = late_arrival(step);
  if (*deadline_ > state_->now && late == nullptr) {
    return Went::waiting;
  }
  if (late == nullptr && *deadline_ == state_->now) {
    receiver_->take_unfinished();
    if (Arrival* unfinished = awaited_arrival(step)) {
      return take(step, *unfinished);
    }
  }
  if (step.optional) {
    return Went::through;
  }
  Absence absence{.deadline = *deadline_};
  if (late != nullptr) {
    absence.why = fmt::format("it came after {}", in_words(late->at - asked_at(step)));
    absence.late = late->index;
  }
  judge_absence(*state_, step, absence);
  finish();
  return Went::waiting;
}

StepRunner::Went StepRunner::take(const ExpectStep& step, Arrival& arrival) {
  arrival.taken_as_any = !arrival.taken && !step.final_only;
  arrival.taken = true;
  const std::uint32_t index = arrival.index;
  state_->taken_by[step.id] = index;
  state_->recorder.assign_step(index, step.id);
  state_->findings.assign_step(index, step.id, step.place);
  const Judged judged = judge_arrival(*state_, step, checks_, index);
  if (judged == Judged::precondition_failed) {
    finish();
    return Went::waiting;
  }
  if (step.response_to.empty()) {
    receiver_->answer_taken(index, step);
  }
  return Went::through;
}

bool StepRunner::fits(const ExpectStep& step, const Arrival& arrival) const {
  const Observed& message = state_->recorder.at(arrival.index);
  // The final response may have ended the wait for "any response" before: it is still the final
  // one.
  const bool free = !arrival.taken || (arrival.taken_as_any && step.final_only);
  if (!free || arrival.actor != state_->actor_index(step.actor)) {
    return false;
  }
  if (step.response_to.empty()) {
    return awaits_request(step, message.message);
  }
  const Sent* sent = state_->find_sent(step.response_to);
  const Observed* request = state_->recorder.exchange().request_of(message);
  const bool final_one = message.message.status() < 100 || message.message.status() >= 200;
  return sent != nullptr && request != nullptr && request->index == sent->index &&
         message.sender == Side::device && arrival.index > sent->last_asked &&
         (final_one || !step.final_only);
}

Arrival* StepRunner::awaited_arrival(const ExpectStep& step) {
  const auto found = std::ranges::find_if(state_->inbox, [&](const Arrival& arrival) {
    return fits(step, arrival) && state_->recorder.at(arrival.index).at <= *deadline_;
  });
  return found == state_->inbox.end() ? nullptr : &*found;
}

const Observed* StepRunner::late_arrival(const ExpectStep& step) const {
  const auto found = std::ranges::find_if(
      state_->inbox, [&](const Arrival& arrival) { return fits(step, arrival); });
  return found == state_->inbox.end() ? nullptr : &state_->recorder.at(found->index);
}

/// A response is due from its request on, however long the steps between took.
stack::TimePoint StepRunner::asked_at(const ExpectStep& step) const {
  const Sent* sent = step.response_to.empty() ? nullptr : state_->find_sent(step.response_to);
  return sent == nullptr ? began_ : std::max(sent->at, state_->recorder.at(sent->last_asked).at);
}

stack::TimePoint StepRunner::expect_deadline(const ExpectStep& step) const {
  const stack::TimePoint due = asked_at(step) + wait_of(step.within, state_->environment.timers);
  if (!state_->unreachable_at || state_->recorder.heard()) {
    return due;
  }
  return std::min(due,
                  *state_->unreachable_at + unreachable_patience * state_->environment.timers.t1);
}

}  // namespace sipspec::harness
