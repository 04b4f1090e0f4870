#pragma once

// One link-layer frame of a capture, with its comment. Not a message: a frame may hold part of a
// TCP write, a handshake, or something else altogether (frame_dissection.hpp looks inside).

#include <chrono>
#include <cstdint>
#include <string>

namespace sipspec::captures {

/// Place of a frame in its file, counted from 1 as Wireshark does. none: not in the file.
enum class FrameNumber : std::uint32_t { none = 0 };

/// What the first octets of a frame are; the numbers are those of the LINKTYPE_ registry, which
/// pcap and pcapng files carry. Others are kept as they are, and not looked into.
enum class LinkType : std::uint16_t {
  ethernet = 1,  ///< also what Linux gives for "lo"
  raw_ip = 101,  ///< an IPv4 or IPv6 header at once; what synthesised frames are
};

/// As seen by the machine that captured.
enum class Direction : std::uint8_t { unknown = 0, inbound = 1, outbound = 2 };

struct Frame {
  std::chrono::nanoseconds wall{};  ///< since 1970-01-01T00:00:00Z
  std::string octets;
  std::uint32_t original_length = 0;  ///< on the wire; 0: the same as octets
  Direction direction = Direction::unknown;
  std::string comment;  ///< any octets; the writer makes text of them
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
