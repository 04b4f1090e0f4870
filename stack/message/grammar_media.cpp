#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

constexpr std::array<ParameterRule, 1> accept_parameters = {{{"q", read_qvalue, qvalue_invalid}}};

constexpr std::array<ParameterRule, 1> disposition_parameters = {
    {{"handling", read_token_or_quoted_string, parameter_value_invalid}}};

// m-type SLASH m-subtype
bool read_media_type(Scanner& in) {
  return read_token(in, media_type_invalid) &&
         (in.skip_separator('/') || in.fail(media_type_invalid)) &&
         read_token(in, media_type_invalid);
}

// "*/*" / ( m-type SLASH "*" ) / ( m-type SLASH m-subtype ), and accept-params
bool accept_range(Scanner& in) {
  const std::size_t start = in.offset();
  if (!read_media_type(in)) {
    return false;
  }
  constexpr std::string_view between = "/ \t\r\n";
  const std::string_view range = in.since(start);
  const std::string_view type = range.substr(0, range.find_first_of(between));
  const std::string_view subtype = range.substr(range.find_last_of(between) + 1);
  if (type == "*" && subtype != "*") {
    return in.fail_since(media_type_invalid, start);
  }
  return read_parameters(in, accept_parameters);
}

bool coding(Scanner& in) {
  return read_token(in) && read_parameters(in, accept_parameters);
}

// 1*8ALPHA *( "-" 1*8ALPHA ). Subtags may hold digits since RFC 3066.
bool read_language_tag(Scanner& in) {
  const std::size_t start = in.offset();
  CharClass letters = CharClass::alpha;
  do {
    const std::string_view subtag = in.take(letters);
    if (subtag.empty()) {
      return in.fail(language_tag_invalid);
    }
    if (subtag.size() > 8) {
      return in.fail_since(language_tag_invalid, start);
    }
    letters = CharClass::alpha | CharClass::digit;
  } while (in.skip('-'));
  return true;
}

bool language_range(Scanner& in) {
  return (in.skip('*') || read_language_tag(in)) && read_parameters(in, accept_parameters);
}

}  // namespace

bool accept(Scanner& in) {
  return read_list(in, accept_range, ListNeed::may_be_empty);
}

bool accept_encoding(Scanner& in) {
  return read_list(in, coding, ListNeed::may_be_empty);
}

bool accept_language(Scanner& in) {
  return read_list(in, language_range, ListNeed::may_be_empty);
}

bool content_disposition(Scanner& in) {
  return read_token(in) && read_parameters(in, disposition_parameters) && read_end(in);
}

bool content_language(Scanner& in) {
  return read_list(in, read_language_tag);
}

// media-type = m-type SLASH m-subtype *( SEMI m-attribute EQUAL m-value )
bool content_type(Scanner& in) {
  return read_media_type(in) && read_parameters(in, {}, ValueNeed::required) && read_end(in);
}

bool mime_version(Scanner& in) {
  const bool good =
      !in.take(CharClass::digit).empty() && in.skip('.') && !in.take(CharClass::digit).empty();
  return good ? read_end(in) : in.fail(mime_version_invalid);
}

}  // namespace sipspec::stack::grammar
