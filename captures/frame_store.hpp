#pragma once

// Keeps the frames of a live capture until the case that they belong to is over, and then gives
// that case its own: those from or to its local addresses (cases have ports of their own). Bounded:
// the oldest frames go first, and are counted.
//
//   store.add(std::move(frame));
//   std::vector<Frame> frames = store.take({{"127.0.0.1", 40001}}, case_start);

#include "captures/frame.hpp"
#include "captures/frame_dissection.hpp"
#include "stack/transport/address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace sipspec::captures {

class FrameStore {
 public:
  static constexpr std::size_t default_limit = std::size_t{256} << 20U;

  explicit FrameStore(LinkType link_type, std::size_t limit_octets = default_limit);

  /// Frames that are neither UDP nor TCP nor fragments are not kept.
  void add(Frame frame);

  /// Removes and returns the frames of these addresses from `since` on, in order of arrival, with
  /// the direction as seen from them. Older frames of the addresses are of an earlier owner of the
  /// port, and are thrown away.
  std::vector<Frame> take(std::span<const stack::Address> local, std::chrono::nanoseconds since);

  /// Frames that had to go because of the limit.
  std::uint64_t pushed_out() const { return pushed_out_; }

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Frame frame;
    Dissected::Kind kind = Dissected::Kind::udp;
    IpEndpoint source, destination;
    std::uint32_t identification = 0;
  };

  LinkType link_type_;
  std::size_t limit_;
  std::size_t octets_ = 0;
  std::uint64_t pushed_out_ = 0;
  std::deque<Entry> entries_;
};

}  // namespace sipspec::captures
