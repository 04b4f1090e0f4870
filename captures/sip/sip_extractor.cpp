#include "captures/sip/sip_extractor.hpp"

#include "captures/packet_decoder.hpp"
#include "stack/framing/datagram.hpp"

#include <utility>

namespace sipspec::captures {

struct SipExtractor::Impl {
  SipSink sink;
  ReadOptions options;
  ReadSummary summary;

  void count(const FrameView& frame) {
    ++summary.frames;
    summary.octets += frame.octets.size();
    summary.first_wall = summary.frames == 1 ? frame.wall : summary.first_wall;
    summary.last_wall = frame.wall;
  }

  void datagram(const Decoded& inside, std::chrono::nanoseconds wall) {
    const stack::Datagram datagram = stack::read_datagram(inside.payload);
    if (datagram.kind == stack::DatagramKind::keep_alive ||
        datagram.kind == stack::DatagramKind::unreadable) {
      return;
    }
    const auto frame = static_cast<FrameNumber>(summary.frames);
    CapturedSip message;
    message.first_frame = message.last_frame = frame;
    message.first_wall = message.last_wall = wall;
    message.source = inside.source;
    message.destination = inside.destination;
    message.extent = inside.cut ? Extent::snapped : Extent::whole;
    message.octets = inside.payload;
    ++summary.messages;
    sink.message(message);
  }
};

SipExtractor::SipExtractor(SipSink sink, ReadOptions options)
    : impl_(std::make_unique<Impl>(Impl{std::move(sink), std::move(options), {}})) {}

SipExtractor::~SipExtractor() = default;
SipExtractor::SipExtractor(SipExtractor&&) noexcept = default;
SipExtractor& SipExtractor::operator=(SipExtractor&&) noexcept = default;

void SipExtractor::add(LinkType link, const FrameView& frame) {
  impl_->count(frame);
  const auto inside = decode(link, frame.octets);
  if (inside && inside->kind == Decoded::Kind::udp) {
    impl_->datagram(*inside, frame.wall);
  }
}

void SipExtractor::add(LinkType link, const CapturedPacket& packet) {
  add(link, FrameView{packet.wall, packet.octets, packet.original_length});
}

void SipExtractor::add_problem(ReadProblem problem) {
  ++impl_->summary.problems[problem.code];
  if (impl_->sink.problem) {
    impl_->sink.problem(problem);
  }
}

void SipExtractor::finish() {}

const ReadSummary& SipExtractor::summary() const {
  return impl_->summary;
}

}  // namespace sipspec::captures
