#include "captures/capture_reader.hpp"

#include "captures/files/frame_reader.hpp"

#include <string>
#include <utility>

namespace sipspec::captures {
namespace {

Error broken(const std::filesystem::path& path, std::size_t frame, const std::string& why) {
  return {"cannot read the capture " + path.string() + ", frame " + std::to_string(frame) + ": " +
          why};
}

CapturedPacket packet_from(const FileFrame& frame) {
  return {frame.interface, frame.wall, std::string(frame.octets), frame.original_length};
}

}  // namespace

Result<CaptureContents> read_capture(const std::filesystem::path& path) {
  auto file = FrameReader::open(path);
  if (!file) {
    return file.error();
  }
  CaptureContents contents;
  std::size_t octets_read = 0;
  while (const auto frame = file->next()) {
    const std::size_t number = contents.packets.size() + 1;
    octets_read += frame->octets.size();
    if (octets_read > max_read_octets) {
      return broken(path, number, "more than " + std::to_string(max_read_octets) + " octets");
    }
    if (number > 1 && frame->link != contents.link) {
      return broken(path, number, "another link type than the frames before");
    }
    contents.link = frame->link;
    contents.packets.push_back(packet_from(*frame));
  }
  if (const auto& trouble = file->trouble()) {
    return broken(path, contents.packets.size() + 1, trouble->sentence);
  }
  return {boost::system::in_place_value, std::move(contents)};
}

}  // namespace sipspec::captures
