#include "harness/catalogue/xml_file.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/suite.hpp"
#include "harness/device/profile_loader.hpp"
#include "harness/monitor/monitor.hpp"
#include "harness/scenario/library.hpp"
#include "harness/scenario/linter.hpp"
#include "reports/exit_code.hpp"
#include "stack/agent/agent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;

/// Folders stand for the *.xml below them.
std::vector<fs::path> files_of(const std::vector<std::string>& arguments,
                               std::vector<DataError>& errors) {
  std::vector<fs::path> files;
  for (const auto& argument : arguments) {
    std::error_code ignored;
    if (fs::is_directory(argument, ignored)) {
      const auto below = scenario_files(argument, errors);
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

LintContext lint_context(const Catalogue& catalogue, const fs::path& root) {
  LintContext context;
  context.catalogue = &catalogue;
  context.root = root;
  for (const auto& mutant : stack::all_mutants()) {
    context.mutants.push_back(mutant.name);
  }
  for (const auto& rule : all_rules()) {
    context.monitored.push_back(rule.requirement);
  }
  return context;
}

void validate_file(const fs::path& file, LintContext context, std::vector<DataError>& errors,
                   std::vector<LintFinding>& warnings) {
  if (is_device_profile(file)) {
    load_profile(file, errors);
    return;
  }
  const auto scenario = load_scenario(file, {.catalogue = context.catalogue}, errors);
  if (!scenario) {
    return;
  }
  // What ships is held to more, and its ids are paths.
  const auto relative = file.lexically_proximate(context.root);
  const bool shipped = !relative.native().starts_with("..") && relative.is_relative();
  context.origin = shipped ? ScenarioOrigin::shipped : ScenarioOrigin::own;
  context.root = shipped ? context.root : fs::path();
  const auto found = lint(*scenario, context);
  warnings.insert(warnings.end(), found.begin(), found.end());
}

int validate(const ParsedOptions& options) {
  const auto folder = find_scenarios(options);
  if (!folder) {
    return usage_error(folder.error().sentence);
  }
  std::vector<DataError> errors;
  std::vector<LintFinding> warnings;
  const auto catalogue = Catalogue::load(*folder / "requirements", errors);
  const auto files = files_of(
      options.arguments.empty() ? std::vector{folder->string()} : options.arguments, errors);
  for (const auto& file : files) {
    validate_file(file, lint_context(catalogue, *folder), errors, warnings);
  }
  for (const auto& error : errors) {
    fmt::print("{}\n", to_string(error));
  }
  for (const auto& warning : warnings) {
    fmt::print("{}: {}\n", warning.severity == LintSeverity::error ? "error" : "warning",
               to_string(warning));
  }
  fmt::print(stderr, "{} files, {} mistakes, {} warnings\n", files.size(), errors.size(),
             warnings.size());
  if (files.empty()) {
    return usage_error("there is nothing to validate");
  }
  const bool grave = std::ranges::any_of(
      warnings, [](const LintFinding& it) { return it.severity == LintSeverity::error; });
  const bool bad = !errors.empty() || grave || (options.has("strict") && !warnings.empty());
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
