#include "captures/sip/sip_reader.hpp"

#include "captures/capture_reader.hpp"

#include <utility>

namespace sipspec::captures {

Result<ReadSummary> read_sip(const std::filesystem::path& path, SipSink sink, ReadOptions options) {
  const auto file = read_capture(path);
  if (!file) {
    return file.error();
  }
  SipExtractor extractor(std::move(sink), std::move(options));
  for (const CapturedPacket& packet : file->packets) {
    extractor.add(file->link, packet);
  }
  extractor.finish();
  return extractor.summary();
}

}  // namespace sipspec::captures
