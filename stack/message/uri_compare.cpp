#include "stack/message/tel.hpp"
#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace sipspec::stack {

namespace {

/// URIs longer than this are compared octet by octet, so that hostile lists of parameters cost
/// nothing.
constexpr std::size_t max_compared_octets = 4096;

enum class Case : std::uint8_t { matters, ignored };

struct Character {
  char value;
  bool reserved_escape;  ///< an escape of a reserved character differs from the character itself
};

unsigned hex_value(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : (to_lower(c) - 'a') + 10);
}

bool is_reserved(char c) {
  return std::string_view(";/?:@&=+$,").find(c) != std::string_view::npos;
}

Character next_character(std::string_view& text) {
  if (text.front() != '%' || text.size() < 3 || !all_are(text.substr(1, 2), CharClass::hex)) {
    const Character plain{text.front(), false};
    text.remove_prefix(1);
    return plain;
  }
  const char decoded = static_cast<char>((hex_value(text[1]) << 4U) | hex_value(text[2]));
  text.remove_prefix(3);
  return {decoded, is_reserved(decoded)};
}

/// RFC 3261 19.1.4: characters other than those in the reserved set are equal to their escapes.
bool same_text(std::string_view a, std::string_view b, Case letters) {
  while (!a.empty() && !b.empty()) {
    const Character left = next_character(a);
    const Character right = next_character(b);
    const bool same = left.value == right.value ||
                      (letters == Case::ignored && to_lower(left.value) == to_lower(right.value));
    if (!same || left.reserved_escape != right.reserved_escape) {
      return false;
    }
  }
  return a.empty() && b.empty();
}

/// Parameters that count even when only one of the URIs has them.
bool counts_when_absent(std::string_view name) {
  static constexpr std::array<std::string_view, 5> names = {"user", "ttl", "method", "maddr",
                                                            "transport"};
  return std::ranges::any_of(
      names, [name](std::string_view each) { return same_text(name, each, Case::ignored); });
}

std::optional<Parameter> find_parameter(const Parameters& parameters, std::string_view name) {
  std::string_view rest = parameters.text();
  while (const auto parameter = Parameters::next(rest)) {
    if (same_text(parameter->name, name, Case::ignored)) {
      return parameter;
    }
  }
  return std::nullopt;
}

/// Each parameter of `a` against `b`: equal where both have it, not alone where that counts.
bool parameters_fit(const Parameters& a, const Parameters& b) {
  std::string_view rest = a.text();
  while (const auto parameter = Parameters::next(rest)) {
    const auto other = find_parameter(b, parameter->name);
    if (other) {
      if (parameter->has_value != other->has_value ||
          !same_text(parameter->value, other->value, Case::ignored)) {
        return false;
      }
    } else if (counts_when_absent(parameter->name)) {
      return false;
    }
  }
  return true;
}

struct UriHeader {
  std::string_view name, value;
  bool matched = false;
};

std::vector<UriHeader> headers_of(std::string_view text) {
  std::vector<UriHeader> headers;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view one = text.substr(0, end);
    const std::size_t equals = one.find('=');
    headers.push_back({one.substr(0, equals), equals == std::string_view::npos
                                                  ? std::string_view()
                                                  : one.substr(equals + 1)});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return headers;
}

/// Never ignored, in any order. Names without case; values as written but for escapes: how each
/// header field compares is its own matter (RFC 3261 section 20), of which case is the common part.
bool headers_fit(std::string_view a, std::string_view b) {
  const std::vector<UriHeader> left = headers_of(a);
  std::vector<UriHeader> right = headers_of(b);
  if (left.size() != right.size()) {
    return false;
  }
  for (const UriHeader& header : left) {
    bool found = false;
    for (UriHeader& other : right) {
      if (!other.matched && same_text(header.name, other.name, Case::ignored) &&
          same_text(header.value, other.value, Case::matters)) {
        found = other.matched = true;
        break;
      }
    }
    if (!found) {
      return false;
    }
  }
  return true;
}

bool sip_equivalent(const Uri& a, const Uri& b) {
  return a.has_user == b.has_user && same_text(a.user, b.user, Case::matters) &&
         same_text(a.password, b.password, Case::matters) &&
         a.password.empty() == b.password.empty() && equals_ignoring_case(a.host, b.host) &&
         a.port == b.port && parameters_fit(a.parameters, b.parameters) &&
         parameters_fit(b.parameters, a.parameters) && headers_fit(a.headers, b.headers);
}

}  // namespace

bool equivalent(const Uri& a, const Uri& b) {
  if (a.scheme != b.scheme) {
    return false;
  }
  if (a.raw.size() > max_compared_octets || b.raw.size() > max_compared_octets) {
    return a.raw == b.raw;
  }
  switch (a.scheme) {
    case UriScheme::sip:
    case UriScheme::sips:
      return sip_equivalent(a, b);
    case UriScheme::im:
      return a.has_user == b.has_user && same_text(a.user, b.user, Case::matters) &&
             equals_ignoring_case(a.host, b.host);
    case UriScheme::tel:
      return tel_equivalent(a.opaque, b.opaque);
    case UriScheme::other:
      break;
  }
  return a.raw == b.raw;
}

bool uris_equivalent(std::string_view a, std::string_view b) {
  const Result<Uri> left = parse_uri(a);
  const Result<Uri> right = parse_uri(b);
  return left && right ? equivalent(*left, *right) : a == b;
}

}  // namespace sipspec::stack
