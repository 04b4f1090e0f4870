#include "harness/cli/suite.hpp"

#include "harness/catalogue/xml_file.hpp"
#include "harness/cli/build_info.hpp"
#include "harness/cli/command.hpp"
#include "harness/scenario/library.hpp"
#include "reports/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_shown_errors = 50;

bool is_suite(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "requirements", ignored);
}

fs::path beside_program() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path() / "scenarios";
}

/// Paths as a user writes them: relative when that is shorter.
fs::path shown(const fs::path& path) {
  std::error_code error;
  const auto relative = fs::proximate(path, error);
  return error || relative.native().starts_with("..") ? path : relative;
}

}  // namespace

OptionSpec scenarios_option() {
  return {"scenarios", "DIR",
          "Folder of scenarios (default: SIPSPEC_SCENARIOS, or the shipped one)"};
}

UsageResult<fs::path> find_scenarios(const ParsedOptions& options) {
  const auto chosen = options.value("scenarios");
  const char* variable = std::getenv("SIPSPEC_SCENARIOS");  // NOLINT(concurrency-mt-unsafe)
  const std::string named = chosen ? *chosen : variable != nullptr ? variable : "";
  if (!named.empty()) {
    if (is_suite(named)) {
      return {boost::system::in_place_value, named};
    }
    return UsageError{fmt::format("{} '{}' is no folder of scenarios (it has no requirements/)",
                                  chosen ? "--scenarios" : "SIPSPEC_SCENARIOS", named)};
  }
  const std::array<fs::path, 3> places = {beside_program(), fs::path(source_scenarios),
                                          fs::path(installed_scenarios)};
  const auto* found = std::ranges::find_if(places, is_suite);
  if (found != places.end()) {
    return {boost::system::in_place_value, shown(*found)};
  }
  return UsageError{
      fmt::format("no scenarios found; looked at {}, {} and {}; --scenarios DIR names them",
                  places[0].string(), places[1].string(), places[2].string())};
}

Suite load_suite(const fs::path& folder, std::vector<DataError>& errors) {
  Suite suite;
  suite.folder = folder;
  suite.catalogue = Catalogue::load(folder / "requirements", errors);
  auto library = load_library(folder, {.catalogue = &suite.catalogue});
  errors.insert(errors.end(), library.errors.begin(), library.errors.end());
  suite.scenarios = std::move(library.scenarios);
  return suite;
}

std::string suite_hash(const fs::path& folder) {
  std::string listing;
  std::vector<DataError> ignored;
  for (const auto& file : scenario_files(folder, ignored)) {
    const auto text = read_data_file(file, ignored).value_or("");
    listing +=
        fmt::format("{} {}\n", fs::relative(file, folder).string(), reports::sha256_hex(text));
  }
  return reports::sha256_hex(listing);
}

std::optional<Suite> open_suite(const ParsedOptions& options) {
  const auto folder = find_scenarios(options);
  if (!folder) {
    usage_error(folder.error().sentence);
    return std::nullopt;
  }
  std::vector<DataError> errors;
  auto suite = load_suite(*folder, errors);
  if (errors.empty() && suite.scenarios.empty()) {
    usage_error(fmt::format("there is no scenario in {}", folder->string()));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < std::min(errors.size(), max_shown_errors); ++i) {
    fmt::print(stderr, "{}\n", to_string(errors[i]));
  }
  if (!errors.empty()) {
    usage_error(fmt::format("{} mistakes in the scenarios; nothing was sent", errors.size()));
    return std::nullopt;
  }
  return suite;
}

}  // namespace sipspec::harness
