#pragma once

// Writes a capture file in the pcapng format (draft-ietf-opsawg-pcapng): one section, one
// interface, little-endian, timestamps in nanoseconds, comments. libpcap writes no pcapng, hence
// this.
//
// Every write and the closing are checked: a full disk is an error, not a short file that nobody
// notices. What was written until then stays.
//
//   auto writer = PcapngWriter::create("case.pcapng", header);
//   if (writer) { writer->write(frame); done = writer->finish(); }

#include "captures/capture_error.hpp"
#include "captures/frame.hpp"
#include "captures/output_file.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace sipspec::captures {

/// Room for any frame here; what a reader may allocate for one.
inline constexpr std::uint32_t snap_length = 262'144;

/// What the section and its interface say about themselves. Empty texts are left out.
struct PcapngHeader {
  std::string application;       ///< "sipspec 0.1.0"
  std::string operating_system;  ///< "Linux 6.1.0 x86_64"
  std::string comment;           ///< of the whole file
  std::string interface_name;
  std::string interface_description;
  LinkType link_type = LinkType::raw_ip;
};

class PcapngWriter {
 public:
  using Result = boost::system::result<void, CaptureError>;

  static boost::system::result<PcapngWriter, CaptureError> create(const std::filesystem::path& path,
                                                                  const PcapngHeader& header);

  Result write(const Frame& frame);
  /// What was lost, for the reader of the file. At most once, at the end.
  Result write_counters(const CaptureCounters& counters, std::chrono::nanoseconds wall);
  /// Nothing can be written after it.
  Result finish();

 private:
  explicit PcapngWriter(OutputFile file) : file_(std::move(file)) {}

  OutputFile file_;
};

/// All of it at once.
PcapngWriter::Result write_pcapng(const std::filesystem::path& path, const PcapngHeader& header,
                                  std::span<const Frame> frames);
PcapngWriter::Result write_pcapng(const std::filesystem::path& path, const PcapngHeader& header,
                                  std::span<const Frame> frames, const CaptureCounters& counters);

/// "Linux 6.1.0-18-amd64 x86_64": the system this program runs on.
std::string running_system();

}  // namespace sipspec::captures
