#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/text/ascii.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

constexpr auto npos = std::string_view::npos;

enum class Form : std::uint8_t { name_addr_or_addr_spec, name_addr };

/// What ends an address that is not in brackets. A comma does so in lists only.
std::size_t find_mark(const Scanner& in) {
  const std::string_view marks = arity(in.header()) == Arity::list ? "<;," : "<;";
  return in.text().find_first_of(marks, in.offset());
}

// display-name = *(token LWS) / quoted-string; that LWS stands before the bracket is not insisted
// on (RFC 4475 3.1.1.6).
bool read_unquoted_display_name(Scanner& in) {
  in.take(CharClass::token | CharClass::white);
  return in.at('<') || in.fail(display_name_invalid);
}

/// True when what stands behind the ';' at `mark` looks like the rest of a userinfo.
bool cuts_userinfo(const Scanner& in, std::string_view uri, std::size_t mark) {
  if (uri.find('@') != npos) {
    return false;
  }
  const std::string_view rest = in.text().substr(mark, find_list_end(in.text(), mark) - mark);
  const std::size_t at = rest.find('@');
  return at != npos && at < rest.find('"');
}

// addr-spec without brackets: RFC 3261 20.10 forbids comma, semicolon and question mark in it.
bool read_addr_spec(Scanner& in, std::size_t mark) {
  const std::size_t begin = in.offset();
  const std::size_t end = mark == npos ? in.text().size() : mark;
  const std::string_view uri = trim(in.text().substr(begin, end - begin));
  in.seek(end);
  if (uri.empty()) {
    return in.fail(address_missing);
  }
  if (const std::size_t at = uri.find_first_of(",?"); at != npos) {
    return in.fail_between(address_needs_brackets, begin + at, begin + at + 1);
  }
  if (mark != npos && in.at(';') && cuts_userinfo(in, uri, mark)) {
    return in.fail(address_needs_brackets);
  }
  judge_uri(in, begin, uri);
  return true;
}

bool read_address(Scanner& in, Form form) {
  in.skip_white();
  if (in.at('"')) {
    if (!read_quoted_string(in)) {
      return false;
    }
    in.skip_white();
    return read_bracketed_uri(in);
  }
  if (in.at('<')) {
    return read_bracketed_uri(in);
  }
  const std::size_t mark = find_mark(in);
  if (mark != npos && in.text()[mark] == '<') {
    return read_unquoted_display_name(in) && read_bracketed_uri(in);
  }
  if (form == Form::name_addr) {
    return in.fail(angle_bracket_missing);
  }
  return read_addr_spec(in, mark);
}

bool read_tag(Scanner& in) {
  return read_token(in, tag_invalid);
}

constexpr std::array<ParameterRule, 1> tag_parameters = {{{"tag", read_tag, tag_invalid}}};

constexpr std::array<ParameterRule, 2> contact_parameters = {{
    {"q", read_qvalue, qvalue_invalid},
    {"expires", read_delta_seconds, delta_seconds_invalid},
}};

// hi-index = "index" EQUAL index-val, 1*DIGIT *( "." 1*DIGIT )
bool read_index(Scanner& in) {
  do {
    if (in.take(CharClass::digit).empty()) {
      return in.fail(history_index_invalid);
    }
  } while (in.skip('.'));
  return true;
}

constexpr std::array<ParameterRule, 1> history_parameters = {
    {{"index", read_index, history_index_invalid}}};

bool address_with(Scanner& in, Form form, std::span<const ParameterRule> parameters) {
  if (!read_address(in, form)) {
    return false;
  }
  in.skip_white();
  return in.at_boundary() ? read_parameters(in, parameters) : in.fail(value_excess);
}

bool contact_param(Scanner& in) {
  const std::size_t start = in.offset();
  if (in.skip('*')) {
    in.skip_white();
    if (in.at_boundary()) {
      return in.fail_between(contact_wildcard_mixed, start, start + 1);
    }
    in.seek(start);
  }
  return address_with(in, Form::name_addr_or_addr_spec, contact_parameters);
}

bool route_param(Scanner& in) {
  return address_with(in, Form::name_addr, {});
}

bool identity_value(Scanner& in) {
  return read_address(in, Form::name_addr_or_addr_spec);
}

bool history_entry(Scanner& in) {
  const std::size_t start = in.offset();
  if (!address_with(in, Form::name_addr, history_parameters)) {
    return false;
  }
  const std::string_view entry = in.since(start);
  const std::size_t close = entry.rfind('>');
  std::string_view rest = entry.substr(close == npos ? entry.size() : close);
  while (!rest.empty()) {
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    rest = rest.empty() ? rest : trim(rest.substr(1));
    if (starts_ignoring_case(rest, "index")) {
      return true;
    }
  }
  return in.fail_since(history_index_invalid, start);
}

// LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
bool info(Scanner& in) {
  return read_bracketed_uri(in) && read_parameters(in, {});
}

}  // namespace

bool from_to(Scanner& in) {
  return address_with(in, Form::name_addr_or_addr_spec, tag_parameters) && read_end(in);
}

// STAR / (contact-param *(COMMA contact-param))
bool contact(Scanner& in) {
  return trim(in.text()) == "*" || read_list(in, contact_param);
}

bool route(Scanner& in) {
  return read_list(in, route_param);
}

bool reply_to(Scanner& in) {
  return address_with(in, Form::name_addr_or_addr_spec, {}) && read_end(in);
}

bool identity_list(Scanner& in) {
  return read_list(in, identity_value);
}

bool called_party(Scanner& in) {
  return address_with(in, Form::name_addr, {}) && read_end(in);
}

bool history_info(Scanner& in) {
  return read_list(in, history_entry);
}

bool info_list(Scanner& in) {
  return read_list(in, info);
}

}  // namespace sipspec::stack::grammar
