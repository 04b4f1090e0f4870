#include "captures/sip/sip_reader.hpp"

#include "captures/files/frame_reader.hpp"

#include <utility>

namespace sipspec::captures {
namespace {

void tell_trouble(const FrameReader& file, SipExtractor& extractor) {
  const auto next = static_cast<FrameNumber>(extractor.summary().frames + 1);
  if (const auto& trouble = file.trouble()) {
    const bool truncated = trouble->kind == FileTrouble::Kind::truncated;
    extractor.add_problem({next,
                           truncated ? ProblemCode::truncated_file : ProblemCode::damaged_file,
                           trouble->sentence});
  }
}

}  // namespace

Result<ReadSummary> read_sip(const std::filesystem::path& path, SipSink sink, ReadOptions options) {
  auto file = FrameReader::open(path);
  if (!file) {
    return file.error();
  }
  SipExtractor extractor(std::move(sink), std::move(options));
  while (const auto frame = file->next()) {
    extractor.add(frame->link, {frame->wall, frame->octets, frame->original_length});
  }
  tell_trouble(*file, extractor);
  extractor.finish();
  return extractor.summary();
}

}  // namespace sipspec::captures
