#include "harness/run/selftest.hpp"

#include "harness/catalogue/suggestion.hpp"
#include "harness/engine/virtual_agent.hpp"
#include "harness/run/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

namespace sipspec::harness {

namespace {

using reports::Verdict;

std::vector<Variant> variants_of(const Scenario& scenario) {
  std::vector<Variant> variants;
  using stack::Transport;
  // tls is tcp here, and wss is ws: in virtual time nothing is encrypted.
  for (const auto transport : {Transport::udp, Transport::tcp, Transport::tls, Transport::ws}) {
    if (std::ranges::find(scenario.transports, transport) != scenario.transports.end()) {
      variants.push_back({transport, 4});
    }
  }
  return variants;
}

bool is_known(const Proof& proof) {
  return stack::find_mutant(proof.mutant) != nullptr;
}

std::vector<std::string> mutants_for(const Scenario& scenario, SelftestScope scope) {
  std::vector<std::string> names = {""};
  if (scope == SelftestScope::matrix) {
    for (const auto& mutant : stack::all_mutants()) {
      names.emplace_back(mutant.name);
    }
    return names;
  }
  for (const auto& proof : scenario.proofs) {
    if (is_known(proof) && std::ranges::find(names, proof.mutant) == names.end()) {
      names.push_back(proof.mutant);
    }
  }
  return names;
}

void judge_names(SelftestReport& report, const std::vector<Scenario>& scenarios) {
  std::vector<std::string_view> known;
  for (const auto& mutant : stack::all_mutants()) {
    known.push_back(mutant.name);
  }
  for (const auto& scenario : scenarios) {
    for (const auto& proof : scenario.proofs) {
      if (!is_known(proof)) {
        report.complaints.push_back(fmt::format("{}: the reference device has no mutant '{}'{}",
                                                scenario.id, proof.mutant,
                                                suggestion(proof.mutant, known)));
      }
    }
  }
}

void play(SelftestRun& run, const std::vector<Scenario>& scenarios, const Catalogue& catalogue) {
  VirtualSetup setup;
  setup.catalogue = &catalogue;
  setup.variant = run.variant;
  setup.mutant = run.mutant;
  setup.profile = run.rules;
  const auto outcome = run_against_agent(scenarios[run.scenario], setup);
  run.verdict = outcome.result.verdict;
  run.reason = outcome.result.reason;
  run.crash_signal = outcome.crash_signal;
  for (const auto& finding : outcome.result.findings) {
    run.findings.push_back(finding.requirement);
  }
}

void play_all(std::vector<SelftestRun>& runs, const std::vector<Scenario>& scenarios,
              const SelftestSetup& setup) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (auto index = next++; index < runs.size(); index = next++) {
      play(runs[index], scenarios, *setup.catalogue);
    }
  };
  const auto count =
      setup.threads != 0 ? setup.threads : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < count; ++i) {
    threads.emplace_back(work);
  }
  work();
}

std::string name_of(const SelftestRun& run, const std::vector<Scenario>& scenarios) {
  return fmt::format("{} [{}] --rules {}", scenarios[run.scenario].id, to_string(run.variant),
                     run.rules);
}

std::vector<std::string> rules_of(const SelftestSetup& setup) {
  if (!setup.rules.empty()) {
    return setup.rules;
  }
  std::vector<std::string> names;
  for (const Strictness& profile : all_strictness()) {
    names.emplace_back(profile.name);
  }
  return names;
}

bool is_in_force(const Catalogue& catalogue, const std::string& id, std::string_view rules) {
  const Requirement* const known = catalogue.find(id);
  return known == nullptr || in_force(*known, rules);
}

/// In each profile in which what it finds is a fault, a proof holds when the finding shows up over
/// at least one of the case's transports.
void judge_proofs(SelftestReport& report, const std::vector<Scenario>& scenarios,
                  const Catalogue& catalogue, const std::string& rules) {
  for (std::size_t index = 0; index < scenarios.size(); ++index) {
    for (const auto& proof : scenarios[index].proofs) {
      if (!is_known(proof) || !is_in_force(catalogue, proof.finding, rules)) {
        continue;
      }
      bool found = false;
      std::set<std::string> instead;
      for (const auto& run : report.runs) {
        if (run.scenario == index && run.mutant == proof.mutant && run.rules == rules) {
          found = found || std::ranges::find(run.findings, proof.finding) != run.findings.end();
          instead.insert(run.findings.begin(), run.findings.end());
          instead.insert(std::string(reports::to_string(run.verdict)));
        }
      }
      if (!found) {
        report.complaints.push_back(fmt::format(
            "{}: does not find {} in the mutant {} (--rules {}); it comes to {}",
            scenarios[index].id, proof.finding, proof.mutant, rules, fmt::join(instead, ", ")));
      }
    }
  }
}

void judge_cases(SelftestReport& report, const std::vector<Scenario>& scenarios) {
  std::vector<bool> kills(scenarios.size(), false), played(scenarios.size(), false);
  for (const auto& run : report.runs) {
    played[run.scenario] = true;
    if (!run.mutant.empty()) {
      kills[run.scenario] = kills[run.scenario] || run.killed();
    } else if (run.verdict != Verdict::pass) {
      report.complaints.push_back(fmt::format("{}: {} against the conformant device: {}",
                                              name_of(run, scenarios),
                                              reports::to_string(run.verdict), run.reason));
    }
  }
  for (std::size_t index = 0; index < scenarios.size(); ++index) {
    if (played[index] && !kills[index]) {
      report.complaints.push_back(fmt::format("{}: no mutant makes it fail", scenarios[index].id));
    }
  }
}

void judge_mutants(SelftestReport& report) {
  for (const auto& mutant : stack::all_mutants()) {
    const bool killed = std::ranges::any_of(report.runs, [&](const SelftestRun& run) {
      return run.mutant == mutant.name && run.killed();
    });
    if (!killed) {
      report.complaints.push_back(fmt::format("mutant {}: no case finds it", mutant.name));
    }
  }
}

void add_runs(std::vector<SelftestRun>& runs, const std::vector<Scenario>& scenarios,
              const SelftestSetup& setup, const std::string& rules) {
  for (std::size_t index = 0; index < scenarios.size(); ++index) {
    if (!holds_under(scenarios[index], *setup.catalogue, rules)) {
      continue;
    }
    for (const auto& mutant : mutants_for(scenarios[index], setup.scope)) {
      for (const auto& variant : variants_of(scenarios[index])) {
        SelftestRun run;
        run.scenario = index;
        run.variant = variant;
        run.rules = rules;
        run.mutant = mutant;
        runs.push_back(std::move(run));
      }
    }
  }
}

}  // namespace

bool SelftestRun::killed() const {
  return crash_signal != 0 || !findings.empty() || verdict != Verdict::pass;
}

SelftestReport run_selftest(const std::vector<Scenario>& scenarios, const SelftestSetup& setup) {
  SelftestReport report;
  const auto rules = rules_of(setup);
  for (const auto& profile : rules) {
    add_runs(report.runs, scenarios, setup, profile);
  }
  play_all(report.runs, scenarios, setup);
  judge_names(report, scenarios);
  judge_cases(report, scenarios);
  for (const auto& profile : rules) {
    judge_proofs(report, scenarios, *setup.catalogue, profile);
  }
  if (setup.mutants == MutantCoverage::required) {
    judge_mutants(report);
  }
  return report;
}

}  // namespace sipspec::harness
