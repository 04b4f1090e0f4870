#include "captures/network/ip_endpoint.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace sipspec::captures {

std::optional<IpEndpoint> ip_endpoint(const stack::Address& address) {
  // Link-local addresses come from sockets with a zone; it is not on the wire.
  const std::string ip = address.ip.substr(0, address.ip.find('%'));
  IpEndpoint endpoint;
  endpoint.version = address.is_v6() ? IpVersion::v6 : IpVersion::v4;
  endpoint.port = address.port;
  const int family = address.is_v6() ? AF_INET6 : AF_INET;
  if (inet_pton(family, ip.c_str(), endpoint.address.data()) != 1) {
    return std::nullopt;
  }
  return endpoint;
}

IpEndpoint ip_endpoint(std::string_view octets, std::uint16_t port) {
  IpEndpoint endpoint;
  endpoint.version = octets.size() == 4 ? IpVersion::v4 : IpVersion::v6;
  endpoint.port = port;
  std::copy_n(octets.begin(), std::min(octets.size(), endpoint.address.size()),
              endpoint.address.begin());
  return endpoint;
}

stack::Address to_address(const IpEndpoint& endpoint) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = endpoint.version == IpVersion::v6 ? AF_INET6 : AF_INET;
  inet_ntop(family, endpoint.address.data(), text.data(), text.size());
  return {.ip = text.data(), .port = endpoint.port};
}

}  // namespace sipspec::captures
