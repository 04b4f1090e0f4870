#include "stack/transport/address.hpp"

#include "stack/transport/ip_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sipspec::stack {
namespace {

struct Names {
  Transport transport;
  std::string_view lower, via;
  std::uint16_t default_port;
};

constexpr std::array names{
    Names{Transport::udp, "udp", "UDP", 5060}, Names{Transport::tcp, "tcp", "TCP", 5060},
    Names{Transport::tls, "tls", "TLS", 5061}, Names{Transport::ws, "ws", "WS", 80},
    Names{Transport::wss, "wss", "WSS", 443},
};

const Names& names_of(Transport transport) {
  return names.at(static_cast<std::size_t>(transport));
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_text(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(), lower);
  return copy;
}

std::optional<std::uint16_t> port_from(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  return whole && value <= 65535 ? std::optional(static_cast<std::uint16_t>(value)) : std::nullopt;
}

}  // namespace

std::string_view to_string(Transport transport) {
  return names_of(transport).lower;
}

std::string_view via_name(Transport transport) {
  return names_of(transport).via;
}

std::optional<Transport> transport_from(std::string_view name) {
  const std::string wanted = lower_text(name);
  for (const Names& row : names) {
    if (row.lower == wanted) {
      return row.transport;
    }
  }
  return std::nullopt;
}

bool is_message_oriented(Transport transport) {
  return transport == Transport::udp || transport == Transport::ws || transport == Transport::wss;
}

bool is_reliable(Transport transport) {
  return transport != Transport::udp;
}

std::uint16_t default_port(Transport transport) {
  return names_of(transport).default_port;
}

std::string to_string(const Address& address) {
  return sip_host(address) + ':' + std::to_string(address.port);
}

std::string sip_host(const Address& address) {
  return address.is_v6() ? '[' + address.ip + ']' : address.ip;
}

std::optional<Address> address_from(std::string_view text, std::uint16_t port_if_absent) {
  std::string_view host = text;
  std::string_view port;
  bool has_port = false;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    host = text.substr(1, close - 1);
    const std::string_view rest = text.substr(close + 1);
    has_port = !rest.empty();
    if (host.find(':') == std::string_view::npos || (has_port && rest.front() != ':')) {
      return std::nullopt;
    }
    port = has_port ? rest.substr(1) : rest;
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    host = text.substr(0, text.find(':'));
    port = text.substr(text.find(':') + 1);
    has_port = true;
  }
  const auto number = has_port ? port_from(port) : std::optional(port_if_absent);
  auto ip = canonical_ip(host);
  return number && ip ? std::optional(Address{std::move(*ip), *number}) : std::nullopt;
}

}  // namespace sipspec::stack
