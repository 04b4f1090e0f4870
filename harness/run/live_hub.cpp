#include "harness/run/live_hub.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <array>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::chrono::milliseconds drain_gap{20};

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

captures::Result<std::shared_ptr<LiveHub>> LiveHub::open(EventLoop& loop,
                                                         const std::vector<Target>& targets) {
  captures::LiveOptions options;
  options.interface = interface_of(targets.front().local_ip);
  if (options.interface.empty()) {
    options.interface = "lo";
  }
  auto live = captures::LiveCapture::open(options);
  if (!live) {
    return live.error();
  }
  return std::make_shared<LiveHub>(loop, std::move(*live));
}

LiveHub::LiveHub(EventLoop& loop, captures::LiveCapture live)
    : loop_(loop), live_(std::move(live)), store_(live_.link()) {
  poll();
}

LiveHub::~LiveHub() {
  loop_.cancel(timer_);
}

void LiveHub::drain() {
  // An interface that went away shows in the counters and in the cross-check of each case.
  static_cast<void>(
      live_.drain([this](captures::CapturedPacket packet) { store_.add(std::move(packet)); }));
}

void LiveHub::poll() {
  drain();
  timer_ = loop_.call_at(loop_.now() + drain_gap, [this] { poll(); });
}

std::vector<captures::CapturedPacket> LiveHub::take(std::span<const stack::Address> local,
                                                    std::chrono::nanoseconds since) {
  drain();
  return store_.take(local, since);
}

}  // namespace sipspec::harness
