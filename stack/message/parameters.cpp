#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

/// Where the parameter that starts at `text` ends: at the next ';' that is not quoted.
std::size_t find_parameter_end(std::string_view text) {
  const std::size_t plain_end = std::min(text.find(';'), text.size());
  if (text.substr(0, plain_end).find('"') == std::string_view::npos) {
    return plain_end;
  }
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted && c == '\\') {
      ++i;
    } else if (!quoted && c == ';') {
      return i;
    }
  }
  return text.size();
}

Parameter split(std::string_view text) {
  Parameter parameter;
  const std::size_t equals = text.find('=');
  parameter.name = trim(text.substr(0, equals));
  if (equals != std::string_view::npos) {
    parameter.has_value = true;
    parameter.value = trim(text.substr(equals + 1));
  }
  return parameter;
}

}  // namespace

std::optional<Parameter> Parameters::next(std::string_view& rest) {
  while (!rest.empty()) {
    if (rest.front() == ';' || is(rest.front(), CharClass::white)) {
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t end = find_parameter_end(rest);
    const Parameter parameter = split(rest.substr(0, end));
    rest.remove_prefix(end);
    return parameter;
  }
  return std::nullopt;
}

std::optional<Parameter> Parameters::find(std::string_view name) const {
  std::string_view rest = text_;
  while (const auto parameter = next(rest)) {
    if (equals_ignoring_case(parameter->name, name)) {
      return parameter;
    }
  }
  return std::nullopt;
}

std::string_view Parameters::value(std::string_view name) const {
  const auto parameter = find(name);
  return parameter ? parameter->value : std::string_view();
}

}  // namespace sipspec::stack
