#pragma once

// One frame of a capture, as it was seen or synthesised, and its place in a file. Not a message: a
// frame may hold part of a TCP write, a handshake, or something else altogether
// (packet_decoder.hpp looks inside).

#include <chrono>
#include <cstdint>
#include <string>

namespace sipspec::captures {

/// Frames count from 1, as Wireshark does; 0: not in the file.
using FrameNumber = std::uint32_t;

/// What the first octets of a frame are; the numbers of the LINKTYPE_ registry. Another number is
/// kept as it is, and not looked into.
enum class LinkType : std::uint16_t {
  bsd_null = 0,
  ethernet = 1,  ///< also what Linux gives for "lo"
  ppp = 9,
  ppp_hdlc = 50,
  ppp_ether = 51,  ///< a PPPoE session without its Ethernet header
  raw = 101,       ///< an IPv4 or IPv6 header at once: no link layer
  cisco_hdlc = 104,
  bsd_loop = 108,
  linux_sll = 113,
  raw_ip4 = 228,
  raw_ip6 = 229,
  linux_sll2 = 276,
};

struct CapturedPacket {
  std::uint32_t interface = 0;      ///< of the file, in the order added
  std::chrono::nanoseconds wall{};  ///< since 1970
  std::string octets;
  std::uint32_t original_length = 0;  ///< on the wire; 0: as captured
};

/// What a capture lost, as far as the system tells.
struct CaptureCounters {
  std::uint64_t received = 0;              ///< frames that passed the filter
  std::uint64_t dropped_by_system = 0;     ///< no room in the kernel's buffer
  std::uint64_t dropped_by_interface = 0;  ///< lost before the filter
  std::uint64_t dropped_here = 0;          ///< a limit of this program

  std::uint64_t dropped() const { return dropped_by_system + dropped_by_interface + dropped_here; }
};

}  // namespace sipspec::captures
