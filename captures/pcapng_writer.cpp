#include "captures/pcapng_writer.hpp"

#include "captures/option_text.hpp"
#include "captures/whole_file.hpp"

#include <sys/utsname.h>

#include <utility>

namespace sipspec::captures {

PcapngWriter::PcapngWriter(std::string application, std::string comment)
    : section_{.application = std::move(application),
               .operating_system = running_system(),
               .comment = std::move(comment)} {}

void PcapngWriter::add_interface(Interface interface) {
  interfaces_.push_back(std::move(interface));
}

FrameNumber PcapngWriter::add_packet(CapturedPacket packet) {
  packets_.push_back({std::move(packet), {}});
  return static_cast<FrameNumber>(packets_.size());
}

void PcapngWriter::comment(FrameNumber frame, std::string_view text) {
  if (frame < 1 || frame > packets_.size() || text.empty()) {
    return;
  }
  auto& comments = packets_[frame - 1].comments;
  if (comments.size() < max_comments) {
    comments.push_back(option_text(text));
  } else {
    comments.back() = "(more comments on this frame were left out)";
  }
}

void PcapngWriter::add_counters(std::uint32_t interface, std::chrono::nanoseconds wall,
                                const CaptureCounters& counters) {
  statistics_ += statistics_block(interface, wall, counters);
}

std::string PcapngWriter::serialize() const {
  std::string out = section_block(section_);
  for (const Interface& interface : interfaces_) {
    out += interface_block(interface);
  }
  for (const Row& row : packets_) {
    out += packet_block(row.packet, row.comments);
  }
  return out + statistics_;
}

Result<void> PcapngWriter::write(const std::filesystem::path& path) const {
  return write_whole_file(path, serialize());
}

std::string running_system() {
  utsname names{};
  if (uname(&names) != 0) {
    return {};
  }
  return std::string(names.sysname) + ' ' + names.release + ' ' + names.machine;
}

}  // namespace sipspec::captures
