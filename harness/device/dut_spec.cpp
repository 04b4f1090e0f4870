#include "harness/device/dut_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace sipspec::harness {

namespace {

using Result = boost::system::result<DeviceProfile, DutSpecError>;

constexpr std::size_t longest_host = 253;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_host_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
}

/// A text with the place at which the reader stands.
struct Reader {
  std::string_view text;
  std::size_t at = 0;

  std::string_view rest() const { return text.substr(at); }

  std::string_view take_until(std::string_view stops) {
    const auto end = std::min(text.find_first_of(stops, at), text.size());
    const auto part = text.substr(at, end - at);
    at = end;
    return part;
  }

  bool take(char wanted) {
    if (at < text.size() && text[at] == wanted) {
      ++at;
      return true;
    }
    return false;
  }
};

std::optional<DutSpecError> read_scheme(Reader& reader, DeviceIdentity& identity) {
  const auto colon = reader.text.find(':');
  const auto scheme = lower(reader.text.substr(0, colon));
  if (scheme == "sip" && colon != std::string_view::npos) {
    reader.at = colon + 1;
    return std::nullopt;
  }
  if (scheme == "sips" && colon != std::string_view::npos) {
    reader.at = colon + 1;
    identity.scheme = DeviceIdentity::Scheme::sips;
    return std::nullopt;
  }
  return DutSpecError{"a device is written sip:host:port, or is the path of a profile (*.xml)", 0};
}

std::optional<DutSpecError> read_host(Reader& reader, DeviceAddress& address) {
  const auto start = reader.at;
  if (reader.take('[')) {
    address.host = reader.take_until("]");
    if (!reader.take(']')) {
      return DutSpecError{"the bracket of the IPv6 address is not closed", start};
    }
    const auto numeric = stack::address_from(fmt::format("[{}]:1", address.host), 1);
    if (!numeric) {
      return DutSpecError{fmt::format("'{}' is no IPv6 address", address.host), start + 1};
    }
    return std::nullopt;
  }
  const auto host = reader.take_until(":;?");
  if (host.empty()) {
    return DutSpecError{"the host is missing", start};
  }
  if (std::ranges::count(reader.rest(), ':') > 1) {
    return DutSpecError{"an IPv6 address goes into brackets: sip:[::1]:5060", start};
  }
  const auto bad = std::ranges::find_if_not(host, is_host_character);
  if (bad != host.end()) {
    return DutSpecError{fmt::format("'{}' cannot stand in a host", *bad),
                        start + static_cast<std::size_t>(bad - host.begin())};
  }
  if (host.size() > longest_host) {
    return DutSpecError{"the host name is too long", start};
  }
  address.host = host;
  return std::nullopt;
}

std::optional<DutSpecError> read_port(Reader& reader, DeviceAddress& address) {
  if (!reader.take(':')) {
    return std::nullopt;
  }
  const auto start = reader.at;
  const auto digits = reader.take_until(";?");
  unsigned port = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  if (error != std::errc{} || stop != end || port == 0 || port > 65'535) {
    return DutSpecError{fmt::format("'{}' is no port (1 to 65535)", digits), start};
  }
  address.port = static_cast<std::uint16_t>(port);
  return std::nullopt;
}

std::optional<DutSpecError> read_parameter(Reader& reader, DeviceAddress& address) {
  const auto start = reader.at;
  const auto name = lower(reader.take_until("=;?"));
  if (name != "transport") {
    return DutSpecError{fmt::format("unknown parameter '{}'; only transport= is known", name),
                        start};
  }
  if (!reader.take('=')) {
    return DutSpecError{"transport needs a value: transport=udp, tcp, tls, ws or wss", reader.at};
  }
  const auto value_at = reader.at;
  const auto value = lower(reader.take_until(";?"));
  const auto transport = stack::transport_from(value);
  if (!transport) {
    return DutSpecError{
        fmt::format("'{}' is no transport here; udp, tcp, tls, ws and wss are", value), value_at};
  }
  if (!address.transports.empty()) {
    return DutSpecError{
        "transport is given twice; for both leave it out, or use --transport udp,tcp", start};
  }
  address.transports.push_back(*transport);
  return std::nullopt;
}

std::optional<DutSpecError> read_user(Reader& reader, DeviceIdentity& identity) {
  const auto at = reader.rest().find('@');
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const auto start = reader.at;
  identity.user = reader.rest().substr(0, at);
  reader.at += at + 1;
  // RFC 3261 25.1: user = 1*( unreserved / escaped / user-unreserved )
  constexpr std::string_view marks = "-_.!~*'()%&=+$,;?/";
  const auto fits = [&](unsigned char c) {
    return std::isalnum(c) != 0 || marks.find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (identity.user.empty() || !std::ranges::all_of(identity.user, fits)) {
    return DutSpecError{fmt::format("'{}' is no user part of a SIP URI", identity.user), start};
  }
  return std::nullopt;
}

/// RFC 3261 26.2.2: sips is TLS. With transport=tcp it is TLS over TCP, with ws WebSocket over TLS.
std::optional<DutSpecError> secure(const DeviceIdentity& identity, DeviceAddress& address) {
  using stack::Transport;
  if (identity.scheme == DeviceIdentity::Scheme::sip) {
    return std::nullopt;
  }
  if (address.transports.empty()) {
    address.transports = {Transport::tls};
  }
  for (auto& transport : address.transports) {
    if (transport == Transport::udp) {
      return DutSpecError{"sips cannot go over UDP; leave transport= out for TLS", 0};
    }
    transport =
        transport == Transport::ws || transport == Transport::wss ? Transport::wss : Transport::tls;
  }
  return std::nullopt;
}

}  // namespace

Result parse_dut(std::string_view text) {
  Reader reader{text};
  DeviceProfile profile;
  DeviceAddress address;
  if (auto error = read_scheme(reader, profile.identity)) {
    return *error;
  }
  if (auto error = read_user(reader, profile.identity)) {
    return *error;
  }
  if (auto error = read_host(reader, address)) {
    return *error;
  }
  const bool port_written = reader.rest().starts_with(':');
  if (auto error = read_port(reader, address)) {
    return *error;
  }
  while (reader.take(';')) {
    if (auto error = read_parameter(reader, address)) {
      return *error;
    }
  }
  if (auto error = secure(profile.identity, address)) {
    return *error;
  }
  if (!port_written) {
    const auto first =
        address.transports.empty() ? stack::Transport::udp : address.transports.front();
    address.port = stack::default_port(first);
  }
  if (!reader.rest().empty()) {
    return DutSpecError{fmt::format("'{}' is not understood here", reader.rest()), reader.at};
  }
  profile.name = text;
  profile.roles = {"uas"};
  profile.have = {"*"};
  profile.addresses.push_back(std::move(address));
  return profile;
}

std::string show(std::string_view text, const DutSpecError& error) {
  return fmt::format("{}\n  {}\n  {:>{}}", error.sentence, text, '^', error.offset + 1);
}

}  // namespace sipspec::harness
