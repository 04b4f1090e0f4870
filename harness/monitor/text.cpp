#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool same_token(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string shown(std::string_view octets) {
  constexpr std::size_t longest = 200;
  std::string text;
  for (const char c : octets.substr(0, longest)) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7F) {
      text += c;
    } else if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else {
      text += fmt::format("\\x{:02X}", octet);
    }
  }
  if (octets.size() > longest) {
    text += fmt::format("... ({} octets)", octets.size());
  }
  return text;
}

}  // namespace sipspec::harness
