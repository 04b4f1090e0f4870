#pragma once

// What a scenario may say and most likely does not mean: things sent and never looked at, names
// never used, checks without a requirement, times that cannot pass, proofs that prove nothing.
// Mistakes that keep a scenario from running are the loader's.
//
//   for (const LintFinding& finding : lint(scenario, {.catalogue = &catalogue})) {
//     fmt::print("{}\n", to_string(finding));   // "x.xml:12:3: unused-actor: 'bob' sends and ..."
//   }

#include "harness/catalogue/catalogue.hpp"
#include "harness/scenario/model.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// Whose scenario it is: what ships is held to more.
enum class ScenarioOrigin : std::uint8_t { own, shipped };

enum class LintSeverity : std::uint8_t { warning, error };

/// What the linter knows beside the scenario. What is not set is not checked.
struct LintContext {
  const Catalogue* catalogue = nullptr;
  ScenarioOrigin origin = ScenarioOrigin::own;
  std::filesystem::path root;             ///< folder that ids are paths below; "" = unknown
  std::vector<std::string_view> mutants;  ///< of the reference device; empty: unknown
  /// Requirements that monitors find by themselves: a proof may name them. Empty: unknown, then any
  /// finding is believed.
  std::vector<std::string_view> monitored;
};

struct LintFinding {
  std::string_view check;  ///< "unused-actor"
  LintSeverity severity = LintSeverity::warning;
  SourcePlace place;
  std::string sentence;
};

/// "file:line:column: check: sentence"
std::string to_string(const LintFinding& finding);

/// Takes findings of one check.
using LintReport = std::function<void(const SourcePlace& place, std::string sentence)>;

struct LintCheck {
  std::string_view name;
  std::string_view sentence;  ///< what it is against
  LintSeverity severity;      ///< of findings in shipped scenarios; in own ones all are warnings
  void (*run)(const Scenario& scenario, const LintContext& context, const LintReport& report);
};

/// All of them, by name.
std::span<const LintCheck> lint_checks();

/// Sorted by place.
std::vector<LintFinding> lint(const Scenario& scenario, const LintContext& context);

}  // namespace sipspec::harness
