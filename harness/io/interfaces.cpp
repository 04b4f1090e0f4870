#include "harness/io/interfaces.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <array>
#include <memory>

namespace sipspec::harness {

namespace {

std::string text_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* ip = nullptr;
  if (address.sa_family == AF_INET) {
    ip = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  } else if (address.sa_family == AF_INET6) {
    ip = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  }
  if (ip == nullptr || ::inet_ntop(address.sa_family, ip, text.data(), text.size()) == nullptr) {
    return {};
  }
  return text.data();
}

}  // namespace

std::string interface_of(const std::string& local_ip) {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) {
    return {};
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(all, ::freeifaddrs);
  for (const auto* it = all; it != nullptr; it = it->ifa_next) {
    if (it->ifa_addr != nullptr && text_of(*it->ifa_addr) == local_ip) {
      return it->ifa_name;
    }
  }
  return {};
}

}  // namespace sipspec::harness
