#include "captures/sip/quote.hpp"

namespace sipspec::captures {

std::string quote(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : octets.substr(0, quoted_octets)) {
    const auto value = static_cast<unsigned char>(c);
    if (value >= 0x20 && value < 0x7F && c != '"' && c != '\\') {
      text += c;
    } else {
      text += "\\x";
      text += digits[value >> 4U];
      text += digits[value & 15U];
    }
  }
  text += octets.size() > quoted_octets ? "\"..." : "\"";
  return text;
}

}  // namespace sipspec::captures
