#include "harness/catalogue/xml_file.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/suite.hpp"
#include "harness/device/profile_loader.hpp"
#include "harness/scenario/loader.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;

/// Folders stand for the *.xml below them.
std::vector<fs::path> files_of(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files;
  for (const auto& argument : arguments) {
    std::error_code ignored;
    if (fs::is_directory(argument, ignored)) {
      const auto below = scenario_files(argument);
      files.insert(files.end(), below.begin(), below.end());
    } else {
      files.emplace_back(argument);
    }
  }
  return files;
}

bool is_device_profile(const fs::path& file) {
  std::vector<DataError> ignored;
  const auto text = read_data_file(file, ignored);
  return text && text->find("urn:sipspec:device:") != std::string::npos;
}

void validate_file(const fs::path& file, const Catalogue& catalogue, std::vector<DataError>& errors,
                   std::vector<DataError>& warnings) {
  if (is_device_profile(file)) {
    load_profile(file, errors);
    return;
  }
  const auto scenario = load_scenario(file, {.catalogue = &catalogue}, errors);
  if (scenario) {
    lint(*scenario, catalogue, warnings);
  }
}

int validate(const ParsedOptions& options) {
  const auto folder = find_scenarios(options);
  if (!folder) {
    return usage_error(folder.error().sentence);
  }
  std::vector<DataError> errors, warnings;
  const auto catalogue = Catalogue::load(*folder / "requirements", errors);
  const auto files =
      files_of(options.arguments.empty() ? std::vector{folder->string()} : options.arguments);
  for (const auto& file : files) {
    validate_file(file, catalogue, errors, warnings);
  }
  for (const auto& error : errors) {
    fmt::print("{}\n", to_string(error));
  }
  for (const auto& warning : warnings) {
    fmt::print("warning: {}\n", to_string(warning));
  }
  fmt::print(stderr, "{} files, {} mistakes, {} warnings\n", files.size(), errors.size(),
             warnings.size());
  if (files.empty()) {
    return usage_error("there is nothing to validate");
  }
  const bool bad = !errors.empty() || (options.has("strict") && !warnings.empty());
  return bad ? reports::exit_code::usage : reports::exit_code::success;
}

}  // namespace

Command validate_command() {
  using Takes = OptionSpec::Takes;
  CommandSpec spec;
  spec.name = "validate";
  spec.arguments = "[FILE...]";
  spec.summary = "Reads scenarios and device profiles and names every mistake; sends nothing";
  spec.details = "FILE may be a folder. Without FILE: all of the suite.";
  spec.options = {{"strict", "", "Warnings of the linter count as mistakes", 0, Takes::nothing},
                  scenarios_option()};
  spec.exit_codes = {{0, "no mistakes"}, {2, "at least one mistake"}};
  return {std::move(spec), validate};
}

}  // namespace sipspec::harness
