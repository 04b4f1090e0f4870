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
};

/// --scenarios, then SIPSPEC_SCENARIOS, then what was built in: the source tree, the installation,
/// and a folder beside the program. The sentence names what was looked at.
UsageResult<std::filesystem::path> find_scenarios(const ParsedOptions& options);

/// Use the suite only when no error was added.
Suite load_suite(const std::filesystem::path& folder, std::vector<DataError>& errors);

/// find and load, mistakes on stderr; nullopt: the command ends with the code for usage errors.
std::optional<Suite> open_suite(const ParsedOptions& options);

/// "--scenarios DIR", for the tables of the commands.
OptionSpec scenarios_option();

/// Of all scenario files, in hex: two runs with the same hash ran the same.
std::string suite_hash(const std::filesystem::path& folder);

}  // namespace sipspec::harness
