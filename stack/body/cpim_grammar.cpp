#include "stack/body/cpim_grammar.hpp"

#include "stack/body/date_time.hpp"
#include "stack/body/xml_characters.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/utf8.hpp"

#include <algorithm>
#include <cstdint>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

/// NAMECHAR
bool is_name_character(char c) {
  constexpr std::string_view marks = "!#$%&'*+-^_`|~";
  return is(c, CharClass::digit | CharClass::alpha) || marks.find(c) != std::string_view::npos;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_name_character);
}

/// TOKENCHAR
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_name_character(c) || c == '.' || is(c, CharClass::high);
  });
}

int hex_value(char c) {
  const std::size_t digit = std::string_view("0123456789abcdef").find(to_lower(c));
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

/// Octets of the escape at the start of `text`, which begins with a backslash; 0 when it is none.
std::size_t escape_length(std::string_view text) {
  constexpr std::string_view letters = "btnr\"'\\";
  if (text.size() < 2) {
    return 0;
  }
  if (text[1] != 'u') {
    return letters.find(text[1]) == std::string_view::npos ? 0 : 2;
  }
  const bool four = text.size() >= 6 && std::ranges::all_of(text.substr(2, 4), [](char c) {
                      return is(c, CharClass::hex);
                    });
  return four ? 6 : 0;
}

void judge_characters(std::string_view text, BodyDefectSink& sink) {
  const std::size_t bad = find_invalid_utf8(text);
  if (bad != std::string_view::npos) {
    sink.add(cpim_not_utf8, text.substr(bad, 1));
  }
  const auto* const control =
      std::ranges::find_if(text, [](char c) { return is(c, CharClass::control) || c == '\t'; });
  if (control != text.end()) {
    sink.add(cpim_control_character,
             text.substr(static_cast<std::size_t>(control - text.begin()), 1));
  }
}

void judge_escapes(std::string_view value, BodyDefectSink& sink) {
  for (std::size_t at = value.find('\\'); at != std::string_view::npos; at = value.find('\\', at)) {
    const std::size_t length = escape_length(value.substr(at));
    if (length == 0) {
      sink.add(cpim_escape_invalid, value.substr(at, 2));
    }
    at += std::max<std::size_t>(1, length);
  }
}

void judge_blanks(CpimField& field, BodyDefectSink& sink) {
  if (!field.value.starts_with(' ')) {
    sink.add(cpim_space_missing, field.row);
  } else {
    field.value.remove_prefix(1);
  }
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (!field.value.empty() && (blank(field.value.front()) || blank(field.value.back()))) {
    sink.add(cpim_blank_excess, field.row);
  }
  field.value = trim(field.value);
}

/// ";" name "=" value, several times.
void judge_parameters(std::string_view parameters, BodyDefectSink& sink) {
  while (!parameters.empty()) {
    parameters.remove_prefix(1);
    std::size_t end = 0;
    bool quoted = false;
    while (end < parameters.size() && (quoted || parameters[end] != ';')) {
      quoted = quoted != (parameters[end] == '"');
      ++end;
    }
    const std::string_view one = parameters.substr(0, end);
    const std::size_t equals = one.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : one.substr(equals + 1);
    const bool string = value.size() >= 2 && value.starts_with('"') && value.ends_with('"');
    if (!is_name(one.substr(0, equals)) || (!string && !is_token(value))) {
      sink.add(cpim_parameter_invalid, one);
    }
    parameters.remove_prefix(end);
  }
}

/// scheme ":" and something behind it, without white space and angle brackets.
bool is_absolute_uri(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < uri.size() &&
         is(uri.front(), CharClass::alpha) && is_run_of(uri.substr(0, colon), CharClass::scheme) &&
         all_are(uri, CharClass::visible | CharClass::high) &&
         uri.find_first_of("<>\"") == std::string_view::npos;
}

/// The URI in angle brackets at the end of `value`, and what stands before it.
struct Bracketed {
  std::string_view before, uri;
  bool found = false;
};

Bracketed bracketed(std::string_view value) {
  const std::size_t open = value.rfind('<');
  if (open == std::string_view::npos || !value.ends_with('>')) {
    return {};
  }
  return {value.substr(0, open), value.substr(open + 1, value.size() - open - 2), true};
}

/// Formal-name = 1*( Token SP ) / String
bool is_formal_name(std::string_view text) {
  text = trim(text);
  if (text.starts_with('"')) {
    for (std::size_t at = 1; at < text.size(); ++at) {
      if (text[at] == '"') {
        return at + 1 == text.size();
      }
      at += text[at] == '\\' ? 1U : 0U;
    }
    return false;
  }
  return std::ranges::all_of(text, [](char c) { return c == ' ' || is_token({&c, 1}); });
}

void judge_address(const CpimField& field, BodyDefectSink& sink) {
  const Bracketed address = bracketed(field.value);
  if (!address.found || !is_absolute_uri(address.uri) || !is_formal_name(address.before)) {
    sink.add(cpim_address_invalid, field.row);
  }
}

void judge_namespace(const CpimField& field, BodyDefectSink& sink) {
  const Bracketed found = bracketed(field.value);
  const std::string_view prefix = trim(found.before);
  if (!found.found || !is_absolute_uri(found.uri) || (!prefix.empty() && !is_name(prefix))) {
    sink.add(cpim_namespace_invalid, field.row);
  }
}

/// Header-name *( "," Header-name )
void judge_require(const CpimField& field, BodyDefectSink& sink) {
  std::string_view rest = field.value;
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string_view one = trim(rest.substr(0, comma));
    const std::size_t dot = one.find('.');
    const bool good = dot == std::string_view::npos
                          ? is_name(one)
                          : is_name(one.substr(0, dot)) && is_name(one.substr(dot + 1));
    if (!good) {
      sink.add(cpim_require_invalid, field.row);
      return;
    }
    if (comma == std::string_view::npos) {
      return;
    }
    rest.remove_prefix(comma + 1);
  }
}

void judge_value(const CpimField& field, BodyDefectSink& sink) {
  if (field.name == "From" || field.name == "To" || field.name == "cc") {
    judge_address(field, sink);
  } else if (field.name == "DateTime" && !is_date_time(field.value)) {
    sink.add(cpim_date_time_invalid, field.row);
  } else if (field.name == "NS") {
    judge_namespace(field, sink);
  } else if (field.name == "Require") {
    judge_require(field, sink);
  }
}

void append_escape(std::string_view escape, std::string& text) {
  constexpr std::string_view letters = "btnr";
  constexpr std::string_view meanings = "\b\t\n\r";
  if (escape[1] == 'u') {
    std::uint32_t code = 0;
    for (const char c : escape.substr(2)) {
      code = code * 16 + static_cast<std::uint32_t>(hex_value(c));
    }
    const bool surrogate = code >= 0xD800U && code <= 0xDFFFU;
    append_code_point(surrogate ? 0xFFFDU : code, text);
    return;
  }
  const std::size_t letter = letters.find(escape[1]);
  text += letter == std::string_view::npos ? escape[1] : meanings[letter];
}

}  // namespace

void judge_cpim_field(CpimField& field, std::span<const CpimField> before, BodyDefectSink& sink) {
  const bool prefixed = !field.prefix.empty() || field.row.starts_with('.');
  if (!is_name(field.name) || (prefixed && !is_name(field.prefix))) {
    sink.add(cpim_name_invalid, field.row.substr(0, field.row.find(':')));
  }
  judge_parameters(field.parameters, sink);
  judge_blanks(field, sink);
  judge_characters(field.row, sink);
  judge_escapes(field.value, sink);
  if (field.prefix.empty()) {
    judge_value(field, sink);
  } else if (cpim_namespace_of(field, before).empty()) {
    sink.add(cpim_prefix_undeclared, field.row);
  }
}

std::string_view cpim_namespace_of(const CpimField& field, std::span<const CpimField> fields) {
  std::string_view found;
  for (const CpimField& row : fields) {
    if (row.row.data() == field.row.data()) {
      break;
    }
    if (row.prefix.empty() && row.name == "NS") {
      const Bracketed declared = bracketed(row.value);
      if (declared.found && trim(declared.before) == field.prefix) {
        found = declared.uri;
      }
    }
  }
  return found;
}

CpimAddress cpim_address(std::string_view value) {
  const Bracketed found = bracketed(trim(value));
  std::string_view name = trim(found.before);
  if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) {
    name = name.substr(1, name.size() - 2);
  }
  return {cpim_unescape(name), found.uri};
}

std::string cpim_unescape(std::string_view value) {
  std::string text;
  while (!value.empty()) {
    const std::size_t length = value.front() == '\\' ? escape_length(value) : 0;
    if (length == 0) {
      text += value.front();
      value.remove_prefix(1);
    } else {
      append_escape(value.substr(0, length), text);
      value.remove_prefix(length);
    }
  }
  return text;
}

std::string cpim_escape(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string escaped;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '\\') {
      escaped += "\\\\";
    } else if (octet < 0x20U || octet == 0x7FU) {
      escaped.append("\\u00") += digits[octet >> 4U];
      escaped += digits[octet & 0xFU];
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace sipspec::stack
