#pragma once

// A folder of scenarios. The folders `requirements` and `devices` directly in it hold other data
// and are passed over.
//
//   Library library = load_library("scenarios", {.catalogue = &catalogue});
//   const Scenario* scenario = library.find("rfc3428/7/no-contact-in-2xx");

#include "harness/scenario/loader.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

inline constexpr std::size_t max_scenario_files = 100000;

struct Library {
  std::vector<Scenario> scenarios;  ///< sorted by id; ids are unique
  std::vector<DataError> errors;    ///< of the files that are not among the scenarios

  const Scenario* find(std::string_view id) const;
  /// The id nearest to a misspelt one, "" when none is near.
  std::string nearest(std::string_view id) const;
};

/// Reads every *.xml below the folder. Symbolic links to folders are not followed.
Library load_library(const std::filesystem::path& folder, const LoadOptions& options);

/// Paths of the files that load_library reads, sorted.
std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder,
                                                  std::vector<DataError>& errors);

}  // namespace sipspec::harness
