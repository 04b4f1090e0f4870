#include "harness/scenario/octets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace sipspec::harness {

namespace {

constexpr std::string_view blanks = " \t";

bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower >= 'a' && lower <= 'f' ? std::optional(static_cast<unsigned>(lower - 'a') + 10U)
                                      : std::nullopt;
}

std::optional<unsigned> base64_value(char c) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t at = alphabet.find(c);
  return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

char octet(unsigned value) {
  return static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return lines;
    }
    text.remove_prefix(end + 1);
  }
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(blanks) == std::string_view::npos;
}

/// The white space that all lines with something in them begin with.
std::string_view common_indentation(const std::vector<std::string_view>& lines) {
  std::optional<std::string_view> common;
  for (const std::string_view line : lines) {
    if (is_blank(line)) {
      continue;
    }
    const std::string_view own = line.substr(0, line.find_first_not_of(blanks));
    if (!common) {
      common = own;
    }
    const auto parts = std::ranges::mismatch(*common, own);
    common = common->substr(0, static_cast<std::size_t>(parts.in1 - common->begin()));
  }
  return common.value_or(std::string_view());
}

}  // namespace

OctetResult from_hex(std::string_view text) {
  std::string octets;
  std::optional<unsigned> high;
  std::size_t high_at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_white(text[i]) && !high) {
      continue;
    }
    const auto digit = hex_value(text[i]);
    if (!digit) {
      return OctetMistake{.offset = i,
                          .sentence = is_white(text[i]) ? "an octet is two hexadecimal digits"
                                                        : "this is no hexadecimal digit"};
    }
    if (high) {
      octets += octet(*high * 16U + *digit);
      high.reset();
    } else {
      high = digit;
      high_at = i;
    }
  }
  if (high) {
    return OctetMistake{.offset = high_at, .sentence = "an octet is two hexadecimal digits"};
  }
  return octets;
}

OctetResult from_base64(std::string_view text) {
  std::string octets;
  unsigned bits = 0, sextets = 0, padding = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_white(text[i])) {
      continue;
    }
    const bool pad = text[i] == '=' && sextets >= 2;
    const auto value = pad ? std::optional(0U) : base64_value(text[i]);
    if (!value || (padding > 0 && !pad)) {
      return OctetMistake{.offset = i, .sentence = "this does not belong here in base64"};
    }
    bits = bits << 6U | *value;
    padding += pad ? 1 : 0;
    if (++sextets < 4) {
      continue;
    }
    octets += octet(bits >> 16U);
    octets += octet(bits >> 8U);
    octets += octet(bits);
    octets.resize(octets.size() - padding);
    bits = sextets = 0;
  }
  if (sextets != 0) {
    return OctetMistake{.offset = text.size(),
                        .sentence = "base64 comes in groups of four characters, padded by '='"};
  }
  return octets;
}

std::string without_indentation(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() > 1 && is_blank(lines.front())) {
    lines.erase(lines.begin());
  }
  if (is_blank(lines.back())) {
    lines.back() = {};
  }
  const std::size_t indentation = common_indentation(lines).size();
  std::string made;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    made += i == 0 ? "" : "\n";
    made += is_blank(lines[i]) ? std::string_view() : lines[i].substr(indentation);
  }
  return made;
}

std::string with_crlf(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    made += c == '\n' ? "\r\n" : std::string_view(&c, 1);
  }
  return made;
}

std::string as_template(std::string_view octets) {
  std::string made;
  made.reserve(octets.size());
  for (const char c : octets) {
    made += c;
    if (c == '{' || c == '\\') {
      made += c;
    }
  }
  return made;
}

}  // namespace sipspec::harness
