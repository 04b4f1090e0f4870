#include "harness/cli/explain_requirement.hpp"

#include "harness/engine/text_tools.hpp"
#include "harness/monitor/monitor.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

constexpr std::size_t columns = 100;

void print_part(std::string_view title, std::string_view text) {
  if (text.empty()) {
    return;
  }
  fmt::print("\n{}\n", title);
  for (const auto& line : reports::wrap(text, columns - 2)) {
    fmt::print("  {}\n", line);
  }
}

void print_words(std::string_view title, const std::vector<std::string>& words) {
  if (!words.empty()) {
    fmt::print("  {}: {}\n", title, fmt::join(words, " "));
  }
}

std::string_view in_words(Violation violation) {
  switch (violation) {
    case Violation::fail:
      return "FAIL";
    case Violation::non_strict:
      return "NON_STRICT";
    case Violation::info:
      return "INFO";
  }
  return "";
}

void print_monitors(const Requirement& requirement) {
  std::vector<std::string_view> names;
  for (const RuleInfo& rule : all_rules()) {
    if (rule.requirement == requirement.id) {
      names.push_back(rule.name);
    }
  }
  fmt::print(
      "\nMonitors, which judge every message of every case\n  {}\n",
      names.empty() ? "none: only cases look at it" : fmt::format("{}", fmt::join(names, " ")));
}

void print_cases(const Requirement& requirement, const Suite& suite) {
  fmt::print("\nCases that check it\n");
  bool any = false;
  for (const Scenario& scenario : suite.scenarios) {
    const auto ids = scenario.verifies();
    if (std::ranges::find(ids, requirement.id) != ids.end()) {
      fmt::print("  {:<44} {}\n", scenario.id, scenario.title);
      any = true;
    }
  }
  if (!any) {
    fmt::print("  none\n");
  }
}

void print_proofs(const Requirement& requirement, const Suite& suite) {
  std::vector<std::string> lines;
  for (const Scenario& scenario : suite.scenarios) {
    for (const auto& proof : scenario.proofs) {
      if (proof.finding == requirement.id) {
        lines.push_back(fmt::format("{:<32} {}", proof.mutant, scenario.id));
      }
    }
  }
  fmt::print("\nFaults of the built-in device that break it, and who finds them\n");
  for (const std::string& line : lines) {
    fmt::print("  {}\n", line);
  }
  if (lines.empty()) {
    fmt::print("  none\n");
  }
}

}  // namespace

const Requirement* find_requirement(const Catalogue& catalogue, std::string_view id) {
  for (const auto& [name, requirement] : catalogue.all()) {
    if (same_ignoring_case(name, id)) {
      return &requirement;
    }
  }
  return nullptr;
}

void print_requirement(const Requirement& requirement, const Suite& suite) {
  fmt::print("{}  {}  {} {}\n", requirement.id, to_string(requirement.level),
             reports::clause_text(requirement.document, requirement.section),
             requirement.section_title);
  if (!requirement.url.empty()) {
    fmt::print("{}\n", requirement.url);
  }
  fmt::print("{}\n", reports::place_text(requirement.file, requirement.line));
  print_part("It says", requirement.sentence);
  print_part("What provokes it", requirement.stimulus);
  print_part("What decides", requirement.observation);
  fmt::print("\n  a violation is: {}\n", in_words(requirement.violation));
  print_words("binds", requirement.roles);
  print_words("over", requirement.transports);
  print_words("needs", requirement.needs);
  print_words("profiles", requirement.profiles);
  print_monitors(requirement);
  print_cases(requirement, suite);
  print_proofs(requirement, suite);
}

}  // namespace sipspec::harness
