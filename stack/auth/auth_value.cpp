#include "stack/auth/auth_value.hpp"

#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/cursor.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

namespace {

/// "token token" or a token at the end: a scheme, and no parameter.
bool at_scheme(Cursor in) {
  if (in.take(CharClass::token).empty()) {
    return false;
  }
  const bool gap = in.skip_white();
  return in.at_end() || (gap && in.at(CharClass::token));
}

void skip_commas(Cursor& in) {
  in.skip_white();
  while (in.skip(',')) {
    in.skip_white();
  }
}

/// What stands behind "=": up to the next comma, quotes respected.
AuthParameter read_value(Cursor& in, std::string_view name) {
  AuthParameter parameter;
  parameter.name = name;
  const std::size_t start = in.offset();
  in.seek(find_list_end(in.text(), start));
  parameter.raw = trim(in.since(start));
  const bool is_quoted =
      parameter.raw.size() >= 2 && parameter.raw.front() == '"' && parameter.raw.back() == '"';
  parameter.form = is_quoted ? AuthForm::quoted : AuthForm::token;
  parameter.value = is_quoted ? unquote(parameter.raw) : parameter.raw;
  return parameter;
}

AuthParameter read_parameter(Cursor& in) {
  const std::string_view name = in.take(CharClass::token);
  if (!name.empty() && in.skip_separator('=')) {
    return read_value(in, name);
  }
  AuthParameter parameter = read_value(in, name);
  parameter.form = AuthForm::bare;
  return parameter;
}

/// Parameters up to the end or to the scheme of a further value.
void read_parameters_of(Cursor& in, AuthValue& value) {
  skip_commas(in);
  while (!in.at_end()) {
    AuthParameter parameter = read_parameter(in);
    if (value.parameters.size() < AuthValue::max_parameters) {
      value.parameters.push_back(std::move(parameter));
    }
    skip_commas(in);
    if (!value.scheme.empty() && at_scheme(in)) {
      return;
    }
  }
}

}  // namespace

const AuthParameter* AuthValue::find(std::string_view name) const {
  const auto found = std::ranges::find_if(parameters, [name](const AuthParameter& parameter) {
    return equals_ignoring_case(parameter.name, name);
  });
  return found == parameters.end() ? nullptr : &*found;
}

std::string_view AuthValue::text(std::string_view name) const {
  const AuthParameter* parameter = find(name);
  return parameter != nullptr ? std::string_view(parameter->value) : std::string_view();
}

std::size_t AuthValue::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(parameters, [name](const AuthParameter& parameter) {
        return equals_ignoring_case(parameter.name, name);
      }));
}

bool AuthValue::is_digest() const {
  return equals_ignoring_case(scheme, "Digest");
}

std::vector<AuthValue> read_auth_values(std::string_view field_value) {
  std::vector<AuthValue> values;
  Cursor in(field_value);
  skip_commas(in);
  while (!in.at_end() && values.size() < max_auth_values) {
    AuthValue value;
    value.scheme = in.take(CharClass::token);
    if (value.scheme.empty()) {
      break;
    }
    read_parameters_of(in, value);
    values.push_back(std::move(value));
  }
  return values;
}

AuthValue read_auth_parameters(std::string_view field_value) {
  AuthValue value;
  Cursor in(field_value);
  read_parameters_of(in, value);
  return value;
}

void AuthWriter::begin(std::string_view name) {
  if (!text_.empty()) {
    text_ += first_ ? " " : ", ";
  }
  first_ = false;
  text_ += name;
  text_ += '=';
}

AuthWriter& AuthWriter::token(std::string_view name, std::string_view value) {
  begin(name);
  text_ += value;
  return *this;
}

AuthWriter& AuthWriter::quoted(std::string_view name, std::string_view value) {
  begin(name);
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
    }
    text_ += c;
  }
  text_ += '"';
  return *this;
}

}  // namespace sipspec::stack
