#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/message/host.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

bool any_token(Scanner& in) {
  return read_token(in);
}

// "*" *( SEMI feature-param ) (RFC 3841 9.2, RFC 6809 6)
bool feature_value(Scanner& in) {
  return (in.skip('*') || in.fail(token_invalid)) && read_parameters(in, {});
}

bool token_with_parameters(Scanner& in) {
  return read_token(in) && read_parameters(in, {});
}

bool read_cause(Scanner& in) {
  return read_digits(in, {0xFFFFFFFFU, parameter_value_invalid, number_out_of_range});
}

constexpr std::array<ParameterRule, 2> reason_parameters = {{
    {"cause", read_cause, parameter_value_invalid},
    {"text", read_quoted_string, quoted_string_missing},
}};

// reason-value = protocol *( SEMI reason-params ) (RFC 3326 2)
bool reason_value(Scanner& in) {
  return read_token(in) && read_parameters(in, reason_parameters);
}

// warn-agent = hostport / pseudonym
bool read_warn_agent(Scanner& in) {
  const std::size_t start = in.offset();
  while (!in.at_end() && !in.at(CharClass::white) && !in.at('"') && !in.at(',')) {
    in.seek(in.offset() + 1);
  }
  const std::string_view agent = in.since(start);
  if (is_run_of(agent, CharClass::token)) {
    return true;
  }
  const std::size_t colon = agent.rfind(':');
  const bool has_port = colon != std::string_view::npos && agent.back() != ']';
  const HostKind host = classify_host(agent.substr(0, has_port ? colon : agent.size()));
  const bool good =
      host == HostKind::name || host == HostKind::ipv4 || host == HostKind::ipv6_reference;
  if (good && (!has_port || read_number(agent.substr(colon + 1), 65535).ok())) {
    return true;
  }
  in.seek(start);
  return agent.empty() ? in.fail(warning_agent_invalid)
                       : in.fail_between(warning_agent_invalid, start, start + agent.size());
}

// warning-value = warn-code SP warn-agent SP warn-text
bool warning_value(Scanner& in) {
  const std::size_t start = in.offset();
  if (in.take(CharClass::digit).size() != 3 || !in.skip(' ')) {
    return in.offset() == start ? in.fail(warning_code_invalid)
                                : in.fail_since(warning_code_invalid, start);
  }
  if (!read_warn_agent(in)) {
    return false;
  }
  if (!in.skip(' ') || !in.at('"')) {
    return in.fail(warning_text_invalid);
  }
  return read_quoted_string(in);
}

}  // namespace

bool token_list(Scanner& in) {
  return read_list(in, any_token);
}

bool optional_token_list(Scanner& in) {
  return read_list(in, any_token, ListNeed::may_be_empty);
}

bool token(Scanner& in) {
  return read_token(in) && read_end(in);
}

bool feature_list(Scanner& in) {
  return read_list(in, feature_value);
}

bool access_network_info(Scanner& in) {
  return read_list(in, token_with_parameters);
}

bool reason(Scanner& in) {
  return read_list(in, reason_value);
}

// priv-value *( ";" priv-value ) (RFC 3323 4.2)
bool privacy(Scanner& in) {
  do {
    if (!read_token(in, privacy_value_invalid)) {
      return false;
    }
  } while (in.skip_separator(';'));
  return read_end(in);
}

bool warning(Scanner& in) {
  return read_list(in, warning_value);
}

}  // namespace sipspec::stack::grammar
