#pragma once

// Holds what a stack says it sent and received against what was captured of it. UDP is compared
// datagram by datagram, TCP octet by octet. Not compared: TLS (encrypted), IP fragments.
//
// On some systems a capture of the loopback interface holds every frame twice; a capture in which
// all datagrams are doubled counts as one in which none is.
//
//   CrossCheck check = cross_check(seen, live.link(), packets, live.counters());
//   if (!check.agrees()) { say(check.differences.front().sentence); }
//   file.comment(check.frames[0], "m1");

#include "captures/captured_packet.hpp"
#include "stack/transport/address.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// Differences kept of one check; the last one says how many more there were.
inline constexpr std::size_t max_differences = 100;

/// One datagram, or octets of a stream as the socket took or gave them (over WebSocket: with its
/// framing). In the order of the stack.
struct SeenByStack {
  enum class Way : std::uint8_t { sent, received };

  Way way = Way::sent;
  stack::Transport transport = stack::Transport::udp;
  stack::Address local, peer;
  std::uint64_t connection = 0;  ///< streams: tells connections apart
  std::string_view octets;
};

struct Difference {
  enum class Kind : std::uint8_t {
    missing,       ///< the stack saw it, the capture has not got it
    extra,         ///< the capture has it, the stack did not see it
    altered,       ///< both have it, with other octets
    order,         ///< the same datagrams, in another order
    not_compared,  ///< encrypted, or in fragments
    incomplete,    ///< the capture lost frames or parts of them
  };
  static constexpr std::size_t no_item = static_cast<std::size_t>(-1);

  Kind kind = Kind::missing;
  std::size_t seen = no_item;  ///< index into what the stack saw
  FrameNumber frame = 0;       ///< counted within the frames given; 0: none
  std::string sentence;
};

/// "missing", "not compared", ...
std::string_view to_string(Difference::Kind kind);

struct CrossCheck {
  std::vector<Difference> differences;
  /// For each item that the stack saw, the frame in which its first octet lies; 0: none.
  std::vector<FrameNumber> frames;
  std::size_t datagrams_compared = 0;  ///< found in both
  std::size_t stream_octets_compared = 0;
  bool doubled = false;  ///< the capture holds every datagram twice

  /// Nothing is missing, extra, altered or out of order, and the capture lost nothing.
  bool agrees() const;
};

/// `packets` are those of the case and no others (PacketStore::take).
CrossCheck cross_check(std::span<const SeenByStack> seen, LinkType link,
                       std::span<const CapturedPacket> packets, const CaptureCounters& counters);

}  // namespace sipspec::captures
