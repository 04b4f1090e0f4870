#include "stack/message/fields.hpp"
#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

// event-type = event-package *( "." event-template ), each a token without dots (RFC 6665 8.4)
bool event_type(Scanner& in) {
  const std::size_t start = in.offset();
  if (!read_token(in, event_package_invalid)) {
    return false;
  }
  const std::string_view type = in.since(start);
  const bool empty_part =
      type.starts_with('.') || type.ends_with('.') || type.find("..") != std::string_view::npos;
  return !empty_part || in.fail_since(event_package_invalid, start);
}

constexpr std::array<ParameterRule, 3> subscription_parameters = {{
    {"expires", read_delta_seconds, delta_seconds_invalid},
    {"retry-after", read_delta_seconds, delta_seconds_invalid},
    {"reason", [](Scanner& in) { return read_token(in, parameter_value_invalid); }},
}};

bool tag_value(Scanner& in) {
  return read_token(in, replaces_invalid);
}

constexpr std::array<ParameterRule, 2> replaces_parameters = {{
    {"to-tag", tag_value, replaces_invalid},
    {"from-tag", tag_value, replaces_invalid},
}};

constexpr std::array<ParameterRule, 1> identity_parameters = {
    {{"info", read_bracketed_uri, identity_invalid}}};

// signed-identity-digest = 1*( base64-char / "." ) (RFC 8224 4); a quoted one was that of RFC 4474.
bool identity_value(Scanner& in) {
  if (in.at('"')) {
    return read_quoted_string(in);
  }
  const std::size_t start = in.offset();
  in.take(CharClass::token | CharClass::uri_parameter);
  while (in.skip('=')) {
  }
  return in.offset() == start ? in.fail(identity_invalid)
                              : read_parameters(in, identity_parameters);
}

}  // namespace

bool event(Scanner& in) {
  return event_type(in) && read_parameters(in, {}) && read_end(in);
}

bool event_list(Scanner& in) {
  return read_list(in, event_type);
}

bool subscription_state(Scanner& in) {
  return read_token(in) && read_parameters(in, subscription_parameters) && read_end(in);
}

// callid *( SEMI replaces-param ), to-tag and from-tag once each (RFC 3891 6.1)
bool replaces(Scanner& in) {
  if (in.take(CharClass::word).empty() || (in.skip('@') && in.take(CharClass::word).empty())) {
    return in.fail(replaces_invalid);
  }
  const Parameters parameters(in.rest());
  if (!read_parameters(in, replaces_parameters) || !read_end(in)) {
    return false;
  }
  const bool complete = parameters.has("to-tag") && parameters.has("from-tag");
  return complete || in.fail_since(replaces_invalid, 0);
}

bool identity(Scanner& in) {
  return read_list(in, identity_value);
}

}  // namespace sipspec::stack::grammar
