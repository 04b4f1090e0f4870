#pragma once

// Builds the result of a case: findings with their requirement, rows of checks, messages, missing
// messages. Turns the level of a requirement into a verdict, and keeps one finding for one fault: a
// rule that is broken by many messages gives one finding, and a check that sees what a rule saw in
// the same message adds its place to that finding.
//
//   FindingMaker maker(scenario, environment, observer, start);
//   maker.rule_finding(observed, finding);
//   reports::CaseResult result = maker.finish(now);

#include "harness/engine/case_run.hpp"
#include "harness/engine/check_evaluator.hpp"
#include "harness/monitor/monitor.hpp"
#include "reports/result.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sipspec::harness {

/// The requirement that a request without any final response breaks, when the step names none.
inline constexpr std::string_view answer_requirement = "RFC3261-8.2.6-01";

/// Something that a step (not a message) showed.
struct StepFinding {
  std::string check;        ///< "r1.arrives"
  std::string text;         ///< row of the check: "final response to m1 within 32 s"
  std::string requirement;  ///< "": a violation is INCONC (the purpose was not reached)
  std::string message;      ///< what is wrong
  std::vector<std::string> expected;
  std::string actual;
  std::optional<std::uint32_t> message_index;
  std::uint32_t offset = 0, length = 0;
  std::string step;
  const SourcePlace* place = nullptr;
};

class FindingMaker {
 public:
  FindingMaker(const Scenario& scenario, const CaseEnvironment& environment,
               const CaseObserver& observer, stack::TimePoint start);

  void message(const Observed& observed, std::string_view actor);
  /// Notes which step took the message, also in what rules found in it.
  void assign_step(std::uint32_t index, const std::string& step, const SourcePlace& place);
  /// `observed` null: a rule of the end of the case, which judges the device.
  void rule_finding(const Observed* observed, const RuleFinding& found);
  void held(const StepFinding& what);
  /// A violation: finding and row. Without requirement: INCONC with the message as reason.
  void violated(const StepFinding& what);
  void not_applicable(const StepFinding& what, std::string_view why);

  void missing(reports::MissingRecord record) { result_.missing.push_back(std::move(record)); }

  void note(stack::TimePoint at, std::string_view lifeline, std::string text);

  void timer(reports::TimerRecord record) { result_.timers.push_back(std::move(record)); }

  /// Changes the verdict of the case without a finding (interrupted, unreachable, harness fault).
  void conclude(reports::Verdict verdict, std::string_view reason);

  /// The verdict so far.
  reports::Verdict verdict() const { return result_.verdict; }

  reports::Offset since_start(stack::TimePoint at) const;
  reports::CaseResult finish(stack::TimePoint now);

 private:
  using RuleKey = std::pair<std::string, std::string>;

  struct Known {
    std::size_t index = 0;       ///< in result_.findings
    std::uint32_t repeated = 0;  ///< further messages with the same fault
  };

  const Requirement* requirement(std::string_view id) const;
  bool in_profile(const Requirement& requirement) const;
  void add(reports::Finding finding);
  reports::Check row(const StepFinding& what, reports::Verdict verdict) const;
  bool merged_with_rule(const StepFinding& what);

  const CaseEnvironment* environment_;
  const CaseObserver* observer_;
  stack::TimePoint start_;
  reports::CaseResult result_;
  std::map<RuleKey, Known> known_;
};

}  // namespace sipspec::harness
