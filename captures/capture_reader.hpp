#pragma once

// Reads a capture file (pcap, pcapng) by libpcap. Comments are not read: libpcap skips them. A file
// whose interfaces have different link types is refused.
//
//   auto file = read_capture("case.pcapng");
//   for (const Frame& frame : file->frames) { ... dissect(file->link_type, frame.octets) ... }

#include "captures/capture_error.hpp"
#include "captures/frame.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <vector>

namespace sipspec::captures {

/// Octets of frames taken from one file; a larger one is refused.
inline constexpr std::size_t max_read_octets = std::size_t{512} << 20U;

struct CaptureContents {
  LinkType link_type = LinkType::raw_ip;
  std::vector<Frame> frames;
};

/// Errors: cannot be opened, no capture file, broken in the middle (with the number of the frame).
boost::system::result<CaptureContents, CaptureError> read_capture(
    const std::filesystem::path& path);

}  // namespace sipspec::captures
