#include "reports/utf8.hpp"

#include <array>

namespace sipspec::reports {

namespace {

struct Lead {
  std::size_t length;
  char32_t bits;
};

Lead lead_of(unsigned char octet) {
  if (octet < 0x80) {
    return {.length = 1, .bits = octet};
  }
  if (octet >= 0xC2 && octet <= 0xDF) {
    return {.length = 2, .bits = octet & 0x1FU};
  }
  if (octet >= 0xE0 && octet <= 0xEF) {
    return {.length = 3, .bits = octet & 0x0FU};
  }
  if (octet >= 0xF0 && octet <= 0xF4) {
    return {.length = 4, .bits = octet & 0x07U};
  }
  return {.length = 0, .bits = 0};
}

}  // namespace

DecodedUtf8 decode_utf8(std::string_view octets) {
  static constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  if (octets.empty()) {
    return {};
  }
  const Lead lead = lead_of(static_cast<unsigned char>(octets.front()));
  if (lead.length == 0 || octets.size() < lead.length) {
    return {};
  }
  char32_t code_point = lead.bits;
  for (const char c : octets.substr(1, lead.length - 1)) {
    const auto octet = static_cast<unsigned char>(c);
    if ((octet & 0xC0U) != 0x80U) {
      return {};
    }
    code_point = (code_point << 6U) | (octet & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < smallest.at(lead.length) || surrogate || code_point > 0x10FFFF) {
    return {};
  }
  return {.code_point = code_point, .length = lead.length};
}

}  // namespace sipspec::reports
