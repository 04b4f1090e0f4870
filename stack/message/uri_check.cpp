#include "stack/message/uri_check.hpp"

#include "stack/message/host.hpp"
#include "stack/message/seen_names.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/number.hpp"

namespace sipspec::stack {

namespace {

constexpr auto npos = std::string_view::npos;

DefectCode code_of_octet(char c) {
  if (is(c, CharClass::white)) {
    return DefectCode::uri_whitespace;
  }
  return is(c, CharClass::control) ? DefectCode::control_character
                                   : DefectCode::uri_character_invalid;
}

}  // namespace

bool UriCheck::fail(DefectCode code, std::string_view where) {
  error_ = {.code = code,
            .offset = static_cast<std::uint32_t>(where.data() - uri_.data()),
            .length = static_cast<std::uint32_t>(where.size()),
            .rule = describe(code).rule};
  return false;
}

bool UriCheck::octets() {
  const std::string_view uri = uri_;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (is(uri[i], CharClass::uri_plain)) {
      continue;
    }
    if (uri[i] != '%') {
      return fail(code_of_octet(uri[i]), uri.substr(i, 1));
    }
    if (i + 2 >= uri.size() || !all_are(uri.substr(i + 1, 2), CharClass::hex)) {
      return fail(DefectCode::uri_escape_invalid, uri.substr(i, 3));
    }
  }
  return true;
}

bool UriCheck::run(std::string_view part, CharClass set, DefectCode code) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    // That two hexadecimal digits follow a '%' is known from octets().
    if (!is(part[i], set) && part[i] != '%') {
      return fail(code, part.substr(i, 1));
    }
  }
  return true;
}

bool UriCheck::host(std::string_view host) {
  switch (classify_host(host)) {
    case HostKind::name:
    case HostKind::ipv4:
    case HostKind::ipv6_reference:
      return true;
    case HostKind::bad_ipv6_reference:
      return fail(DefectCode::uri_ipv6_invalid, host);
    case HostKind::invalid:
      break;
  }
  return fail(DefectCode::uri_host_invalid, host);
}

bool UriCheck::parameters(std::string_view text) {
  SeenNames seen;
  while (!text.empty()) {
    const std::size_t end = text.find(';', 1);
    const std::string_view one = text.substr(1, end == npos ? npos : end - 1);
    if (!parameter(one)) {
      return false;
    }
    const std::string_view name = one.substr(0, one.find('='));
    if (!seen.add(name)) {
      return fail(DefectCode::uri_parameter_repeated, name);
    }
    text.remove_prefix(one.size() + 1);
  }
  return true;
}

// uri-parameter, where the value of a known one has a form of its own.
bool UriCheck::parameter(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const bool has_value = equals != npos;
  const std::string_view value = has_value ? text.substr(equals + 1) : std::string_view();
  if (name.empty() || (has_value && value.empty())) {
    return fail(DefectCode::uri_parameter_invalid, text);
  }
  if (!run(name, CharClass::uri_parameter, DefectCode::uri_parameter_invalid) ||
      !run(value, CharClass::uri_parameter, DefectCode::uri_parameter_invalid)) {
    return false;
  }
  const auto named = [name](std::string_view wanted) { return equals_ignoring_case(name, wanted); };
  if (named("maddr")) {
    return host(value);
  }
  bool good = true;
  if (named("ttl")) {
    good = value.size() <= 3 && read_number(value, 255).ok();
  } else if (named("transport") || named("user") || named("method")) {
    good = is_run_of(value, CharClass::token);
  }
  return good || fail(DefectCode::uri_parameter_invalid, text);
}

bool UriCheck::headers(std::string_view text) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find('&', begin);
    const std::string_view one = text.substr(begin, end == npos ? npos : end - begin);
    const std::size_t equals = one.find('=');
    const std::string_view name = one.substr(0, equals);
    if (equals == npos || name.empty()) {
      return fail(DefectCode::uri_headers_invalid, one);
    }
    if (!run(name, CharClass::uri_header, DefectCode::uri_headers_invalid) ||
        !run(one.substr(equals + 1), CharClass::uri_header, DefectCode::uri_headers_invalid)) {
      return false;
    }
    if (end == npos) {
      return true;
    }
    begin = end + 1;
  }
}

}  // namespace sipspec::stack
