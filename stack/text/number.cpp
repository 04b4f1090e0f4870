#include "stack/text/number.hpp"

namespace sipspec::stack {

Number read_number(std::string_view text, std::uint32_t max) noexcept {
  if (text.empty()) {
    return {0, NumberFault::not_digits};
  }
  std::uint64_t value = 0;
  bool large = false;
  for (const char c : text) {
    const auto digit = static_cast<unsigned>(static_cast<unsigned char>(c)) - '0';
    if (digit > 9) {
      return {0, NumberFault::not_digits};
    }
    value = value * 10 + digit;
    if (value > max) {
      large = true;
      value = 0;  // the rest is still looked at: letters after the digits are the graver fault
    }
  }
  if (large) {
    return {0, NumberFault::too_large};
  }
  return {static_cast<std::uint32_t>(value), NumberFault::none};
}

}  // namespace sipspec::stack
