#pragma once

// Blocks of the pcapng format as octets (draft-ietf-opsawg-pcapng 4): little-endian, padded to 32
// bits, timestamps in nanoseconds.
//
//   std::string file = section_block(section) + interface_block(interface);
//   file += packet_block(packet, {"m1"});

#include "captures/captured_packet.hpp"

#include <span>
#include <string>

namespace sipspec::captures {

/// Room for any frame; what a reader has to allocate for one.
inline constexpr std::uint32_t snap_length = 262'144;

/// What a file says about itself. Empty texts are left out.
struct Section {
  std::string application;       ///< "sipspec 0.1.0"
  std::string operating_system;  ///< "Linux 6.1.0 x86_64"
  std::string comment;
};

struct Interface {
  LinkType link = LinkType::raw;
  std::string name;
  std::string description;
};

std::string section_block(const Section& section);
std::string interface_block(const Interface& interface);
/// A moment before 1970 becomes 1970.
std::string packet_block(const CapturedPacket& packet, std::span<const std::string> comments);
/// How many packets were lost on an interface until `wall`.
std::string statistics_block(std::uint32_t interface, std::chrono::nanoseconds wall,
                             const CaptureCounters& counters);

}  // namespace sipspec::captures
