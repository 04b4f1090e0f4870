#include "harness/run/live_hub.hpp"

#include "harness/io/interfaces.hpp"

#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::chrono::milliseconds drain_gap{20};

}  // namespace

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
