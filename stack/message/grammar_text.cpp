#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/text/utf8.hpp"

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

// callid = word [ "@" word ]
bool callid(Scanner& in) {
  if (in.take(CharClass::word).empty()) {
    return in.fail(call_id_invalid);
  }
  return !in.skip('@') || !in.take(CharClass::word).empty() || in.fail(call_id_invalid);
}

bool is_continuation(const Scanner& in) {
  return !in.at_end() && (static_cast<unsigned char>(in.rest().front()) & 0xC0U) == 0x80U;
}

enum class Strays : std::uint8_t { refused, allowed };

/// Visible characters, UTF-8 and white space up to the end.
bool read_text(Scanner& in, Strays continuation_octets) {
  while (true) {
    in.take(CharClass::visible | CharClass::white);
    if (in.at_end()) {
      return true;
    }
    const std::size_t length = in.at(CharClass::high) ? utf8_length(in.rest()) : 0;
    const bool stray = continuation_octets == Strays::allowed && is_continuation(in);
    if (length == 0 && !stray) {
      return in.fail(control_character);
    }
    in.seek(in.offset() + (stray ? 1 : length));
  }
}

// server-val = product / comment; product = token [ SLASH token ]
bool read_server_val(Scanner& in) {
  if (in.at('(')) {
    return read_comment(in);
  }
  return read_token(in) && (!in.skip_separator('/') || read_token(in));
}

}  // namespace

bool call_id(Scanner& in) {
  return callid(in) && (in.at_end() || in.fail(call_id_invalid));
}

bool call_id_list(Scanner& in) {
  return read_list(in, callid);
}

// [TEXT-UTF8-TRIM]
bool text(Scanner& in) {
  return read_text(in, Strays::refused);
}

// server-val *( LWS server-val )
bool products(Scanner& in) {
  while (read_server_val(in)) {
    const bool gap = in.skip_white();
    if (in.at_end()) {
      return true;
    }
    // A comment brings its own white space: LPAREN and RPAREN hold SWS.
    if (!gap && !in.at('(') && in.text()[in.offset() - 1] != ')') {
      return in.fail(token_invalid);
    }
  }
  return false;
}

// header-value = *( TEXT-UTF8char / UTF8-CONT / LWS )
bool extension(Scanner& in) {
  return read_text(in, Strays::allowed);
}

}  // namespace sipspec::stack::grammar
