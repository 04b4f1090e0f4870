#include "harness/engine/expect_judge.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/engine/time_value.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using reports::Verdict;

std::string_view operator_name(CheckOperator op) {
  switch (op) {
    case CheckOperator::status:
      return "status";
    case CheckOperator::present:
      return "is present";
    case CheckOperator::absent:
      return "is absent";
    case CheckOperator::equals:
      return "equals";
    case CheckOperator::not_equals:
      return "is not";
    case CheckOperator::contains:
      return "contains";
    case CheckOperator::not_contains:
      return "does not contain";
    case CheckOperator::matches:
      return "matches";
    case CheckOperator::copied:
      return "copied from";
    case CheckOperator::same_as:
      return "is that of";
    case CheckOperator::differs_from:
      return "differs from";
    case CheckOperator::count:
      return "element count";
    case CheckOperator::at_least:
      return "at least";
    case CheckOperator::at_most:
      return "at most";
  }
  return "";
}

std::string described(const Check& check, const std::string& value) {
  std::string text = check.op == CheckOperator::status
                         ? fmt::format("status {}", value)
                         : fmt::format("{} {}", check.field, operator_name(check.op));
  if (check.op != CheckOperator::status && !value.empty()) {
    text += " " + printable(value);
  }
  return text;
}

std::string check_id(const ExpectStep& step, const Check& check) {
  return fmt::format("{}.{}", step.id, check.op == CheckOperator::status ? "status" : check.field);
}

/// Expressions keep their braces and backslashes; every other right-hand side is a template.
std::optional<std::string> right_hand_side(CaseState& state, const Check& check) {
  if (check.op == CheckOperator::matches) {
    return check.value;
  }
  auto value = expand(check.value, state.lookup(), state.random, Escapes::decode);
  return value ? std::optional<std::string>(*std::move(value)) : std::nullopt;
}

StepFinding as_finding(const ExpectStep& step, const Check& check, const std::string& value,
                       const CheckOutcome& outcome, std::uint32_t index) {
  return {.check = check_id(step, check),
          .text = described(check, value),
          .requirement = check.verifies,
          .message = check.says.empty() ? outcome.message
                                        : fmt::format("{}: {}", check.says, outcome.message),
          .expected = outcome.expected,
          .actual = outcome.actual,
          .message_index = index,
          .offset = outcome.offset,
          .length = outcome.length,
          .step = step.id,
          .place = &check.place};
}

Judged run_check(CaseState& state, const ExpectStep& step, const CompiledCheck& check,
                 std::uint32_t index) {
  const auto value = right_hand_side(state, *check.check);
  if (!value) {
    state.findings.not_applicable(as_finding(step, *check.check, check.check->value, {}, index),
                                  "what it refers to never arrived");
    return Judged::done;
  }
  const Observed& message = state.recorder.at(index);
  const CheckInput input{
      .subject = {.message = &message, .request = state.recorder.exchange().request_of(message)},
      .value = *value,
      .message_of = [&state](std::string_view id) { return state.message_of(id); }};
  const CheckOutcome outcome = evaluate(check, input);
  StepFinding finding = as_finding(step, *check.check, *value, outcome, index);
  switch (outcome.state) {
    case CheckOutcome::State::passed:
      finding.actual = finding.actual.empty() ? printable(message.message.start_line()) : "";
      state.findings.held(finding);
      return Judged::done;
    case CheckOutcome::State::not_applicable:
      state.findings.not_applicable(finding, outcome.message);
      return Judged::done;
    case CheckOutcome::State::failed:
      state.findings.violated(finding);
      return check.check->verifies.empty() ? Judged::precondition_failed : Judged::done;
  }
  return Judged::done;
}

/// Requirement that nothing arriving breaks. A request that the device does not make breaks none
/// unless the author says so: whether it was made to act is not for this step to know.
std::string arrival_requirement(const ExpectStep& step) {
  if (!step.verifies.empty() || step.response_to.empty()) {
    return step.verifies;
  }
  return std::string(answer_requirement);
}

StepFinding arrival_row(const ExpectStep& step, stack::Duration span) {
  return {.check = step.id + ".arrives",
          .text = fmt::format("{} within {}", awaited(step), in_words(span)),
          .requirement = arrival_requirement(step),
          .expected = {fmt::format("{} within {}", awaited(step), in_words(span))},
          .step = step.id,
          .place = &step.place};
}

void judge_not_before(CaseState& state, const ExpectStep& step, const Observed& message) {
  const Sent* sent = state.find_sent(step.response_to);
  const stack::Duration earliest = value_of(step.not_before, state.environment.timers);
  if (sent == nullptr || step.not_before.terms.empty()) {
    return;
  }
  const stack::Duration span = message.at - sent->at;
  StepFinding finding = arrival_row(step, earliest);
  finding.check = step.id + ".not-before";
  finding.text = fmt::format("{} not before {}", awaited(step), in_words(earliest));
  finding.expected = {finding.text};
  finding.actual = fmt::format("after {}", in_words(span));
  finding.message = fmt::format("{} came after {} already", awaited(step), in_words(span));
  finding.message_index = message.index;
  if (span + state.environment.tolerance < earliest) {
    state.findings.violated(finding);
  } else {
    state.findings.held(finding);
  }
}

/// What else happened that explains why nothing arrived.
std::string circumstances(const CaseState& state, const ExpectStep& step) {
  std::string text;
  if (state.unreachable_at) {
    text += "; the network reported the device unreachable";
  }
  const auto sent = std::ranges::find_if(
      state.sent, [&step](const Sent& one) { return one.step->id == step.response_to; });
  if (sent == state.sent.end() || sent->connection == 0) {
    return text;
  }
  const std::string end = state.streams.how_it_ended(sent->connection);
  return end.empty() ? text : text + "; " + end;
}

}  // namespace

StepResult<CompiledChecks> compile_checks(const Scenario& scenario) {
  CompiledChecks compiled;
  for (const Step& step : scenario.steps) {
    const auto* expect = std::get_if<ExpectStep>(&step);
    if (expect == nullptr) {
      continue;
    }
    for (const Check& check : expect->checks) {
      auto one = compile(check);
      if (!one) {
        return StepError{.place = check.place, .sentence = one.error().sentence};
      }
      compiled.emplace(&check, *std::move(one));
    }
  }
  return compiled;
}

Judged judge_arrival(CaseState& state, const ExpectStep& step, const CompiledChecks& checks,
                     std::uint32_t index) {
  const Observed& message = state.recorder.at(index);
  StepFinding arrived = arrival_row(step, wait_of(step.within, state.environment.timers));
  arrived.actual = printable(message.message.start_line());
  arrived.message_index = index;
  state.findings.held(arrived);
  judge_not_before(state, step, message);
  for (const Check& check : step.checks) {
    if (run_check(state, step, checks.at(&check), index) == Judged::precondition_failed) {
      return Judged::precondition_failed;
    }
  }
  return Judged::done;
}

void judge_absence(CaseState& state, const ExpectStep& step, const Absence& absence) {
  const Sent* sent = state.find_sent(step.response_to);
  reports::MissingRecord missing{.actor = step.actor,
                                 .label = awaited(step),
                                 .deadline = state.findings.since_start(absence.deadline),
                                 .step = step.id};
  if (sent != nullptr) {
    missing.after = sent->index;
  }
  state.findings.missing(missing);
  StepFinding finding = arrival_row(step, wait_of(step.within, state.environment.timers));
  const std::string why =
      (absence.why.empty() ? "" : "; " + absence.why) + circumstances(state, step);
  finding.message = fmt::format("no {}{}{}", awaited(step), absence.late ? " in time" : "", why);
  finding.actual = (absence.late ? "nothing arrived in time" : "nothing arrived") + why;
  finding.message_index = absence.late ? absence.late : missing.after;
  const bool never_reached = !state.recorder.heard() && !why.empty();
  if (never_reached && (state.unreachable_at || state.streams.all_refused())) {
    state.findings.conclude(Verdict::inconc, "unreachable: the device could not be reached" + why);
    return;
  }
  state.findings.violated(finding);
}

std::string awaited(const ExpectStep& step) {
  if (step.response_to.empty()) {
    return fmt::format("{} from the device", step.method.empty() ? "request" : step.method);
  }
  return fmt::format("{} to {}", step.final_only ? "final response" : "response", step.response_to);
}

std::string in_words(stack::Duration span) {
  const auto milliseconds = std::chrono::duration<double, std::milli>(span).count();
  return milliseconds >= 1000 ? fmt::format("{:.4g} s", milliseconds / 1000)
                              : fmt::format("{:.4g} ms", milliseconds);
}

}  // namespace sipspec::harness
