#include "stack/body/transfer_encoding.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

#include <cstddef>

namespace sipspec::stack {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t longest_line = 76;

void append_group(std::uint32_t bits, std::size_t octets, std::string& out) {
  for (std::size_t i = 0; i < octets; ++i) {
    out += static_cast<char>((bits >> (16U - 8U * i)) & 0xFFU);
  }
}

int hex_value(char c) {
  const std::size_t digit = std::string_view("0123456789abcdef").find(to_lower(c));
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

}  // namespace

std::optional<TransferEncoding> transfer_encoding(std::string_view name) noexcept {
  for (const std::string_view plain : {"", "7bit", "8bit", "binary"}) {
    if (equals_ignoring_case(name, plain)) {
      return TransferEncoding::identity;
    }
  }
  if (equals_ignoring_case(name, "base64")) {
    return TransferEncoding::base64;
  }
  return equals_ignoring_case(name, "quoted-printable")
             ? std::optional(TransferEncoding::quoted_printable)
             : std::nullopt;
}

TransferDecoded decode_base64(std::string_view text) {
  TransferDecoded decoded;
  std::uint32_t bits = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (is(c, CharClass::white)) {
      continue;
    }
    if (c == '=') {
      ++padding;
    } else if (value == std::string_view::npos || padding > 0) {
      decoded.well_formed = false;
    } else {
      bits = (bits << 6U) | static_cast<std::uint32_t>(value);
      if (++digits == 4) {
        append_group(bits, 3, decoded.octets);
        bits = 0;
        digits = 0;
      }
    }
  }
  const bool padded = digits == 0 ? padding == 0 : digits > 1 && padding == 4 - digits;
  decoded.well_formed = decoded.well_formed && padded;
  if (digits > 1) {
    append_group(bits << (6U * (4 - digits)), digits - 1, decoded.octets);
  }
  return decoded;
}

TransferDecoded decode_quoted_printable(std::string_view text) {
  TransferDecoded decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      decoded.octets += text[at];
      continue;
    }
    const std::string_view rest = text.substr(at + 1);
    const std::size_t padding = rest.find_first_not_of(" \t");
    const std::string_view line = padding == std::string_view::npos ? "" : rest.substr(padding);
    const bool hex = rest.size() >= 2 && hex_value(rest[0]) >= 0 && hex_value(rest[1]) >= 0;
    if (hex) {
      decoded.octets += static_cast<char>(hex_value(rest[0]) * 16 + hex_value(rest[1]));
      at += 2;
    } else if (line.starts_with("\r\n") || line.starts_with('\n')) {
      at += padding + (line.front() == '\r' ? 2U : 1U);
    } else {
      decoded.well_formed = false;
      decoded.octets += '=';
    }
  }
  return decoded;
}

std::string encode_base64(std::string_view octets) {
  std::string text;
  std::size_t line = 0;
  while (!octets.empty()) {
    if (line == longest_line) {
      text += "\r\n";
      line = 0;
    }
    const std::string_view group = octets.substr(0, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = (bits << 8U) | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i > group.size() ? '=' : alphabet[(bits >> (18U - 6U * i)) & 0x3FU];
    }
    octets.remove_prefix(group.size());
    line += 4;
  }
  return text;
}

std::string encode_quoted_printable(std::string_view octets) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  std::size_t line = 0;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    const char c = octets[at];
    if (octets.substr(at).starts_with("\r\n")) {
      text += "\r\n";
      line = 0;
      ++at;
      continue;
    }
    const bool before_end = at + 1 == octets.size() || octets.substr(at + 1).starts_with("\r\n");
    const bool plain =
        (is(c, CharClass::visible) && c != '=') || (is(c, CharClass::blank) && !before_end);
    if (line + (plain ? 1U : 3U) >= longest_line) {
      text += "=\r\n";
      line = 0;
    }
    const auto octet = static_cast<unsigned char>(c);
    text += plain ? std::string(1, c) : std::string{'=', digits[octet >> 4U], digits[octet & 0xFU]};
    line += plain ? 1U : 3U;
  }
  return text;
}

}  // namespace sipspec::stack
