#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/message/seen_names.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

/// A Digest parameter with a form of its own.
struct DigestRule {
  std::string_view name;
  GrammarRule value;
};

bool bad_value(Scanner& in) {
  return in.fail(auth_digest_value_invalid);
}

bool quoted(Scanner& in) {
  return in.at('"') ? read_quoted_string(in) : bad_value(in);
}

bool any_token(Scanner& in) {
  return read_token(in, auth_digest_value_invalid);
}

// nc-value = 8LHEX
bool nonce_count(Scanner& in) {
  const std::size_t start = in.offset();
  const std::string_view value = in.take(CharClass::token);
  return (value.size() == 8 && all_are(value, CharClass::lower_hex)) ||
         in.fail_since(auth_digest_value_invalid, start);
}

bool quoted_hex(Scanner& in, std::size_t min) {
  const std::size_t start = in.offset();
  if (!quoted(in)) {
    return false;
  }
  const std::string_view value = in.since(start + 1);
  const std::string_view digits = value.substr(0, value.size() - 1);
  return (digits.size() >= min && all_are(digits, CharClass::lower_hex)) ||
         in.fail_since(auth_digest_value_invalid, start);
}

// request-digest = LDQUOT 32LHEX RDQUOT; 64 with the SHA-2 algorithms of RFC 8760
bool request_digest(Scanner& in) {
  const std::size_t start = in.offset();
  if (!quoted_hex(in, 32)) {
    return false;
  }
  const std::size_t size = in.offset() - start - 2;
  return size == 32 || size == 64 || in.fail_since(auth_digest_value_invalid, start);
}

bool response_digest(Scanner& in) {
  return quoted_hex(in, 0);
}

bool true_or_false(Scanner& in) {
  const std::size_t start = in.offset();
  const std::string_view value = in.take(CharClass::token);
  return equals_ignoring_case(value, "true") || equals_ignoring_case(value, "false") ||
         in.fail_since(auth_digest_value_invalid, start);
}

// qop-options = LDQUOT qop-value *("," qop-value) RDQUOT
bool qop_options(Scanner& in) {
  const std::size_t start = in.offset();
  if (!quoted(in)) {
    return false;
  }
  Cursor list(in.since(start + 1).substr(0, in.offset() - start - 2));
  list.skip_white();
  do {
    if (list.take(CharClass::token).empty()) {
      return in.fail_since(auth_digest_value_invalid, start);
    }
  } while (list.skip_separator(','));
  list.skip_white();
  return list.at_end() || in.fail_since(auth_digest_value_invalid, start);
}

constexpr std::array<DigestRule, 11> response_rules = {{
    {"username", quoted},
    {"realm", quoted},
    {"nonce", quoted},
    {"uri", quoted},
    {"response", request_digest},
    {"algorithm", any_token},
    {"cnonce", quoted},
    {"opaque", quoted},
    {"qop", any_token},
    {"nc", nonce_count},
    {"userhash", true_or_false},
}};

constexpr std::array<DigestRule, 8> challenge_rules = {{
    {"realm", quoted},
    {"domain", quoted},
    {"nonce", quoted},
    {"opaque", quoted},
    {"stale", true_or_false},
    {"algorithm", any_token},
    {"qop", qop_options},
    {"userhash", true_or_false},
}};

constexpr std::array<DigestRule, 5> info_rules = {{
    {"nextnonce", quoted},
    {"qop", any_token},
    {"rspauth", response_digest},
    {"cnonce", quoted},
    {"nc", nonce_count},
}};

/// Behind a comma: "token token" is the scheme of a further challenge in the same row.
bool begins_a_scheme(Scanner in) {
  return !in.take(CharClass::token).empty() && in.skip_white() && in.at(CharClass::token);
}

// auth-param = auth-param-name EQUAL ( token / quoted-string )
bool read_auth_parameter(Scanner& in, std::span<const DigestRule> rules, SeenNames& seen) {
  const std::size_t start = in.offset();
  if (!read_token(in, auth_parameter_invalid)) {
    return false;
  }
  const std::string_view name = in.since(start);
  if (!in.skip_separator('=')) {
    return in.fail_since(auth_parameter_invalid, start);
  }
  if (!seen.add(name)) {
    in.note(parameter_repeated, start, start + name.size());
  }
  const auto found = std::ranges::find_if(
      rules, [name](const DigestRule& rule) { return equals_ignoring_case(rule.name, name); });
  if (found != rules.end()) {
    return found->value(in);
  }
  return in.at('"') ? read_quoted_string(in) : read_token(in, auth_parameter_invalid);
}

bool read_auth_parameters(Scanner& in, std::span<const DigestRule> rules) {
  SeenNames seen;
  do {
    const std::size_t start = in.offset();
    if (start != 0 && begins_a_scheme(in)) {
      in.take(CharClass::token);
      return in.fail_since(auth_joined, start);
    }
    if (!read_auth_parameter(in, rules, seen)) {
      return false;
    }
    in.skip_white();
    if (!in.at_end() && !in.at(',')) {
      return in.fail(auth_parameter_invalid);
    }
  } while (in.skip_separator(','));
  return true;
}

// auth-scheme LWS auth-param *(COMMA auth-param)
bool read_scheme_and_parameters(Scanner& in, std::span<const DigestRule> digest_rules) {
  const std::size_t start = in.offset();
  if (!read_token(in, auth_scheme_invalid)) {
    return false;
  }
  const bool digest = equals_ignoring_case(in.since(start), "Digest");
  const bool gap = in.skip_white();
  if (in.at_end()) {
    return in.fail(auth_parameter_missing);
  }
  if (!gap) {
    return in.fail(auth_scheme_invalid);
  }
  return read_auth_parameters(in, digest ? digest_rules : std::span<const DigestRule>());
}

}  // namespace

bool credentials(Scanner& in) {
  return read_scheme_and_parameters(in, response_rules);
}

bool challenge(Scanner& in) {
  return read_scheme_and_parameters(in, challenge_rules);
}

bool authentication_info(Scanner& in) {
  return read_auth_parameters(in, info_rules);
}

}  // namespace sipspec::stack::grammar
