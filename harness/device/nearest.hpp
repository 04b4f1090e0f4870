#pragma once

// What a misspelt word was likely meant to be.

#include <span>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to the word, "" when none is within a third of the word's length.
std::string nearest_of(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'x'?" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace sipspec::harness
