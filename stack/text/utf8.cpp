#include "stack/text/utf8.hpp"

namespace sipspec::stack {

namespace {

struct Lead {
  std::size_t length;
  unsigned char second_min, second_max;  ///< bounds of the second octet rule out bad ranges
};

Lead lead_of(unsigned char octet) noexcept {
  if (octet >= 0xC2 && octet <= 0xDF) {
    return {2, 0x80, 0xBF};
  }
  if (octet == 0xE0) {
    return {3, 0xA0, 0xBF};
  }
  if (octet == 0xED) {
    return {3, 0x80, 0x9F};
  }
  if (octet >= 0xE1 && octet <= 0xEF) {
    return {3, 0x80, 0xBF};
  }
  if (octet == 0xF0) {
    return {4, 0x90, 0xBF};
  }
  if (octet >= 0xF1 && octet <= 0xF3) {
    return {4, 0x80, 0xBF};
  }
  if (octet == 0xF4) {
    return {4, 0x80, 0x8F};
  }
  return {0, 0, 0};
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
  if (text.empty()) {
    return 0;
  }
  const auto octet = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (octet(0) < 0x80) {
    return 1;
  }
  const Lead lead = lead_of(octet(0));
  if (lead.length == 0 || text.size() < lead.length || octet(1) < lead.second_min ||
      octet(1) > lead.second_max) {
    return 0;
  }
  for (std::size_t i = 2; i < lead.length; ++i) {
    if ((octet(i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  return lead.length;
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace sipspec::stack
