#include "harness/run/glob.hpp"

#include <vector>

namespace sipspec::harness {

namespace {

// One star at a time: on a mismatch only the last star is tried longer, so the time is bounded by
// pattern length times text length.
bool component_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::vector<std::string_view> components(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  while (true) {
    const auto slash = text.find('/', at);
    parts.push_back(text.substr(at, slash - at));
    if (slash == std::string_view::npos) {
      return parts;
    }
    at = slash + 1;
  }
}

// The same walk over components, "**" taking the part of the star.
bool path_matches(const std::vector<std::string_view>& pattern,
                  const std::vector<std::string_view>& id) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, star = none, resume = 0;
  while (t < id.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && component_matches(pattern[p], id[t])) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**") {
    ++p;
  }
  return p == pattern.size();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view id) {
  while (pattern.ends_with('/')) {
    pattern.remove_suffix(1);
  }
  if (pattern.find_first_of("*?") == std::string_view::npos) {
    return id == pattern ||
           (id.size() > pattern.size() && id.starts_with(pattern) && id[pattern.size()] == '/');
  }
  return path_matches(components(pattern), components(id));
}

}  // namespace sipspec::harness
