#pragma once

// Keeps the frames of a live capture until the case that they belong to is over, and then gives
// that case its own: those from or to its local addresses (cases have ports of their own), with
// their fragments. Bounded: the oldest frames go first, and are counted.
//
//   store.add(std::move(packet));
//   std::vector<CapturedPacket> packets = store.take({{"127.0.0.1", 40001}}, case_start);

#include "captures/captured_packet.hpp"
#include "captures/packet_decoder.hpp"
#include "stack/transport/address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace sipspec::captures {

class PacketStore {
 public:
  static constexpr std::size_t default_limit = std::size_t{256} << 20U;

  explicit PacketStore(LinkType link, std::size_t limit_octets = default_limit)
      : link_(link), limit_(limit_octets) {}

  /// Frames that are neither UDP nor TCP nor fragments are not kept.
  void add(CapturedPacket packet);

  /// Removes and returns the frames of these addresses from `since` on, in the order of the
  /// capture. Older frames of theirs belong to a port's earlier owner, and are thrown away.
  std::vector<CapturedPacket> take(std::span<const stack::Address> local,
                                   std::chrono::nanoseconds since);

  /// Frames that had to go because of the limit.
  std::uint64_t pushed_out() const { return pushed_out_; }

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    CapturedPacket packet;
    Decoded::Kind kind = Decoded::Kind::udp;
    IpEndpoint source, destination;
    std::uint32_t identification = 0;
  };

  LinkType link_;
  std::size_t limit_;
  std::size_t octets_ = 0;
  std::uint64_t pushed_out_ = 0;
  std::deque<Entry> entries_;
};

}  // namespace sipspec::captures
