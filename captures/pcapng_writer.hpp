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

#include "captures/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// Frames count from 1, as Wireshark does.
using FrameNumber = std::uint32_t;

enum class LinkType : std::uint16_t { ethernet = 1, raw = 101, linux_sll = 113, linux_sll2 = 276 };

struct Interface {
  LinkType link = LinkType::raw;
  std::string name;
  std::string description;
};

struct CapturedPacket {
  std::uint32_t interface = 0;      ///< in the order added
  std::chrono::nanoseconds wall{};  ///< since 1970
  std::string octets;
  std::uint32_t original_length = 0;  ///< 0: as captured
};

class PcapngWriter {
 public:
  PcapngWriter(std::string application, std::string comment);

  void add_interface(Interface interface);
  FrameNumber add_packet(CapturedPacket packet);
  /// Several comments on one packet are kept apart. Octets that are not UTF-8 become \xNN; a
  /// comment longer than a pcapng option can be is cut and says so. Unknown frames are ignored.
  void comment(FrameNumber frame, std::string_view text);

  std::size_t packets() const { return packets_.size(); }

  std::string serialize() const;
  /// To a file beside `path`, then renamed: the file is whole or not there.
  Result<void> write(const std::filesystem::path& path) const;

 private:
  struct Row {
    CapturedPacket packet;
    std::vector<std::string> comments;
  };

  std::string application_, comment_;
  std::vector<Interface> interfaces_;
  std::vector<Row> packets_;
};

}  // namespace sipspec::captures
