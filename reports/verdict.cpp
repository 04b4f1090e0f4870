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
    {Verdict::pass, "PASS", "✔", 2},
    {Verdict::info, "INFO", "i", 3},
    {Verdict::non_strict, "NON_STRICT", "!", 4},
    {Verdict::inconc, "INCONC", "?", 7},
    {Verdict::fail, "FAIL", "×", 8},
    {Verdict::error, "ERROR", "‼", 9},
    {Verdict::unimplemented, "UNIMPLEMENTED", "○", 5},
    {Verdict::not_applicable, "NOT_APPLICABLE", "–", 0},
    {Verdict::skipped, "SKIPPED", "»", 1},
    {Verdict::notrun, "NOTRUN", "·", 6},
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
