#include "stack/transport/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace sipspec::stack {
namespace {

struct Names {
  Transport transport;
  std::string_view lower, via;
};

constexpr std::array names{
    Names{Transport::udp, "udp", "UDP"}, Names{Transport::tcp, "tcp", "TCP"},
    Names{Transport::tls, "tls", "TLS"}, Names{Transport::ws, "ws", "WS"},
    Names{Transport::wss, "wss", "WSS"},
};

const Names& names_of(Transport transport) {
  return names.at(static_cast<std::size_t>(transport));
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A decimal octet without leading zero, as canonical text has it.
bool is_octet(std::string_view text) {
  const bool digits =
      !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit);
  if (!digits || (text.size() > 1 && text.front() == '0')) {
    return false;
  }
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value <= 255;
}

bool is_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (part == 3) || !is_octet(text.substr(0, dot))) {
      return false;
    }
    text.remove_prefix(part == 3 ? text.size() : dot + 1);
  }
  return text.empty();
}

bool is_group(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
  });
}

/// Number of 16-bit groups in "a:b:c" (the last may be an IPv4 address); -1 when one is wrong.
int count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) {
    return 0;
  }
  int count = 0;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && may_end_in_ipv4 && is_ipv4(group)) {
      return count + 2;
    }
    if (!is_group(group)) {
      return -1;
    }
    ++count;
    if (last) {
      return count;
    }
    text.remove_prefix(colon + 1);
  }
}

bool is_ipv6(std::string_view text) {
  constexpr int groups = 8;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    return count_groups(text, true) == groups;
  }
  const std::string_view tail = text.substr(gap + 2);
  const int before = count_groups(text.substr(0, gap), false);
  const int after = count_groups(tail, true);
  return tail.find("::") == std::string_view::npos && before >= 0 && after >= 0 &&
         before + after < groups;
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

bool is_reliable(Transport transport) {
  return transport != Transport::udp;
}

std::string to_string(const Address& address) {
  return sip_host(address) + ':' + std::to_string(address.port);
}

std::string sip_host(const Address& address) {
  return address.is_v6() ? '[' + address.ip + ']' : address.ip;
}

std::optional<Address> address_from(std::string_view text, std::uint16_t default_port) {
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
    if (!is_ipv6(host) || (has_port && rest.front() != ':')) {
      return std::nullopt;
    }
    port = has_port ? rest.substr(1) : rest;
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    host = text.substr(0, text.find(':'));
    port = text.substr(text.find(':') + 1);
    has_port = true;
  }
  const auto number = has_port ? port_from(port) : std::optional(default_port);
  if (!number || (!is_ipv4(host) && !is_ipv6(host))) {
    return std::nullopt;
  }
  return Address{lower_text(host), *number};
}

}  // namespace sipspec::stack
