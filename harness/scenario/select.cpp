#include "harness/scenario/select.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

std::vector<std::string_view> components_of(std::string_view text) {
  std::vector<std::string_view> components;
  while (true) {
    const std::size_t slash = text.find('/');
    components.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) {
      return components;
    }
    text.remove_prefix(slash + 1);
  }
}

/// The classic walk with one memory: on a mismatch only the last star takes one more item, so the
/// time is bounded by the product of the lengths. `Fits(p, t)`: two items are alike; `Star(p)`: the
/// item of the pattern stands for any number of items.
template <class Fits, class Star>
bool walk(std::size_t pattern_size, std::size_t text_size, Fits fits, Star star) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, last_star = none, resume = 0;
  while (t < text_size) {
    if (p < pattern_size && star(p)) {
      last_star = p++;
      resume = t;
    } else if (p < pattern_size && fits(p, t)) {
      ++p;
      ++t;
    } else if (last_star != none) {
      p = last_star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern_size && star(p)) {
    ++p;
  }
  return p == pattern_size;
}

bool component_matches(std::string_view pattern, std::string_view text) {
  return walk(
      pattern.size(), text.size(),
      [&](std::size_t p, std::size_t t) { return pattern[p] == '?' || pattern[p] == text[t]; },
      [&](std::size_t p) { return pattern[p] == '*'; });
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view id) {
  return std::ranges::any_of(patterns,
                             [&](const std::string& pattern) { return id_matches(pattern, id); });
}

template <class T>
bool asks_for_none_or_one_of(const std::vector<T>& asked, const std::vector<T>& offered) {
  return asked.empty() || std::ranges::any_of(asked, [&](const T& each) {
           return std::ranges::find(offered, each) != offered.end();
         });
}

bool fits(const Scenario& scenario, const Selection& selection) {
  return (selection.patterns.empty() || any_matches(selection.patterns, scenario.id)) &&
         !any_matches(selection.excluded, scenario.id) &&
         asks_for_none_or_one_of(selection.tags, scenario.tags) &&
         asks_for_none_or_one_of(selection.roles, {scenario.role}) &&
         asks_for_none_or_one_of(selection.transports, scenario.transports);
}

void collect_idle(const std::vector<std::string>& patterns, std::span<const Scenario> scenarios,
                  std::vector<std::string>& idle) {
  for (const std::string& pattern : patterns) {
    const bool used = std::ranges::any_of(
        scenarios, [&](const Scenario& scenario) { return id_matches(pattern, scenario.id); });
    if (!used) {
      idle.push_back(pattern);
    }
  }
}

}  // namespace

bool id_matches(std::string_view pattern, std::string_view id) {
  while (pattern.ends_with('/')) {
    pattern.remove_suffix(1);
  }
  if (pattern.find_first_of("*?") == std::string_view::npos) {
    return id == pattern ||
           (!pattern.empty() && id.starts_with(pattern) && id[pattern.size()] == '/');
  }
  const auto wanted = components_of(pattern);
  const auto given = components_of(id);
  return walk(
      wanted.size(), given.size(),
      [&](std::size_t p, std::size_t t) { return component_matches(wanted[p], given[t]); },
      [&](std::size_t p) { return wanted[p] == "**"; });
}

Selected select(std::span<const Scenario> scenarios, const Selection& selection) {
  Selected selected;
  for (const Scenario& scenario : scenarios) {
    if (fits(scenario, selection)) {
      selected.scenarios.push_back(&scenario);
    }
  }
  collect_idle(selection.patterns, scenarios, selected.idle_patterns);
  collect_idle(selection.excluded, scenarios, selected.idle_patterns);
  return selected;
}

}  // namespace sipspec::harness
