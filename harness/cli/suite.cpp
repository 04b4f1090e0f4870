#include "harness/cli/suite.hpp"

#include "harness/cli/build_info.hpp"
#include "harness/cli/command.hpp"
#include "harness/scenario/loader.hpp"
#include "reports/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

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

void refuse_repeated_ids(const std::vector<Scenario>& scenarios, std::vector<DataError>& errors) {
  for (std::size_t i = 1; i < scenarios.size(); ++i) {
    if (scenarios[i].id == scenarios[i - 1].id) {
      const auto& place = scenarios[i].place;
      errors.push_back({place.file, place.line, place.column,
                        fmt::format("the id '{}' is also that of {}", scenarios[i].id,
                                    scenarios[i - 1].place.file)});
    }
  }
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

std::vector<fs::path> scenario_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(folder, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const auto& path = it->path();
    const auto name = path.filename();
    const bool other = it.depth() == 0 && (name == "requirements" || name == "devices");
    if (it->is_directory() && (other || name.native().starts_with("."))) {
      it.disable_recursion_pending();
    } else if (path.extension() == ".xml") {
      files.push_back(path);
    }
  }
  std::ranges::sort(files);
  return files;
}

Suite load_suite(const fs::path& folder, std::vector<DataError>& errors) {
  Suite suite;
  suite.folder = folder;
  suite.catalogue = Catalogue::load(folder / "requirements", errors);
  std::string listing;
  for (const auto& file : scenario_files(folder)) {
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    listing +=
        fmt::format("{} {}\n", fs::relative(file, folder).string(), reports::sha256_hex(text));
    auto scenario = parse_scenario(std::move(text), file, {.catalogue = &suite.catalogue}, errors);
    if (scenario) {
      suite.scenarios.push_back(std::move(*scenario));
    }
  }
  suite.hash = reports::sha256_hex(listing);
  std::ranges::sort(suite.scenarios, {}, &Scenario::id);
  refuse_repeated_ids(suite.scenarios, errors);
  return suite;
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
