#include "captures/files/frame_reader.hpp"

#include "captures/files/pcap_format.hpp"
#include "captures/files/pcapng_format.hpp"

#include <utility>

namespace sipspec::captures {

std::optional<FileFrame> FrameFormat::give_up(FileTrouble::Kind kind, std::string sentence) {
  trouble_ = FileTrouble{kind, std::move(sentence)};
  return std::nullopt;
}

std::optional<FileFrame> FrameFormat::cut_off(const ByteSource& source, std::string_view what) {
  std::string sentence = "the file ends inside " + std::string(what) + " (at octet " +
                         std::to_string(source.offset()) + ")";
  if (!source.trouble().empty()) {
    sentence += ": " + source.trouble();
  }
  return give_up(FileTrouble::Kind::truncated, std::move(sentence));
}

FrameReader::FrameReader(ByteSource source, std::unique_ptr<FrameFormat> format)
    : source_(std::move(source)), format_(std::move(format)) {}

Result<FrameReader> FrameReader::open(const std::filesystem::path& path) {
  auto source = ByteSource::open(path);
  if (!source) {
    return source.error();
  }
  return over(std::move(*source), path == "-" ? "standard input" : path.string());
}

Result<FrameReader> FrameReader::over(ByteSource source, std::string_view name) {
  auto format = open_pcapng(source);
  if (!format) {
    format = open_pcap(source);
  }
  if (format) {
    return FrameReader(std::move(source), std::move(format));
  }
  std::string sentence = "cannot read the capture " + std::string(name) + ": ";
  if (!source.trouble().empty()) {
    sentence += source.trouble();
  } else if (source.peek(1).empty()) {
    sentence += "it is empty";
  } else {
    sentence += "unknown file format, neither pcap nor pcapng";
  }
  return Error{std::move(sentence)};
}

std::optional<FileFrame> FrameReader::next() {
  return format_->trouble() ? std::nullopt : format_->next(source_);
}

}  // namespace sipspec::captures
