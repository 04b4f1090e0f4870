#pragma once

// Frames as the kernel saw them, by libpcap. Needs the right to capture (root, or capabilities on
// the program); the refusal says how to get it.
//
// Never blocks: the owner polls descriptor() and calls drain() when it is readable. A frame on "lo"
// is there as soon as it was sent, so drain() at the end of a case gets all of it. One thread.
//
//   auto live = LiveCapture::open({.interface = "lo"});
//   if (!live) { say(live.error().sentence); }
//   live->drain([&](CapturedPacket packet) { store.add(std::move(packet)); });

#include "captures/captured_packet.hpp"
#include "captures/error.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sipspec::captures {

struct LiveOptions {
  std::string interface = "lo";
  /// UDP and TCP from or to one of these, and all fragments; none given: all UDP and TCP.
  std::vector<std::uint16_t> ports;
  /// Of the kernel's ring. On "lo" a frame takes 64 KiB of it and more, whatever it holds.
  int buffer_octets = 64 << 20;
};

class LiveCapture {
 public:
  using Sink = std::function<void(CapturedPacket)>;

  /// Errors: no permission, no such interface (the others are named), and what else libpcap says.
  static Result<LiveCapture> open(const LiveOptions& options);

  ~LiveCapture();
  LiveCapture(LiveCapture&&) noexcept;
  LiveCapture& operator=(LiveCapture&&) noexcept;

  /// Becomes readable when frames wait. Belongs to the capture.
  int descriptor() const;
  LinkType link() const;
  const std::string& interface() const;

  /// Hands over what waits, oldest first; how many frames. The error: the interface went away.
  Result<std::size_t> drain(const Sink& sink);

  /// From open() on.
  CaptureCounters counters() const;

 private:
  struct Impl;
  explicit LiveCapture(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The sentence for a refused permission: what is missing, and the commands that mend it.
std::string permission_advice(const std::string& interface, const std::string& program);

/// Path of the program that runs, for the advice.
std::string running_program();

/// The filter expression of libpcap for these options.
std::string capture_filter(const LiveOptions& options);

}  // namespace sipspec::captures
