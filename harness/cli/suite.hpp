#pragma once

// The shipped (or given) folder of scenarios: where it is, and everything in it.
//
//   std::vector<DataError> errors;
//   auto suite = load_suite(*find_scenarios(options), errors);

#include "harness/catalogue/catalogue.hpp"
#include "harness/cli/options.hpp"
#include "harness/scenario/model.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

struct Suite {
  std::filesystem::path folder;
  Catalogue catalogue;
  std::vector<Scenario> scenarios;  ///< by id
  std::string hash;                 ///< of all files, hex: two runs with the same hash ran the same
};

/// --scenarios, then SIPSPEC_SCENARIOS, then what was built in: the source tree, the installation,
/// and a folder beside the program. The sentence names what was looked at.
UsageResult<std::filesystem::path> find_scenarios(const ParsedOptions& options);

/// Use the suite only when no error was added. Two scenarios with one id are an error.
Suite load_suite(const std::filesystem::path& folder, std::vector<DataError>& errors);

/// find and load, mistakes on stderr; nullopt: the command ends with the code for usage errors.
std::optional<Suite> open_suite(const ParsedOptions& options);

/// "--scenarios DIR", for the tables of the commands.
OptionSpec scenarios_option();

/// Files that are scenarios: every *.xml below the folder but in requirements/ and devices/.
std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder);

}  // namespace sipspec::harness
