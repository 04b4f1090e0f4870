#include "reports/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace sipspec::reports {

namespace {

constexpr std::array<std::string_view, 5> run_end_names = {"complete", "interrupted", "max_time",
                                                           "setup_failed", "usage_error"};

template <typename Enum, std::size_t count>
std::string_view name_of(const std::array<std::string_view, count>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : static_cast<char>(c);
  });
  return out;
}

}  // namespace

std::string_view to_string(Blame blame) {
  return name_of<Blame, 2>({"device", "harness"}, blame);
}

std::string_view to_string(FindingKind kind) {
  return name_of<FindingKind, 2>({"conformance", "interop"}, kind);
}

std::string_view to_string(Direction direction) {
  return name_of<Direction, 2>({"to_device", "from_device"}, direction);
}

std::string_view to_string(TimerRecord::End how) {
  return name_of<TimerRecord::End, 3>({"stopped", "fired", "cut"}, how);
}

std::string_view to_string(RunEnd end) {
  return name_of(run_end_names, end);
}

std::optional<RunEnd> run_end_from(std::string_view name) {
  const auto* found = std::ranges::find(run_end_names, name);
  if (found == run_end_names.end()) {
    return std::nullopt;
  }
  return static_cast<RunEnd>(found - run_end_names.begin());
}

std::string case_name(const CaseResult& result) {
  return result.variant.empty() ? result.id : fmt::format("{} [{}]", result.id, result.variant);
}

std::string section_heading(const CaseResult& result) {
  std::string heading = lower(result.document);
  if (heading.empty()) {
    heading = result.id.substr(0, result.id.find('/'));
  }
  if (!result.section.empty()) {
    heading += fmt::format(" §{}", result.section);
  }
  if (!result.section_title.empty()) {
    heading += fmt::format(" {}", result.section_title);
  }
  return heading;
}

void add_finding(CaseResult& result, Finding finding) {
  if (finding.kind == FindingKind::conformance) {
    Outcome outcome{.verdict = result.verdict, .reason = result.reason};
    if (outcome.verdict == Verdict::notrun) {
      outcome = {};
    }
    combine(outcome, finding.verdict, one_line(finding));
    result.verdict = outcome.verdict;
    result.reason = outcome.reason;
  }
  result.findings.push_back(std::move(finding));
}

std::string one_line(const Finding& finding) {
  if (finding.requirement.empty()) {
    return finding.message;
  }
  return fmt::format("{}: {}", finding.requirement, finding.message);
}

Counts::Counts(const std::vector<CaseResult>& cases) {
  for (const auto& result : cases) {
    add(result.verdict);
  }
}

void Counts::add(Verdict verdict) {
  ++by_verdict_.at(static_cast<std::size_t>(verdict));
}

std::size_t Counts::operator[](Verdict verdict) const {
  return by_verdict_.at(static_cast<std::size_t>(verdict));
}

std::size_t Counts::total() const {
  return std::accumulate(by_verdict_.begin(), by_verdict_.end(), std::size_t{0});
}

std::size_t Counts::judged() const {
  const auto end = by_verdict_.begin() + static_cast<std::ptrdiff_t>(Verdict::error) + 1;
  return std::accumulate(by_verdict_.begin(), end, std::size_t{0});
}

}  // namespace sipspec::reports
