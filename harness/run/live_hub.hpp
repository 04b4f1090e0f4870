#pragma once

// One live capture for a whole run (libpcap): frames are drained while the loop turns, and each
// case gets its own at its end. Needs permission; the error says how to get it.

#include "captures/live_capture.hpp"
#include "captures/packet_store.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/run/plan.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sipspec::harness {

class LiveHub {
 public:
  static captures::Result<std::shared_ptr<LiveHub>> open(EventLoop& loop,
                                                         const std::vector<Target>& targets);

  LiveHub(EventLoop& loop, captures::LiveCapture live);
  ~LiveHub();
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  /// The frames of a case, by the addresses of its actors.
  std::vector<captures::CapturedPacket> take(std::span<const stack::Address> local,
                                             std::chrono::nanoseconds since);

  captures::LinkType link() const { return live_.link(); }

  const std::string& interface() const { return live_.interface(); }

  captures::CaptureCounters counters() const { return live_.counters(); }

 private:
  void drain();
  void poll();

  EventLoop& loop_;
  captures::LiveCapture live_;
  captures::PacketStore store_;
  TimerId timer_ = TimerId::none;
};

}  // namespace sipspec::harness
