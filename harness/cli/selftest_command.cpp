#include "harness/cli/command.hpp"
#include "harness/cli/dut_options.hpp"
#include "harness/cli/rules_option.hpp"
#include "harness/cli/suite.hpp"
#include "harness/run/glob.hpp"
#include "harness/run/selftest.hpp"
#include "reports/exit_code.hpp"
#include "stack/agent/agent.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>

namespace sipspec::harness {

namespace {

using Names = std::set<std::string>;

/// Case -> mutants that it found, or mutant -> cases that found it.
struct Kills {
  std::map<std::string, Names> by_case, by_mutant;
};

Kills kills_of(const SelftestReport& report, const std::vector<Scenario>& scenarios) {
  Kills kills;
  for (const auto& run : report.runs) {
    const auto& id = scenarios[run.scenario].id;
    kills.by_case[id];
    if (!run.mutant.empty() && run.killed()) {
      kills.by_case[id].insert(run.mutant);
      kills.by_mutant[run.mutant].insert(id);
    }
  }
  return kills;
}

void print_table(std::string_view heading, const std::map<std::string, Names>& rows) {
  constexpr std::size_t shown = 4;
  fmt::print("\n{:<52} {:>3}  \n", heading, "n");
  for (const auto& [name, others] : rows) {
    std::vector<std::string> first;
    for (const auto& other : others) {
      if (first.size() < shown) {
        first.push_back(other);
      }
    }
    fmt::print("{:<52} {:>3}  {}{}\n", name, others.size(), fmt::join(first, " "),
               others.size() > shown ? " ..." : "");
  }
}

int selftest(const ParsedOptions& options) {
  auto suite = open_suite(options);
  if (!suite) {
    return reports::exit_code::usage;
  }
  const auto selection = read_selection(options, *suite);
  if (!selection) {
    return usage_error(selection.error().sentence);
  }
  const auto threads = options.number("jobs", 1, 256, 0);
  if (!threads) {
    return usage_error(threads.error().sentence);
  }
  std::vector<std::string> rules;
  if (options.has("rules")) {
    auto one = read_rules_option(options);
    if (!one) {
      return usage_error(one.error().sentence);
    }
    rules.push_back(std::move(*one));
  }
  const bool all = selection->only.empty() && selection->skip.empty() && selection->tags.empty() &&
                   rules.empty();
  std::erase_if(suite->scenarios, [&](const Scenario& it) { return !is_selected(it, *selection); });
  if (suite->scenarios.empty()) {
    fmt::print(stderr, "sipspec: no case was selected\n");
    return reports::exit_code::nothing_selected;
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto report =
      run_selftest(suite->scenarios,
                   {.catalogue = &suite->catalogue,
                    .scope = options.has("matrix") ? SelftestScope::matrix : SelftestScope::proofs,
                    .mutants = all ? MutantCoverage::required : MutantCoverage::not_judged,
                    .threads = static_cast<unsigned>(*threads),
                    .rules = rules});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const auto kills = kills_of(report, suite->scenarios);
  if (!options.has("quiet")) {
    print_table("case, and the mutants that it finds", kills.by_case);
    print_table("mutant, and the cases that find it", kills.by_mutant);
    fmt::print("\n");
  }
  for (const auto& complaint : report.complaints) {
    fmt::print("{}\n", complaint);
  }
  fmt::print("{} cases, {} of {} mutants found, {} runs under {} in {:.1f} s: {}\n",
             suite->scenarios.size(), kills.by_mutant.size(), stack::all_mutants().size(),
             report.runs.size(), rules.empty() ? "every profile" : rules.front(), took.count(),
             report.complaints.empty() ? "every case is proved"
                                       : fmt::format("{} complaints", report.complaints.size()));
  return report.complaints.empty() ? reports::exit_code::success : reports::exit_code::gate_failed;
}

}  // namespace

Command selftest_command() {
  using Takes = OptionSpec::Takes;
  CommandSpec spec;
  spec.name = "selftest";
  spec.arguments = "[CASE...]";
  spec.summary =
      "Proves the cases: PASS with the reference device, the stated finding with each fault";
  spec.details = "In virtual time, without sockets. Prints which case finds which mutant.";
  spec.options = selection_options();
  auto rules = rules_option();
  rules.help = "Only this profile of strictness (default: every one)";
  spec.options.push_back(std::move(rules));
  spec.options.push_back(
      {"matrix", "", "Every case against every mutant, not only its own", 0, Takes::nothing});
  spec.options.push_back({"jobs", "N", "Threads (default: one for each processor)", 'j'});
  spec.options.push_back({"quiet", "", "Only complaints and the last line", 'q', Takes::nothing});
  spec.options.push_back(scenarios_option());
  spec.exit_codes = {{0, "every case is proved"},
                     {1, "a case without a kill, a mutant without a killer, or a proof that fails"},
                     {2, "the command line or a scenario is wrong"},
                     {4, "no case was selected"}};
  return {std::move(spec), selftest};
}

}  // namespace sipspec::harness
