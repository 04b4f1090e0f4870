#pragma once

// Frames as the kernel saw them, by libpcap. Needs the right to capture (root, or capabilities on
// the program); the refusal says how to get it.
//
// Never blocks: the owner polls descriptor() and calls drain() when it is readable. On "lo" a frame
// is there as soon as it was sent, so drain() at the end of a case gets all of it. One thread.
//
//   auto live = LiveCapture::open({.interface = "lo"});
//   if (!live) { say(live.error().sentence); }
//   live->drain([&](Frame frame) { store.add(std::move(frame)); });

#include "captures/capture_error.hpp"
#include "captures/frame.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sipspec::captures {

struct LiveOptions {
  std::string interface = "lo";
  /// UDP and TCP from or to one of these; none given: all UDP and TCP. Fragments always.
  std::vector<std::uint16_t> ports;
  /// Of the kernel's ring. On "lo" a slot takes 64 KiB or more, whatever is in it.
  int buffer_octets = 64 << 20;
};

class LiveCapture {
 public:
  using Sink = std::function<void(Frame)>;

  /// Errors: no permission, no such interface (the others are named), the system's.
  static boost::system::result<LiveCapture, CaptureError> open(const LiveOptions& options);

  ~LiveCapture();
  LiveCapture(LiveCapture&&) noexcept;
  LiveCapture& operator=(LiveCapture&&) noexcept;

  /// Becomes readable when frames wait. Belongs to the capture.
  int descriptor() const;
  LinkType link_type() const;
  const std::string& interface() const;

  /// Hands over what waits, oldest first; how many frames. The error: the interface went down.
  boost::system::result<std::size_t, CaptureError> drain(const Sink& sink);

  /// From open() on.
  CaptureCounters counters() const;

 private:
  struct Impl;
  explicit LiveCapture(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The sentence for a refused permission: what is missing, and the commands that mend it.
std::string permission_advice(const std::string& interface, const std::string& program);

}  // namespace sipspec::captures
