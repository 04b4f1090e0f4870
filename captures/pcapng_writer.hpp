#pragma once

// A pcapng file (IETF draft-ietf-opsawg-pcapng): one section, one interface or more, packets with
// comments. Kept in memory until write(), because findings about a packet come after it. libpcap
// writes classic pcap only, which has no comments.
//
//   PcapngWriter file("sipspec 0.1.0", "frames synthesised from socket octets");
//   file.add_interface({LinkType::raw, "synthesised"});
//   const FrameNumber frame = file.add_packet({0, wall, octets});
//   file.comment(frame, "r1: Contact in a 200 to MESSAGE");
//   if (const auto written = file.write(path); !written) { ... written.error().sentence ... }

#include "captures/captured_packet.hpp"
#include "captures/error.hpp"
#include "captures/pcapng_blocks.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// Comments kept of one packet; the last one says that there were more.
inline constexpr std::size_t max_comments = 100;

class PcapngWriter {
 public:
  PcapngWriter(std::string application, std::string comment);

  /// Of the whole file, in place of the one before.
  void set_comment(std::string comment) { section_.comment = std::move(comment); }

  void add_interface(Interface interface);
  FrameNumber add_packet(CapturedPacket packet);
  /// Several comments on one packet are kept apart. Octets that are not UTF-8 become \xNN; a
  /// comment longer than a pcapng option can be is cut and says so. Unknown frames are ignored.
  void comment(FrameNumber frame, std::string_view text);
  /// What was lost, written behind the packets.
  void add_counters(std::uint32_t interface, std::chrono::nanoseconds wall,
                    const CaptureCounters& counters);

  std::size_t packets() const { return packets_.size(); }

  std::string serialize() const;
  /// To a file beside `path`, then renamed: the file is whole or not there.
  Result<void> write(const std::filesystem::path& path) const;

 private:
  struct Row {
    CapturedPacket packet;
    std::vector<std::string> comments;
  };

  Section section_;
  std::vector<Interface> interfaces_;
  std::vector<Row> packets_;
  std::string statistics_;
};

/// "Linux 6.1.0-18-amd64 x86_64": the system this program runs on.
std::string running_system();

}  // namespace sipspec::captures
