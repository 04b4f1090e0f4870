#pragma once

// What an expect step makes of the message that arrived, or of none: rows of checks and findings.
//
//   if (judge_arrival(state, step, checks, index) == Judged::precondition_failed) { ... }

#include "harness/engine/case_state.hpp"
#include "harness/engine/check_evaluator.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

/// Checks of the whole scenario, compiled before the first octet is sent.
using CompiledChecks = std::map<const Check*, CompiledCheck>;

/// The first mistake is returned with its place; the case is then the harness's (or author's)
/// error.
StepResult<CompiledChecks> compile_checks(const Scenario& scenario);

enum class Judged : std::uint8_t {
  done,
  precondition_failed,  ///< a check without requirement: what follows would be judged in vain
};

/// Runs the checks of `step` on message `index`.
Judged judge_arrival(CaseState& state, const ExpectStep& step, const CompiledChecks& checks,
                     std::uint32_t index);

/// Nothing arrived in time.
struct Absence {
  stack::TimePoint deadline;
  std::string why;                    ///< the transport's own reason, or how late; may be ""
  std::optional<std::uint32_t> late;  ///< the message that came too late
};

void judge_absence(CaseState& state, const ExpectStep& step, const Absence& absence);

/// "final response to m1", "MESSAGE from the device".
std::string awaited(const ExpectStep& step);

/// "32 s", "500 ms".
std::string in_words(stack::Duration span);

}  // namespace sipspec::harness
