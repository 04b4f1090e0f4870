#include "harness/scenario/library.hpp"

#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> other_data = {"requirements", "devices"};

bool holds_other_data(const fs::directory_entry& entry, int depth) {
  return depth == 0 && entry.is_directory() &&
         std::ranges::find(other_data, entry.path().filename().string()) != other_data.end();
}

DataError folder_error(const fs::path& folder, std::string sentence) {
  return {.file = folder.string(), .line = 0, .column = 0, .sentence = std::move(sentence)};
}

/// Takes in a scenario unless its id is taken.
void add(Library& library, std::map<std::string, SourcePlace, std::less<>>& taken,
         Scenario scenario) {
  const auto [entry, fresh] = taken.emplace(scenario.id, scenario.place);
  if (fresh) {
    library.scenarios.push_back(std::move(scenario));
    return;
  }
  library.errors.push_back({.file = scenario.place.file,
                            .line = scenario.place.line,
                            .column = scenario.place.column,
                            .sentence = fmt::format("the id '{}' is taken: {}:{}", scenario.id,
                                                    entry->second.file, entry->second.line)});
}

}  // namespace

std::vector<fs::path> scenario_files(const fs::path& folder, std::vector<DataError>& errors) {
  std::vector<fs::path> files;
  std::error_code failure;
  fs::recursive_directory_iterator walk(folder, failure);
  const fs::recursive_directory_iterator end;
  while (!failure && walk != end && files.size() < max_scenario_files) {
    if (holds_other_data(*walk, walk.depth())) {
      walk.disable_recursion_pending();
    } else if (walk->path().extension() == ".xml") {
      files.push_back(walk->path());
    }
    walk.increment(failure);
  }
  if (failure) {
    errors.push_back(
        folder_error(folder, fmt::format("the folder cannot be read: {}", failure.message())));
  }
  if (files.size() == max_scenario_files) {
    errors.push_back(folder_error(
        folder, fmt::format("the folder holds more than {} scenarios", max_scenario_files - 1)));
  }
  std::ranges::sort(files);
  return files;
}

Library load_library(const fs::path& folder, const LoadOptions& options) {
  Library library;
  std::map<std::string, SourcePlace, std::less<>> taken;
  for (const fs::path& file : scenario_files(folder, library.errors)) {
    if (auto scenario = load_scenario(file, options, library.errors)) {
      add(library, taken, *std::move(scenario));
    }
  }
  std::ranges::sort(library.scenarios, {}, &Scenario::id);
  return library;
}

const Scenario* Library::find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(
      scenarios, id, {}, [](const Scenario& each) { return std::string_view(each.id); });
  return found != scenarios.end() && found->id == id ? &*found : nullptr;
}

std::string Library::nearest(std::string_view id) const {
  std::vector<std::string_view> ids;
  ids.reserve(scenarios.size());
  for (const Scenario& scenario : scenarios) {
    ids.emplace_back(scenario.id);
  }
  return std::string(nearest_word(id, ids));
}

}  // namespace sipspec::harness
