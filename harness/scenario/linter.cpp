#include "harness/scenario/linter.hpp"

#include "harness/scenario/lint_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace sipspec::harness {

namespace {

constexpr auto warning = LintSeverity::warning;
constexpr auto error = LintSeverity::error;

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr std::array<LintCheck, 25> checks = {{
    {"bad-expression", "an expression of 'matches' that RE2 cannot read", error,
     lint_rules::bad_expression},
    {"beyond-timeout", "a step that waits longer than the case may last", error,
     lint_rules::beyond_timeout},
    {"case-names-nothing", "a case that verifies no requirement", error,
     lint_rules::case_names_nothing},
    {"check-contradicts", "two checks of which one must fail", error,
     lint_rules::check_contradicts},
    {"check-names-nothing", "a check, other than of the status, without requirement or sentence",
     warning, lint_rules::check_names_nothing},
    {"check-twice", "the same check twice in one expect", warning, lint_rules::check_twice},
    {"check-unreachable", "a check for statuses that the expect refuses anyway", warning,
     lint_rules::check_unreachable},
    {"empty-expect", "an expect that checks nothing and names no requirement", warning,
     lint_rules::empty_expect},
    {"header-misspelt", "a header field name that is nearly a known one", warning,
     lint_rules::header_misspelt},
    {"id-is-no-path", "an id that is not the path of the file", error, lint_rules::id_is_no_path},
    {"no-proof", "a case without a mutant that it finds", error, lint_rules::no_proof},
    {"nothing-awaited", "a case for a sending device that awaits no request", error,
     lint_rules::nothing_awaited},
    {"nothing-sent", "a case for a receiving device that sends nothing", error,
     lint_rules::nothing_sent},
    {"proof-of-nothing", "a proof by a requirement that neither the case nor a monitor verifies",
     error, lint_rules::proof_of_nothing},
    {"purpose-repeats", "a purpose that only repeats the title", warning,
     lint_rules::purpose_repeats},
    {"request-unanswered", "an awaited request that nothing answers, so that it comes again",
     warning, lint_rules::request_unanswered},
    {"requirement-role", "a requirement that does not bind the role of the device", error,
     lint_rules::requirement_role},
    {"requirement-transport", "a requirement that does not show on a transport of the case",
     warning, lint_rules::requirement_transport},
    {"resend-doubled", "a send repeated by hand while its transaction repeats it too", warning,
     lint_rules::resend_doubled},
    {"resend-reliable", "a repetition by hand on a transport that never repeats", warning,
     lint_rules::resend_reliable},
    {"sent-unwatched", "a message that no later step looks at", warning,
     lint_rules::sent_unwatched},
    {"stray-blank", "a blank at an end of a value, that looks like an accident", warning,
     lint_rules::stray_blank},
    {"stream-only", "stream delivery in a case that runs over datagrams too", warning,
     lint_rules::stream_only},
    {"unknown-mutant", "a proof by a mutant that the reference device does not have", error,
     lint_rules::unknown_mutant},
    {"unused-actor", "an actor that no step uses", warning, lint_rules::unused_actor},
}};
// NOLINTEND(modernize-use-designated-initializers)

}  // namespace

std::string to_string(const LintFinding& finding) {
  return fmt::format("{}:{}:{}: {}: {}", finding.place.file, finding.place.line,
                     finding.place.column, finding.check, finding.sentence);
}

std::span<const LintCheck> lint_checks() {
  return checks;
}

std::vector<LintFinding> lint(const Scenario& scenario, const LintContext& context) {
  std::vector<LintFinding> findings;
  for (const LintCheck& check : checks) {
    const LintSeverity severity =
        context.origin == ScenarioOrigin::own ? LintSeverity::warning : check.severity;
    check.run(scenario, context, [&](const SourcePlace& place, std::string sentence) {
      findings.push_back({.check = check.name,
                          .severity = severity,
                          .place = place,
                          .sentence = std::move(sentence)});
    });
  }
  std::ranges::sort(findings, {}, [](const LintFinding& finding) {
    return std::tie(finding.place.line, finding.place.column, finding.check, finding.sentence);
  });
  return findings;
}

}  // namespace sipspec::harness
