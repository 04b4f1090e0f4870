#include "stack/message/tel.hpp"

#include "stack/message/fields.hpp"
#include "stack/message/host.hpp"
#include "stack/message/seen_names.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <optional>

namespace sipspec::stack {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_separator(char c) {
  return c == '-' || c == '.' || c == '(' || c == ')';
}

bool is_local_digit(char c) {
  return is(c, CharClass::hex) || c == '*' || c == '#';
}

struct Subscriber {
  std::string_view number;
  Parameters parameters;
};

Subscriber split(std::string_view text) {
  const std::size_t semicolon = text.find(';');
  return {text.substr(0, semicolon),
          Parameters(semicolon == npos ? std::string_view() : text.substr(semicolon))};
}

// global-number-digits = "+" *phonedigit DIGIT *phonedigit; local-number-digits likewise with hex
// digits, "*" and "#". At least one digit.
bool check_number(std::string_view number, UriCheck& check) {
  const bool global = number.starts_with('+');
  bool digit_seen = false;
  for (std::size_t i = global ? 1 : 0; i < number.size(); ++i) {
    const char c = number[i];
    const bool digit = global ? is(c, CharClass::digit) : is_local_digit(c);
    digit_seen = digit_seen || digit;
    if (!digit && !is_separator(c)) {
      return check.fail(DefectCode::tel_number_invalid, number.substr(i, 1));
    }
  }
  return digit_seen || check.fail(DefectCode::tel_number_invalid, number);
}

// descriptor = domainname / global-number-digits
bool is_context(std::string_view value) {
  if (value.starts_with('+')) {
    return value.size() > 1 && std::ranges::all_of(value.substr(1), [](char c) {
             return is(c, CharClass::digit) || is_separator(c);
           });
  }
  return classify_host(value) == HostKind::name;
}

bool check_parameters(std::string_view text, UriCheck& check) {
  SeenNames seen;
  while (!text.empty()) {
    const std::size_t end = text.find(';', 1);
    const std::string_view one = text.substr(1, end == npos ? npos : end - 1);
    const std::size_t equals = one.find('=');
    const std::string_view name = one.substr(0, equals);
    const std::string_view value = equals == npos ? std::string_view() : one.substr(equals + 1);
    const bool context = equals_ignoring_case(name, "phone-context");
    if (!is_run_of(name, CharClass::alpha | CharClass::digit | CharClass::scheme) ||
        (equals != npos && value.empty()) || (context && !is_context(value))) {
      return check.fail(DefectCode::tel_parameter_invalid, one);
    }
    if (!check.run(value, CharClass::uri_parameter, DefectCode::tel_parameter_invalid)) {
      return false;
    }
    if (!seen.add(name)) {
      return check.fail(DefectCode::uri_parameter_repeated, name);
    }
    text.remove_prefix(one.size() + 1);
  }
  return true;
}

/// The next character of a number that is not a visual separator.
std::optional<char> next_digit(std::string_view& number) {
  while (!number.empty()) {
    const char c = number.front();
    number.remove_prefix(1);
    if (!is_separator(c)) {
      return to_lower(c);
    }
  }
  return std::nullopt;
}

bool same_digits(std::string_view a, std::string_view b) {
  while (true) {
    const auto left = next_digit(a);
    if (left != next_digit(b)) {
      return false;
    }
    if (!left) {
      return true;
    }
  }
}

bool same_parameter(const Parameter& a, const Parameter& b) {
  const bool number = equals_ignoring_case(a.name, "ext") ||
                      (equals_ignoring_case(a.name, "phone-context") && a.value.starts_with('+'));
  return number ? same_digits(a.value, b.value) : equals_ignoring_case(a.value, b.value);
}

/// Every parameter of `a` is in `b` with the same value.
bool covers(const Parameters& a, const Parameters& b) {
  std::string_view rest = a.text();
  while (const auto parameter = Parameters::next(rest)) {
    const auto other = b.find(parameter->name);
    if (!other || !same_parameter(*parameter, *other)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool check_tel(std::string_view subscriber, UriCheck& check) {
  const Subscriber parts = split(subscriber);
  if (!check_number(parts.number, check) || !check_parameters(parts.parameters.text(), check)) {
    return false;
  }
  const bool global = parts.number.starts_with('+');
  return global || parts.parameters.has("phone-context") ||
         check.fail(DefectCode::tel_context_missing, parts.number);
}

bool tel_equivalent(std::string_view a, std::string_view b) {
  const Subscriber left = split(a);
  const Subscriber right = split(b);
  return left.number.starts_with('+') == right.number.starts_with('+') &&
         same_digits(left.number, right.number) && covers(left.parameters, right.parameters) &&
         covers(right.parameters, left.parameters);
}

}  // namespace sipspec::stack
