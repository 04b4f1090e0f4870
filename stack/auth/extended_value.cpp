#include "stack/auth/extended_value.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/utf8.hpp"

namespace sipspec::stack {

namespace {

/// attr-char of RFC 5987
bool is_attribute_char(char c) {
  constexpr std::string_view others = "!#$&+-.^_`|~";
  return is(c, CharClass::digit | CharClass::alpha) || others.find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (is(c, CharClass::digit)) {
    return c - '0';
  }
  return is(c, CharClass::hex) ? to_lower(c) - 'a' + 10 : -1;
}

std::optional<std::string> decode_percent(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!is_attribute_char(text[i])) {
        return std::nullopt;
      }
      octets += text[i];
      continue;
    }
    if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) {
      return std::nullopt;
    }
    octets += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
    i += 2;
  }
  return octets;
}

}  // namespace

std::optional<std::string> decode_extended(std::string_view text) {
  const std::size_t first = text.find('\'');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view charset = text.substr(0, first);
  auto octets = decode_percent(text.substr(second + 1));
  if (octets && equals_ignoring_case(charset, "ISO-8859-1")) {
    return latin1_to_utf8(*octets);
  }
  const bool fits = octets && equals_ignoring_case(charset, "UTF-8") && is_utf8(*octets);
  return fits ? octets : std::nullopt;
}

std::string encode_extended(std::string_view utf8) {
  std::string text = "UTF-8''";
  for (const char c : utf8) {
    if (is_attribute_char(c)) {
      text += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      text += '%';
      text += "0123456789ABCDEF"[octet >> 4U];
      text += "0123456789ABCDEF"[octet & 15U];
    }
  }
  return text;
}

std::string latin1_to_utf8(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80U) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (octet >> 6U));
      text += static_cast<char>(0x80U | (octet & 0x3FU));
    }
  }
  return text;
}

std::optional<std::string> utf8_to_latin1(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80U) {
      octets += text[i];
      continue;
    }
    if ((lead != 0xC2U && lead != 0xC3U) || i + 1 == text.size()) {
      return std::nullopt;
    }
    ++i;
    octets +=
        static_cast<char>(((lead & 3U) << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU));
  }
  return octets;
}

}  // namespace sipspec::stack
