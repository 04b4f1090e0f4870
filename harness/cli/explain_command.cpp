#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/explain_requirement.hpp"
#include "harness/cli/rules_option.hpp"
#include "harness/cli/suite.hpp"
#include "harness/engine/virtual_agent.hpp"
#include "harness/run/plan.hpp"
#include "harness/run/step_words.hpp"
#include "reports/exit_code.hpp"
#include "reports/ladder.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

constexpr std::size_t columns = 100;

void print_wrapped(std::string_view text, std::string_view indent) {
  for (const auto& line : reports::wrap(text, columns - indent.size())) {
    fmt::print("{}{}\n", indent, line);
  }
}

void print_requirements(const Scenario& scenario, const Catalogue& catalogue,
                        std::string_view rules) {
  fmt::print("\nRequirements\n");
  for (const auto& id : scenario.verifies()) {
    const auto* it = catalogue.find(id);
    if (it == nullptr) {
      fmt::print("  {}\n", id);
      continue;
    }
    fmt::print("  {}  {}  {} {}\n", it->id, to_string(it->level),
               reports::clause_text(it->document, it->section), it->section_title);
    print_wrapped(it->sentence, "    ");
    if (!in_force(*it, rules)) {
      print_wrapped(fmt::format("No rule in the profile {}: NOT_APPLICABLE.", rules), "    ");
    }
  }
}

void print_steps(const Scenario& scenario) {
  fmt::print("\nSteps\n");
  std::size_t number = 0;
  for (const auto& step : scenario.steps) {
    const auto lines = words_for(step);
    fmt::print("  {:>2}. {}\n", ++number, lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i) {
      fmt::print("      - {}\n", lines[i]);
    }
  }
}

void print_ladder(const Scenario& scenario, const Catalogue& catalogue, const std::string& rules) {
  VirtualSetup setup;
  setup.catalogue = &catalogue;
  setup.profile = rules;
  if (!scenario.transports.empty()) {
    setup.variant.transport = scenario.transports.front();
  }
  const auto outcome = run_against_agent(scenario, setup);
  fmt::print("\nWith a conformant device, over {}\n", stack::to_string(setup.variant.transport));
  fmt::print("{}", reports::ladder_text(reports::lay_out(outcome.result), columns));
}

void print_proofs(const Scenario& scenario) {
  fmt::print("\nProved by\n");
  for (const auto& proof : scenario.proofs) {
    const auto* mutant = stack::find_mutant(proof.mutant);
    fmt::print("  {} finds {}: {}\n", proof.mutant, proof.finding,
               mutant == nullptr ? "" : mutant->sentence);
  }
  if (scenario.proofs.empty()) {
    fmt::print("  nothing: no fault of the reference device makes this case fail\n");
  }
}

void print_case(const Scenario& scenario, const Suite& suite, const std::string& rules) {
  fmt::print("{}\n{}\n", scenario.id, scenario.title);
  fmt::print("{}\n\n", reports::place_text(scenario.place.file, scenario.place.line));
  print_wrapped(scenario.purpose, "  ");
  std::vector<std::string_view> transports;
  for (const auto transport : scenario.transports) {
    transports.push_back(stack::to_string(transport));
  }
  fmt::print("\n  device: {}   transports: {}", to_string(scenario.role),
             fmt::join(transports, " "));
  fmt::print("{}{}{}\n", scenario.tags.empty() ? "" : "   tags: ", fmt::join(scenario.tags, " "),
             scenario.exclusive ? "   runs alone" : "");
  if (!scenario.needs.empty()) {
    fmt::print("  needs: {}\n", fmt::join(scenario.needs, " "));
  }
  for (const auto& bug : scenario.known_bugs) {
    print_wrapped(fmt::format("known bug {}: {}", bug.ref, bug.text), "  ");
  }
  std::vector<std::string_view> holding;
  for (const Strictness& profile : all_strictness()) {
    if (holds_under(scenario, suite.catalogue, profile.name)) {
      holding.push_back(profile.name);
    }
  }
  if (holding.size() < all_strictness().size()) {
    fmt::print("  runs under --rules: {}\n", fmt::join(holding, ", "));
  }
  print_requirements(scenario, suite.catalogue, rules);
  print_steps(scenario);
  print_ladder(scenario, suite.catalogue, rules);
  print_proofs(scenario);
  fmt::print("\nRun it\n  sipspec run --dut sip:host:port {}\n", scenario.id);
}

/// Cases and rows that the profile leaves out, or that run in it alone.
void print_strictness(const Strictness& profile, const Suite& suite) {
  fmt::print("{}\n", profile.name);
  print_wrapped(profile.sentence, "  ");
  fmt::print("\nRows that are no rule in it\n");
  for (const auto& [id, requirement] : suite.catalogue.all()) {
    if (!in_force(requirement, profile.name)) {
      fmt::print("  {:<20} {}\n", id, requirement.sentence);
    }
  }
  fmt::print("\nCases that do not run in it\n");
  for (const auto& scenario : suite.scenarios) {
    if (!holds_under(scenario, suite.catalogue, profile.name)) {
      fmt::print("  {:<44} {}\n", scenario.id, scenario.title);
    }
  }
}

int unknown(const std::string& id, const Suite& suite) {
  std::vector<std::string_view> ids;
  for (const auto& scenario : suite.scenarios) {
    ids.emplace_back(scenario.id);
  }
  for (const auto& [name, requirement] : suite.catalogue.all()) {
    ids.emplace_back(name);
  }
  return usage_error(
      fmt::format("there is no case and no requirement '{}'{}; 'sipspec list' names the cases", id,
                  suggestion(id, ids)));
}

int explain(const ParsedOptions& options) {
  if (options.arguments.empty()) {
    return usage_error("which case or requirement? 'sipspec list' names the cases");
  }
  const auto rules = read_rules_option(options);
  if (!rules) {
    return usage_error(rules.error().sentence);
  }
  const auto suite = open_suite(options);
  if (!suite) {
    return reports::exit_code::usage;
  }
  for (const auto& id : options.arguments) {
    // "id [transport=udp ip=4]", as reports name a case, is understood as well.
    const auto plain = id.substr(0, id.find(" ["));
    const auto found = std::ranges::find(suite->scenarios, plain, &Scenario::id);
    if (found != suite->scenarios.end()) {
      print_case(*found, *suite, *rules);
    } else if (const auto* requirement = find_requirement(suite->catalogue, plain)) {
      print_requirement(*requirement, *suite);
    } else if (const auto* profile = find_strictness(plain)) {
      print_strictness(*profile, *suite);
    } else {
      return unknown(plain, *suite);
    }
  }
  return reports::exit_code::success;
}

}  // namespace

Command explain_command() {
  CommandSpec spec;
  spec.name = "explain";
  spec.arguments = "CASE|REQUIREMENT|PROFILE...";
  spec.summary =
      "Says what a case does and why, what a requirement asks and who looks, or what a profile of "
      "strictness leaves out; sends nothing";
  spec.options = {rules_option(), scenarios_option()};
  spec.exit_codes = {{0, "explained"}, {2, "there is no such thing, or a scenario is wrong"}};
  return {std::move(spec), explain};
}

}  // namespace sipspec::harness
