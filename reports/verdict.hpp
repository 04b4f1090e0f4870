#pragma once

// What a check, a case and a run came to, and how several verdicts make one.
//
//   Outcome outcome;                                    // PASS, no reason
//   combine(outcome, Verdict::fail, "415 without Accept");
//   combine(outcome, Verdict::pass, "late good news");  // stays FAIL, "415 without Accept"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::reports {

/// The first six are in the order in which they override each other.
enum class Verdict : std::uint8_t {
  pass,            ///< every MUST and SHOULD that was looked at held
  info,            ///< something the documents leave open; recorded
  non_strict,      ///< every MUST held, a SHOULD did not
  inconc,          ///< the purpose was neither shown nor refuted
  fail,            ///< a MUST was violated
  error,           ///< the harness's own fault
  unimplemented,   ///< the device said that it does not have the feature
  not_applicable,  ///< wrong role, transport or profile
  skipped,         ///< the user left it out
  notrun,          ///< not reached
};

inline constexpr std::array all_verdicts = {
    Verdict::pass,    Verdict::info,  Verdict::non_strict,    Verdict::inconc,
    Verdict::fail,    Verdict::error, Verdict::unimplemented, Verdict::not_applicable,
    Verdict::skipped, Verdict::notrun};

/// "PASS", "NON_STRICT": stable, in every machine-readable report.
std::string_view to_string(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

/// One sign a verdict, readable without colour: "✔" PASS, "×" FAIL ...
std::string_view symbol(Verdict verdict);

/// NOT_APPLICABLE < SKIPPED < PASS < INFO < NON_STRICT < UNIMPLEMENTED < NOTRUN < INCONC < FAIL <
/// ERROR. A check that does not apply takes nothing from a pass; one that was not reached, or that
/// the device has not implemented, does: the purpose was not shown, and the case must not be green.
int severity(Verdict verdict);

/// The graver of the two. Commutative and associative.
Verdict combine(Verdict a, Verdict b);

struct Outcome {
  Verdict verdict = Verdict::pass;
  std::string reason;
};

/// As in TTCN-3: only a graver verdict changes the outcome, and brings its reason; the first reason
/// of a verdict is kept.
void combine(Outcome& outcome, Verdict verdict, std::string_view reason);

/// What the gate makes of a verdict, an axis of its own.
enum class Disposition : std::uint8_t {
  none,  ///< no gate was applied
  expected,
  unexpected,
  xfail,    ///< known to fail, and fails as stated
  xpass,    ///< known to fail, but passes
  changed,  ///< known to fail, but fails differently
  flaky,    ///< passed after a retry
  stale,    ///< an expectation that matches nothing
};

std::string_view to_string(Disposition disposition);
std::optional<Disposition> disposition_from(std::string_view name);

}  // namespace sipspec::reports
