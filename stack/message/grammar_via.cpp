#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/message/host.hpp"
#include "stack/text/ascii.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

// sent-protocol = protocol-name SLASH protocol-version SLASH transport
bool read_sent_protocol(Scanner& in) {
  return read_token(in, via_protocol_invalid) &&
         (in.skip_separator('/') || in.fail(via_protocol_invalid)) &&
         read_token(in, via_protocol_invalid) &&
         (in.skip_separator('/') || in.fail(via_protocol_invalid)) &&
         read_token(in, via_protocol_invalid);
}

// sent-by = host [ COLON port ]
bool read_sent_by(Scanner& in) {
  if (in.at_boundary() || in.at(':')) {
    return in.fail(via_sent_by_missing);
  }
  if (!read_host(in, via_sent_by_invalid)) {
    return false;
  }
  return !in.skip_separator(':') || read_digits(in, {65535, via_port_invalid, via_port_invalid});
}

bool read_ttl(Scanner& in) {
  const std::size_t start = in.offset();
  const std::string_view digits = in.take(CharClass::digit);
  const bool good = digits.size() <= 3 && read_number(digits, 255).ok();
  return good || in.fail_since(via_ttl_invalid, start);
}

bool read_maddr(Scanner& in) {
  return read_host(in, via_maddr_invalid);
}

// via-received = "received" EQUAL (IPv4address / IPv6address): without brackets. Both ways of
// writing IPv6 are about (RFC 5118 4.5), so brackets are told apart from an address that is none.
bool read_received(Scanner& in) {
  const std::size_t start = in.offset();
  in.skip('[');
  in.take(CharClass::hex | CharClass::host | CharClass::uri_parameter);
  const std::string_view value = in.since(start);
  const HostKind kind = classify_host(value);
  if (kind == HostKind::ipv6_reference) {
    in.note(via_received_brackets, start, in.offset());
    return true;
  }
  return kind == HostKind::ipv4 || is_ipv6_address(value) ||
         in.fail_since(via_received_invalid, start);
}

bool read_branch(Scanner& in) {
  return read_token(in, via_branch_invalid);
}

bool read_rport(Scanner& in) {
  return read_digits(in, {65535, via_rport_invalid, via_rport_invalid});
}

constexpr std::array<ParameterRule, 5> parameters = {{
    {"branch", read_branch, via_branch_invalid},
    {"received", read_received, via_received_invalid},
    {"rport", read_rport, via_rport_invalid, ValueNeed::optional},
    {"ttl", read_ttl, via_ttl_invalid},
    {"maddr", read_maddr, via_maddr_invalid},
}};

// via-parm = sent-protocol LWS sent-by *( SEMI via-params )
bool via_parm(Scanner& in) {
  if (!read_sent_protocol(in)) {
    return false;
  }
  if (!in.skip_white()) {
    return in.fail(in.at_boundary() ? via_sent_by_missing : via_protocol_invalid);
  }
  if (!read_sent_by(in)) {
    return false;
  }
  in.skip_white();
  if (!in.at_boundary()) {
    return in.fail(via_sent_by_invalid);
  }
  return read_parameters(in, parameters);
}

}  // namespace

bool via(Scanner& in) {
  return read_list(in, via_parm);
}

}  // namespace sipspec::stack::grammar
