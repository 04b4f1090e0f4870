#pragma once

// Text compared without regard to case, for ASCII letters only and independent of any locale, and
// white space taken off its ends.

#include "stack/text/character_class.hpp"

#include <string>
#include <string_view>

namespace sipspec::stack {

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string to_lower(std::string_view text);

/// True when both are the same but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
/// True when `text` begins with `prefix` but for the case of ASCII letters.
bool starts_ignoring_case(std::string_view text, std::string_view prefix) noexcept;

/// `text` without space, tab, CR and LF at its ends.
constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is(text.front(), CharClass::white)) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is(text.back(), CharClass::white)) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace sipspec::stack
