#pragma once

// Octets for tests, written as hexadecimal digits with spaces and line ends wherever they help.
//
//   EXPECT_EQ(frame, octets_from_hex("45 00"));

#include <string>
#include <string_view>

namespace sipspec::captures {

inline std::string octets_from_hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string digits;
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      digits += c;
    }
  }
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out += static_cast<char>(digit(digits[i]) * 16 + digit(digits[i + 1]));
  }
  return out;
}

}  // namespace sipspec::captures
