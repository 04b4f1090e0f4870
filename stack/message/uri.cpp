#include "stack/message/uri.hpp"

#include "stack/message/tel.hpp"
#include "stack/message/uri_check.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/number.hpp"

namespace sipspec::stack {

namespace {

constexpr auto npos = std::string_view::npos;

UriScheme scheme_of(std::string_view text) {
  if (equals_ignoring_case(text, "sip")) {
    return UriScheme::sip;
  }
  if (equals_ignoring_case(text, "sips")) {
    return UriScheme::sips;
  }
  if (equals_ignoring_case(text, "tel")) {
    return UriScheme::tel;
  }
  return equals_ignoring_case(text, "im") ? UriScheme::im : UriScheme::other;
}

class UriReader {
 public:
  explicit UriReader(std::string_view text) : check_(text) { uri_.raw = text; }

  Result<Uri> read() {
    if (check_.octets() && read_scheme() && read_rest()) {
      return uri_;
    }
    return check_.error();
  }

 private:
  bool read_scheme();
  bool read_rest();
  bool read_sip(std::string_view rest);
  bool read_userinfo(std::string_view userinfo);
  bool read_hostport(std::string_view hostport);

  UriCheck check_;
  Uri uri_;
};

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
bool UriReader::read_scheme() {
  const std::string_view text = uri_.raw;
  if (text.empty()) {
    return check_.fail(DefectCode::uri_empty, text);
  }
  const std::size_t colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  if (colon == npos || !is_run_of(scheme, CharClass::scheme) ||
      !is(scheme.front(), CharClass::alpha)) {
    return check_.fail(DefectCode::uri_scheme_invalid, scheme);
  }
  uri_.scheme_text = scheme;
  uri_.scheme = scheme_of(scheme);
  return true;
}

bool UriReader::read_rest() {
  const std::string_view rest = uri_.raw.substr(uri_.scheme_text.size() + 1);
  switch (uri_.scheme) {
    case UriScheme::sip:
    case UriScheme::sips:
    case UriScheme::im:
      return read_sip(rest);
    case UriScheme::tel:
      uri_.opaque = rest;
      uri_.parameters = Parameters(rest.substr(std::min(rest.find(';'), rest.size())));
      return check_tel(rest, check_);
    case UriScheme::other:
      break;
  }
  uri_.opaque = rest;
  return !rest.empty() || check_.fail(DefectCode::uri_empty, rest);
}

// [ userinfo ] hostport uri-parameters [ headers ]. Neither host, parameters nor headers can hold
// an
// '@', so the first one ends the userinfo.
bool UriReader::read_sip(std::string_view rest) {
  if (const std::size_t at = rest.find('@'); at != npos) {
    if (!read_userinfo(rest.substr(0, at))) {
      return false;
    }
    rest.remove_prefix(at + 1);
  }
  const std::size_t question = rest.find('?');
  const std::string_view before = rest.substr(0, question);
  const std::size_t semicolon = before.find(';');
  if (!read_hostport(before.substr(0, semicolon))) {
    return false;
  }
  if (semicolon != npos) {
    uri_.parameters = Parameters(before.substr(semicolon));
    if (!check_.parameters(before.substr(semicolon))) {
      return false;
    }
  }
  if (question == npos) {
    return true;
  }
  uri_.headers = rest.substr(question + 1);
  return check_.headers(uri_.headers);
}

// userinfo = ( user / telephone-subscriber ) [ ":" password ] "@"
bool UriReader::read_userinfo(std::string_view userinfo) {
  uri_.has_user = true;
  const std::size_t colon = userinfo.find(':');
  uri_.user = userinfo.substr(0, colon);
  if (uri_.user.empty()) {
    return check_.fail(DefectCode::uri_user_empty, userinfo.substr(0, 0));
  }
  if (!check_.run(uri_.user, CharClass::user, DefectCode::uri_user_invalid)) {
    return false;
  }
  if (colon == npos) {
    return true;
  }
  uri_.password = userinfo.substr(colon + 1);
  return check_.run(uri_.password, CharClass::password, DefectCode::uri_password_invalid);
}

// hostport = host [ ":" port ]
bool UriReader::read_hostport(std::string_view hostport) {
  std::size_t host_end = hostport.find(':');
  if (hostport.starts_with('[')) {
    const std::size_t close = hostport.find(']');
    if (close == npos) {
      return check_.fail(DefectCode::uri_ipv6_invalid, hostport);
    }
    host_end = close + 1;
  }
  uri_.host = hostport.substr(0, host_end);
  if (uri_.host.empty()) {
    return check_.fail(DefectCode::uri_host_missing, uri_.host);
  }
  if (!check_.host(uri_.host)) {
    return false;
  }
  if (uri_.host.size() == hostport.size()) {
    return true;
  }
  const std::string_view port = hostport.substr(uri_.host.size());
  const Number number = read_number(port.substr(1), 65535);
  if (port.front() != ':' || number.fault == NumberFault::not_digits) {
    return check_.fail(DefectCode::uri_port_invalid, port);
  }
  uri_.port = static_cast<std::uint16_t>(number.value);
  return number.ok() || check_.fail(DefectCode::uri_port_out_of_range, port.substr(1));
}

}  // namespace

Result<Uri> parse_uri(std::string_view text) {
  return UriReader(text).read();
}

}  // namespace sipspec::stack
