#pragma once

// Blocks and options of the pcapng format as octets (draft-ietf-opsawg-pcapng 3, 4). Little-endian;
// every block and option is padded to 32 bits.
//
//   file += section_header_block(header) + interface_description_block(header);

#include "captures/frame.hpp"

#include <string>
#include <string_view>

namespace sipspec::captures {

struct PcapngHeader;

/// Octets of one comment in a file; the length field of an option has 16 bits.
inline constexpr std::size_t max_comment = 65'535;

std::string section_header_block(const PcapngHeader& header);
std::string interface_description_block(const PcapngHeader& header);
std::string enhanced_packet_block(const Frame& frame);
std::string interface_statistics_block(const CaptureCounters& counters,
                                       std::chrono::nanoseconds wall);

/// Any octets as text of an option: well-formed UTF-8; control characters (except line ends and
/// tabs) and octets that are not UTF-8 as \xNN; no longer than max_comment, and if it was cut, it
/// ends in " [cut]".
std::string comment_text(std::string_view octets);

}  // namespace sipspec::captures
