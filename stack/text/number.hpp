#pragma once

// Decimal numbers out of text: digits only, no sign, no white space.

#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class NumberFault : std::uint8_t {
  none,
  not_digits,  ///< empty, or something else than 0-9 in it
  too_large,   ///< digits, but above the bound
};

struct Number {
  std::uint32_t value = 0;
  NumberFault fault = NumberFault::none;

  bool ok() const { return fault == NumberFault::none; }
};

/// 1*DIGIT, of any length, not above `max`. Leading zeros are fine.
Number read_number(std::string_view text, std::uint32_t max = 0xFFFFFFFFU) noexcept;

}  // namespace sipspec::stack
