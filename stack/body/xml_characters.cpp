#include "stack/body/xml_characters.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/utf8.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

bool is_name_character(char c) {
  return is(c, CharClass::alpha | CharClass::digit | CharClass::high) || c == '_' || c == '-' ||
         c == '.' || c == ':';
}

/// Takes ` name = "value"` off the front; the value, or nothing.
std::optional<std::string_view> take_pseudo(std::string_view& rest, std::string_view name) {
  std::string_view at = rest;
  const auto skip = [&at] {
    const std::size_t end = std::min(at.find_first_not_of(" \t\r\n"), at.size());
    at.remove_prefix(end);
    return end > 0;
  };
  if (!skip() || !at.starts_with(name)) {
    return std::nullopt;
  }
  at.remove_prefix(name.size());
  skip();
  if (!at.starts_with('=')) {
    return std::nullopt;
  }
  at.remove_prefix(1);
  skip();
  const char quote = at.empty() ? '\0' : at.front();
  const std::size_t end = at.find(quote, 1);
  if ((quote != '"' && quote != '\'') || end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view value = at.substr(1, end - 1);
  rest = at.substr(end + 1);
  return value;
}

bool is_encoding_name(std::string_view text) {
  return !text.empty() && is(text.front(), CharClass::alpha) &&
         std::ranges::all_of(text, [](char c) {
           return is(c, CharClass::alpha | CharClass::digit) || c == '.' || c == '_' || c == '-';
         });
}

/// U+FFFE and U+FFFF are UTF-8, and no characters of XML.
bool is_non_character(std::string_view utf8) {
  return utf8 == "\xEF\xBF\xBE" || utf8 == "\xEF\xBF\xBF";
}

}  // namespace

bool is_xml_code_point(std::uint32_t code) noexcept {
  return code == 0x9U || code == 0xAU || code == 0xDU || (code >= 0x20U && code <= 0xD7FFU) ||
         (code >= 0xE000U && code <= 0xFFFDU) || (code >= 0x10000U && code <= 0x10FFFFU);
}

std::optional<NotXml> find_not_xml(std::string_view utf8) noexcept {
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t length = utf8_length(utf8.substr(at));
    if (length == 0) {
      return NotXml{at, false};
    }
    const char c = utf8[at];
    const bool control =
        static_cast<unsigned char>(c) < 0x20U && c != '\t' && c != '\r' && c != '\n';
    if (control || is_non_character(utf8.substr(at, length))) {
      return NotXml{at, true};
    }
    at += length;
  }
  return std::nullopt;
}

std::size_t xml_name_length(std::string_view text) noexcept {
  const auto* const end = std::ranges::find_if_not(text, is_name_character);
  return static_cast<std::size_t>(end - text.begin());
}

bool is_xml_name(std::string_view text) noexcept {
  return !text.empty() && xml_name_length(text) == text.size() &&
         (is(text.front(), CharClass::alpha | CharClass::high) || text.front() == '_');
}

bool is_xml_declaration(std::string_view text) {
  std::string_view rest = text.substr(5, text.size() - 7);
  const auto version = take_pseudo(rest, "version");
  if (!version || !version->starts_with("1.") || !is_run_of(version->substr(2), CharClass::digit)) {
    return false;
  }
  if (const auto encoding = take_pseudo(rest, "encoding");
      encoding && !is_encoding_name(*encoding)) {
    return false;
  }
  if (const auto alone = take_pseudo(rest, "standalone");
      alone && *alone != "yes" && *alone != "no") {
    return false;
  }
  return trim(rest).empty();
}

bool is_xml_white_or(std::string_view text, char c) noexcept {
  return !text.empty() && (is(text.front(), CharClass::white) || text.front() == c);
}

void append_code_point(std::uint32_t code, std::string& out) {
  const auto octet = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  const auto tail = [&octet](std::uint32_t value) { octet(0x80U | (value & 0x3FU)); };
  if (code < 0x80U) {
    octet(code);
  } else if (code < 0x800U) {
    octet(0xC0U | (code >> 6U));
    tail(code);
  } else if (code < 0x10000U) {
    octet(0xE0U | (code >> 12U));
    tail(code >> 6U);
    tail(code);
  } else {
    octet(0xF0U | (code >> 18U));
    tail(code >> 12U);
    tail(code >> 6U);
    tail(code);
  }
}

void append_with_line_end(std::string_view text, std::size_t& at, std::string& out) {
  const bool crlf = text.substr(at).starts_with("\r\n");
  out += text[at] == '\r' ? '\n' : text[at];
  at += crlf ? 2U : 1U;
}

}  // namespace sipspec::stack
