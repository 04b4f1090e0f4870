#include "reports/verdict.hpp"

#include <algorithm>

namespace sipspec::reports {

namespace {

struct Row {
  Verdict verdict;
  std::string_view name;
  std::string_view symbol;
  int severity;
};

constexpr std::array<Row, all_verdicts.size()> rows = {{
    {.verdict = Verdict::pass, .name = "PASS", .symbol = "✔", .severity = 2},
    {.verdict = Verdict::info, .name = "INFO", .symbol = "i", .severity = 3},
    {.verdict = Verdict::non_strict, .name = "NON_STRICT", .symbol = "!", .severity = 4},
    {.verdict = Verdict::inconc, .name = "INCONC", .symbol = "?", .severity = 7},
    {.verdict = Verdict::fail, .name = "FAIL", .symbol = "×", .severity = 8},
    {.verdict = Verdict::error, .name = "ERROR", .symbol = "‼", .severity = 9},
    {.verdict = Verdict::unimplemented, .name = "UNIMPLEMENTED", .symbol = "○", .severity = 5},
    {.verdict = Verdict::not_applicable, .name = "NOT_APPLICABLE", .symbol = "–", .severity = 0},
    {.verdict = Verdict::skipped, .name = "SKIPPED", .symbol = "»", .severity = 1},
    {.verdict = Verdict::notrun, .name = "NOTRUN", .symbol = "·", .severity = 6},
}};

const Row& row(Verdict verdict) {
  return rows.at(static_cast<std::size_t>(verdict));
}

constexpr std::array<std::string_view, 8> disposition_names = {
    "NONE", "EXPECTED", "UNEXPECTED", "XFAIL", "XPASS", "CHANGED", "FLAKY", "STALE"};

}  // namespace

std::string_view to_string(Verdict verdict) {
  return row(verdict).name;
}

std::string_view symbol(Verdict verdict) {
  return row(verdict).symbol;
}

int severity(Verdict verdict) {
  return row(verdict).severity;
}

std::optional<Verdict> verdict_from(std::string_view name) {
  const auto* found = std::ranges::find(rows, name, &Row::name);
  if (found == rows.end()) {
    return std::nullopt;
  }
  return found->verdict;
}

Verdict combine(Verdict a, Verdict b) {
  return severity(a) >= severity(b) ? a : b;
}

void combine(Outcome& outcome, Verdict verdict, std::string_view reason) {
  const bool graver = severity(verdict) > severity(outcome.verdict);
  const bool first_reason = verdict == outcome.verdict && outcome.reason.empty();
  if (graver || first_reason) {
    outcome.verdict = verdict;
    outcome.reason = reason;
  }
}

std::string_view to_string(Disposition disposition) {
  return disposition_names.at(static_cast<std::size_t>(disposition));
}

std::optional<Disposition> disposition_from(std::string_view name) {
  const auto* found = std::ranges::find(disposition_names, name);
  if (found == disposition_names.end()) {
    return std::nullopt;
  }
  return static_cast<Disposition>(found - disposition_names.begin());
}

}  // namespace sipspec::reports
