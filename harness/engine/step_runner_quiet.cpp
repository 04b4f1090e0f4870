// The steps that say what may not come, and what the device's user must have seen.

#include "harness/engine/comparison.hpp"
#include "harness/engine/step_runner.hpp"
#include "harness/engine/time_value.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

/// A step took a response to it: further ones are judged by the monitors, each.
bool StepRunner::is_answered(const Observed& request) const {
  return std::ranges::any_of(state_->taken_by, [&](const auto& taken) {
    const Observed* asked =
        state_->recorder.exchange().request_of(state_->recorder.at(taken.second));
    return asked != nullptr && asked->index == request.index;
  });
}

const Observed* StepRunner::intruder(const SilenceStep& step) const {
  const Sent* sent = step.response_to.empty() ? nullptr : state_->find_sent(step.response_to);
  const stack::TimePoint until = began_ + span(step.span);
  for (const Arrival& arrival : state_->inbox) {
    const Observed& message = state_->recorder.at(arrival.index);
    const bool known = arrival.taken || arrival.background || message.repeats >= 0;
    if (known || message.at > until) {
      continue;
    }
    const Observed* request = state_->recorder.exchange().request_of(message);
    if (request != nullptr && is_answered(*request)) {
      continue;
    }
    const bool answers_it = sent != nullptr && request != nullptr && request->index == sent->index;
    const bool at_actor = arrival.actor == state_->actor_index(step.actor) && message.at >= began_;
    if (step.response_to.empty() ? at_actor : answers_it) {
      return &message;
    }
  }
  return nullptr;
}

StepRunner::Went StepRunner::run_step(const SilenceStep& step) {
  entered_ = true;
  const stack::Duration length = span(step.span);
  deadline_ = began_ + length;
  const std::string what = step.response_to.empty()
                               ? "message from the device"
                               : fmt::format("response to {}", step.response_to);
  StepFinding finding{.check = fmt::format("silence.{}", state_->step + 1),
                      .text = fmt::format("no {} for {}", what, in_words(length)),
                      .requirement = step.verifies,
                      .expected = {fmt::format("no {} for {}", what, in_words(length))},
                      .place = &step.place};
  if (const Observed* message = intruder(step)) {
    finding.message = fmt::format("a {} came after {}", what, in_words(message->at - began_));
    finding.actual = printable(message->message.start_line());
    finding.message_index = message->index;
    finding.length = start_line_length(message->message);
    state_->findings.violated(finding);
    return Went::through;
  }
  if (*deadline_ > state_->now) {
    return Went::waiting;
  }
  finding.actual = "silence";
  state_->findings.held(finding);
  return Went::through;
}

std::uint32_t StepRunner::shown_count(const DeliveredStep& step) const {
  const auto sent = std::ranges::find_if(
      state_->sent, [&step](const Sent& one) { return one.step->id == step.of; });
  if (sent == state_->sent.end()) {
    return 0;
  }
  const auto is_it = [&](const ShownText& shown) {
    const bool in_time = !deadline_ || shown.at <= *deadline_;
    const bool same =
        sent->body.empty() ? shown.text.empty() : shown.text.find(sent->body) != std::string::npos;
    return in_time && same;
  };
  return static_cast<std::uint32_t>(std::ranges::count_if(state_->shown, is_it));
}

StepRunner::Went StepRunner::run_step(const DeliveredStep& step) {
  entered_ = true;
  const std::string times = step.min == step.max
                                ? fmt::format("{} time(s)", step.min)
                                : fmt::format("{} to {} times", step.min, step.max);
  StepFinding finding{.check = fmt::format("delivered.{}", step.of),
                      .text = fmt::format("text of {} shown {}", step.of, times),
                      .requirement = step.verifies,
                      .expected = {fmt::format("shown to the user {}", times)},
                      .place = &step.place};
  if (!state_->environment.has_delivery_hook) {
    state_->findings.not_applicable(finding, "the profile has no delivery hook");
    return Went::through;
  }
  deadline_ = began_ + wait_of(step.within, state_->environment.timers);
  const std::uint32_t shown = shown_count(step);
  finding.actual = fmt::format("shown {} time(s)", shown);
  // Only the end of the time shows that there is no further copy.
  if (shown <= step.max && *deadline_ > state_->now) {
    return Went::waiting;
  }
  if (shown >= step.min && shown <= step.max) {
    state_->findings.held(finding);
  } else {
    finding.message = fmt::format("the text of {} was shown {} time(s)", step.of, shown);
    state_->findings.violated(finding);
  }
  return Went::through;
}

}  // namespace sipspec::harness
