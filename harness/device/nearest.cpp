#include "harness/device/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sipspec::harness {

namespace {

// Words come from people; longer ones are not worth comparing.
constexpr std::size_t longest_word = 200;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto width = b.size() + 1;
  std::vector<std::size_t> before(width), last(width), current(width);
  for (std::size_t j = 0; j < width; ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(current);
  }
  return last[b.size()];
}

std::string nearest_of(std::string_view word, std::span<const std::string> candidates) {
  std::string best;
  auto least = std::max<std::size_t>(word.size() / 3, 1) + 1;
  if (word.size() > longest_word) {
    return best;
  }
  for (const auto& candidate : candidates) {
    const auto longer = std::max(candidate.size(), word.size());
    if (longer - std::min(candidate.size(), word.size()) >= least) {
      continue;
    }
    const auto distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const auto best = nearest_of(word, candidates);
  return best.empty() ? best : fmt::format("; did you mean '{}'?", best);
}

}  // namespace sipspec::harness
