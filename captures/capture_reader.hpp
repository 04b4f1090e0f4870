#pragma once

// A whole capture file (pcap, pcapng, also through gzip) in memory, its frames all of one link
// type: for the small files of cases. Comments are not read. Any other file: FrameReader.
//
//   auto file = read_capture("case.pcapng");
//   for (const CapturedPacket& packet : file->packets) { ... decode(file->link, packet.octets) ...
//   }

#include "captures/captured_packet.hpp"
#include "captures/error.hpp"

#include <filesystem>
#include <vector>

namespace sipspec::captures {

/// Octets of frames taken from one file; a larger one is refused.
inline constexpr std::size_t max_read_octets = std::size_t{512} << 20U;

struct CaptureContents {
  LinkType link = LinkType::raw;
  std::vector<CapturedPacket> packets;
};

/// Errors: cannot be opened, no capture file, too large, several link types, broken in the
/// middle (with the frame).
Result<CaptureContents> read_capture(const std::filesystem::path& path);

}  // namespace sipspec::captures
