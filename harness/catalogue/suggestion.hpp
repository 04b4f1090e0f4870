#pragma once

// "Did you mean": the known word nearest to a misspelt one.
//
//   suggestion("uaz", words)   // "; did you mean 'uas'?"

#include <span>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// The candidate that the fewest insertions, deletions, replacements and swaps of neighbours lead
/// to;
/// "" when none is within a third of the word (at least one change is allowed).
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

/// Ready to be put behind an error sentence; "" when nothing is near.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace sipspec::harness
