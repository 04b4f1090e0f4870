#include "stack/message/grammar.hpp"
#include "stack/message/host.hpp"
#include "stack/message/seen_names.hpp"
#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>

namespace sipspec::stack {

bool read_token(Scanner& in, DefectCode code) {
  return !in.take(CharClass::token).empty() || in.fail(code);
}

bool read_quoted_string(Scanner& in) {
  const std::size_t start = in.offset();
  switch (in.skip_quoted_string()) {
    case Delimited::ok:
      return true;
    case Delimited::missing:
      return in.fail(DefectCode::quoted_string_missing);
    case Delimited::unclosed:
      return in.fail_between(DefectCode::quoted_string_unclosed, start, in.text().size());
    case Delimited::invalid:
    case Delimited::not_utf8:
      break;
  }
  return in.fail(DefectCode::quoted_string_invalid);
}

bool read_comment(Scanner& in) {
  const std::size_t start = in.offset();
  switch (in.skip_comment()) {
    case Delimited::ok:
      return true;
    case Delimited::unclosed:
      return in.fail_between(DefectCode::comment_unclosed, start, in.text().size());
    case Delimited::missing:
    case Delimited::invalid:
    case Delimited::not_utf8:
      break;
  }
  return in.fail(DefectCode::comment_invalid);
}

bool read_token_or_quoted_string(Scanner& in) {
  return in.at('"') ? read_quoted_string(in) : read_token(in, DefectCode::parameter_value_invalid);
}

bool read_gen_value(Scanner& in) {
  return in.at('[') ? read_host(in, DefectCode::parameter_value_invalid)
                    : read_token_or_quoted_string(in);
}

bool read_host(Scanner& in, DefectCode code) {
  const std::size_t start = in.offset();
  if (in.at('[')) {
    const std::size_t close = in.rest().find(']');
    if (close == std::string_view::npos) {
      return in.fail(DefectCode::ipv6_invalid);
    }
    in.seek(start + close + 1);
  } else {
    in.take(CharClass::host);
  }
  switch (classify_host(in.since(start))) {
    case HostKind::name:
    case HostKind::ipv4:
    case HostKind::ipv6_reference:
      return true;
    case HostKind::bad_ipv6_reference:
      return in.fail_since(DefectCode::ipv6_invalid, start);
    case HostKind::invalid:
      break;
  }
  return in.offset() == start ? in.fail(code) : in.fail_since(code, start);
}

bool read_digits(Scanner& in, const NumberRule& rule) {
  const std::size_t start = in.offset();
  const Number number = read_number(in.take(CharClass::digit), rule.max);
  if (number.fault == NumberFault::not_digits) {
    return in.fail(rule.invalid);
  }
  if (number.fault == NumberFault::too_large) {
    in.note(rule.out_of_range, start, in.offset());
  }
  return true;
}

bool read_delta_seconds(Scanner& in) {
  return read_digits(in, {.max = 0xFFFFFFFFU,
                          .invalid = DefectCode::delta_seconds_invalid,
                          .out_of_range = DefectCode::delta_seconds_out_of_range});
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
bool read_qvalue(Scanner& in) {
  const std::size_t start = in.offset();
  const std::string_view whole = in.take(CharClass::digit);
  const std::string_view decimals = in.skip('.') ? in.take(CharClass::digit) : std::string_view();
  const bool good = (whole == "0" || whole == "1") && decimals.size() <= 3 &&
                    (whole == "0" || decimals.find_first_not_of('0') == std::string_view::npos);
  if (good) {
    return true;
  }
  return in.offset() == start ? in.fail(DefectCode::qvalue_invalid)
                              : in.fail_since(DefectCode::qvalue_invalid, start);
}

void judge_uri(Scanner& in, std::size_t begin, std::string_view text) {
  if (const Result<Uri> uri = parse_uri(text); !uri) {
    const std::size_t at = begin + uri.error().offset;
    in.note(uri.error().code, at, at + uri.error().length);
  }
}

bool read_bracketed_uri(Scanner& in) {
  in.skip_white();
  const std::size_t open = in.offset();
  if (!in.skip('<')) {
    return in.fail(DefectCode::angle_bracket_missing);
  }
  const std::size_t close = in.rest().find('>');
  if (close == std::string_view::npos) {
    return in.fail_between(DefectCode::angle_bracket_unclosed, open, in.text().size());
  }
  const std::string_view uri = in.rest().substr(0, close);
  in.seek(open + close + 2);
  if (uri.empty()) {
    in.note(DefectCode::address_missing, open, in.offset());
  } else {
    judge_uri(in, open + 1, uri);
  }
  return true;
}

namespace {

bool read_parameter(Scanner& in, std::size_t start, const ParameterRule* rule, ValueNeed need) {
  const DefectCode fault = rule != nullptr ? rule->fault : DefectCode::parameter_value_invalid;
  if (!in.skip_separator('=')) {
    return need == ValueNeed::optional ||
           in.fail_since(rule != nullptr ? fault : DefectCode::parameter_value_missing, start);
  }
  if (in.at_boundary()) {
    return in.fail_since(rule != nullptr ? fault : DefectCode::parameter_value_missing, start);
  }
  return rule != nullptr ? rule->value(in) : read_gen_value(in);
}

}  // namespace

bool read_parameters(Scanner& in, std::span<const ParameterRule> rules, ValueNeed others) {
  SeenNames seen;
  while (in.skip_separator(';')) {
    const std::size_t start = in.offset();
    if (!read_token(in, DefectCode::parameter_name_invalid)) {
      return false;
    }
    const std::string_view name = in.since(start);
    if (!seen.add(name)) {
      in.note(DefectCode::parameter_repeated, start, in.offset());
    }
    const auto found = std::ranges::find_if(
        rules, [name](const ParameterRule& rule) { return equals_ignoring_case(rule.name, name); });
    const ParameterRule* rule = found == rules.end() ? nullptr : &*found;
    if (!read_parameter(in, start, rule, rule != nullptr ? rule->need : others)) {
      return false;
    }
    in.skip_white();
    if (!in.at_boundary()) {
      return in.fail(rule != nullptr ? rule->fault : DefectCode::parameter_value_invalid);
    }
  }
  return true;
}

namespace {

/// One element from the cursor on; leaves the cursor at the comma behind it or at the end.
void read_element(Scanner& in, GrammarRule element) {
  const std::size_t start = in.offset();
  if (in.at(',') || in.at_end()) {
    in.note(DefectCode::list_element_empty, start, start + (in.at_end() ? 0 : 1));
    return;
  }
  bool good = element(in);
  if (good) {
    in.skip_white();
    good = in.at_end() || in.at(',') || in.fail(DefectCode::value_excess);
  }
  if (!good) {
    in.seek(std::max(find_list_end(in.text(), start), in.offset()));
  }
}

}  // namespace

bool read_list(Scanner& in, GrammarRule element, ListNeed need) {
  in.skip_white();
  if (in.at_end()) {
    return need == ListNeed::may_be_empty || in.fail(DefectCode::value_empty);
  }
  read_element(in, element);
  while (in.skip_separator(',')) {
    read_element(in, element);
  }
  return true;
}

bool read_end(Scanner& in) {
  in.skip_white();
  return in.at_end() || in.fail(DefectCode::value_excess);
}

}  // namespace sipspec::stack
