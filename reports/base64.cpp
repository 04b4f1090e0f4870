#include "reports/base64.hpp"

#include <cstdint>

namespace sipspec::reports {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char digit(std::uint32_t group, unsigned shift) {
  return alphabet[(group >> shift) & 0x3FU];
}

}  // namespace

std::string base64_encode(std::string_view octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const std::string_view part = octets.substr(at, 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    }
    out += digit(group, 18);
    out += digit(group, 12);
    out += part.size() > 1 ? digit(group, 6) : '=';
    out += part.size() > 2 ? digit(group, 0) : '=';
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::size_t padding = text.ends_with('=') ? 1 : 0;
  padding += text.ends_with("==") ? 1 : 0;
  text.remove_suffix(padding);
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    bits = ((bits << 6U) | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>((bits >> held) & 0xFFU);
    }
  }
  const bool stray = (bits & ((1U << held) - 1U)) != 0;
  if (stray) {
    return std::nullopt;
  }
  return out;
}

}  // namespace sipspec::reports
