#include "captures/sip/sip_extractor.hpp"

#include "captures/network/packet_walk.hpp"
#include "captures/sip/connection_table.hpp"
#include "captures/sip/hep_packet.hpp"
#include "captures/sip/quote.hpp"
#include "captures/sip/sctp_messages.hpp"
#include "captures/sip/sip_start.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {
namespace {

ConnectionLimits connection_limits(const ReadLimits& limits) {
  return {.connections = limits.flows,
          .waiting_octets = limits.waiting_octets,
          .unfinished_octets = limits.unfinished_octets,
          .order = {.waiting_octets = limits.waiting_octets_of_flow,
                    .waiting_segments = limits.waiting_segments_of_flow},
          .stream = {.max_header = limits.max_header, .max_body = limits.max_body}};
}

bool uses_one_of(const std::vector<std::uint16_t>& ports, const IpEndpoint& source,
                 const IpEndpoint& destination) {
  return std::ranges::any_of(
      ports, [&](std::uint16_t port) { return source.port == port || destination.port == port; });
}

std::string way(const IpEndpoint& source, const IpEndpoint& destination) {
  return stack::to_string(to_address(source)) + " to " + stack::to_string(to_address(destination));
}

ProblemCode code_of(PacketNote note) {
  switch (note) {
    case PacketNote::unknown_link_type:
      return ProblemCode::unknown_link_type;
    case PacketNote::broken_headers:
      return ProblemCode::broken_headers;
    case PacketNote::missing_fragments:
      return ProblemCode::missing_fragments;
    case PacketNote::fragments_dropped:
      return ProblemCode::limit_hit;
    case PacketNote::encrypted:
      return ProblemCode::not_decrypted;
  }
  return ProblemCode::broken_headers;
}

std::string sentence_of(PacketNote note, std::uint64_t detail) {
  const std::string number = std::to_string(detail);
  switch (note) {
    case PacketNote::unknown_link_type:
      return "frames of link type " + number + " are not looked into";
    case PacketNote::broken_headers:
      return "a header says more than the frame holds, or nonsense";
    case PacketNote::missing_fragments:
      return "fragments of a packet did not come, at least " + number + " octets";
    case PacketNote::fragments_dropped:
      return "fragments were given up, because too many wait for others";
    case PacketNote::encrypted:
      return "IPsec, not decrypted: ESP with SPI " + number;
  }
  return "";
}

}  // namespace

struct SipExtractor::Impl : PacketHandler, ConnectionSink {
  Impl(SipSink to, ReadOptions with)
      : sink(std::move(to)),
        options(std::move(with)),
        walk(*this, {.packets = options.limits.fragmented_packets,
                     .octets = options.limits.fragment_octets}),
        connections(*this, connection_limits(options.limits)) {}

  SipSink sink;
  ReadOptions options;
  ReadSummary summary;
  PacketWalk walk;
  ConnectionTable connections;
  SctpMessages sctp;

  void frame(LinkType link, const FrameView& frame) {
    ++summary.frames;
    summary.octets += frame.octets.size();
    summary.first_wall = summary.frames == 1 ? frame.wall : summary.first_wall;
    summary.last_wall = frame.wall;
    walk.frame(link, {static_cast<FrameNumber>(summary.frames), frame.wall}, frame.octets);
  }

  /// Counts; true: the sink wants to hear of it.
  bool count(ProblemCode code) {
    return ++summary.problems[code] <= options.limits.told_of_each_code && sink.problem;
  }

  void tell(ProblemCode code, FrameNumber frame, std::string sentence) const {
    sink.problem({frame, code, std::move(sentence)});
  }

  void give(const CapturedSip& message) {
    ++summary.messages;
    if (sink.message) {
      sink.message(message);
    }
  }

  // --- What frames carry ---

  void carried(const Carried& it) override {
    if (!options.only_ports.empty() &&
        !uses_one_of(options.only_ports, it.source, it.destination)) {
      return;
    }
    switch (it.protocol) {
      case protocol_udp:
        datagram(it);
        break;
      case protocol_tcp:
        segment(it);
        break;
      case protocol_sctp:
        sctp.packet(it, [&](const SctpMessage& message) { sctp_message(it, message); });
        break;
      default:
        break;
    }
  }

  void noted(PacketNote note, FrameNumber frame, std::uint64_t detail) override {
    if (count(code_of(note))) {
      tell(code_of(note), frame, sentence_of(note, detail));
    }
  }

  static CapturedSip message_of(const Carried& it, std::string_view octets) {
    return {.first_frame = it.first.number,
            .last_frame = it.last.number,
            .first_wall = it.first.wall,
            .last_wall = it.last.wall,
            .source = it.source,
            .destination = it.destination,
            .octets = octets};
  }

  void datagram(const Carried& it) {
    const std::string_view payload = it.part.payload;
    const bool is_sip = sip_start(behind_line_ends(payload)) == StartVerdict::yes;
    if (!is_sip) {
      other_datagram(it);
      return;
    }
    CapturedSip message = message_of(it, payload);
    if (it.part.missing != 0) {
      message.extent = it.in_fragments ? Extent::gap : Extent::snapped;
      if (!it.in_fragments && count(ProblemCode::cut_frame)) {
        tell(ProblemCode::cut_frame, it.first.number,
             "a SIP message was captured without its last " + std::to_string(it.part.missing) +
                 " octets, " + way(it.source, it.destination));
      }
    }
    give(message);
  }

  void other_datagram(const Carried& it) {
    const std::string_view payload = it.part.payload;
    if (const auto inside = read_hep(payload)) {
      hep_packet(*inside, it.first, it.last, it.part.missing);
      return;
    }
    if (is_keep_alive(payload)) {
      ++summary.keep_alives;
      return;
    }
    if (uses_one_of(options.sip_ports, it.source, it.destination)) {
      if (count(ProblemCode::not_sip)) {
        tell(ProblemCode::not_sip, it.first.number,
             "no start line of SIP on a port of SIP: " + quote(payload) + ", " +
                 way(it.source, it.destination));
      }
      CapturedSip message = message_of(it, payload);
      message.extent = it.part.missing != 0 ? Extent::snapped : Extent::whole;
      give(message);
    }
  }

  void hep_packet(const HepPacket& hep, FrameMark first, FrameMark last, std::size_t missing) {
    if (sip_start(behind_line_ends(hep.payload)) != StartVerdict::yes) {
      return;
    }
    const std::chrono::nanoseconds wall = hep.wall.value_or(first.wall);
    give({.first_frame = first.number,
          .last_frame = last.number,
          .first_wall = wall,
          .last_wall = wall,
          .transport = hep.protocol == protocol_udp ? stack::Transport::udp : stack::Transport::tcp,
          .sctp = hep.protocol == protocol_sctp,
          .source = hep.source,
          .destination = hep.destination,
          .extent = missing != 0 ? Extent::snapped : Extent::whole,
          .octets = hep.payload});
  }

  void sctp_message(const Carried& it, const SctpMessage& message) {
    if (sip_start(behind_line_ends(message.octets)) != StartVerdict::yes) {
      return;
    }
    CapturedSip out = message_of(it, message.octets);
    out.first_frame = message.first.number;
    out.first_wall = message.first.wall;
    out.transport = stack::Transport::tcp;
    out.sctp = true;
    out.extent = message.snapped ? Extent::snapped : Extent::whole;
    give(out);
  }

  /// The part of a segment whose fragments did not all come still has its place in the stream.
  void segment(const Carried& it) { connections.segment(it); }

  // --- What streams carry ---

  void message(const StreamPlace& place, const StreamMessage& it) override {
    give({.first_frame = it.first.number,
          .last_frame = it.last.number,
          .first_wall = it.first.wall,
          .last_wall = it.last.wall,
          .transport = it.transport,
          .source = place.source,
          .destination = place.destination,
          .connection = place.connection,
          .extent = it.extent,
          .without_length = it.without_length,
          .octets = it.octets});
  }

  void keep_alive() override { ++summary.keep_alives; }

  void hep(std::string_view packet, FrameMark first, FrameMark last) override {
    if (const auto inside = read_hep(packet)) {
      hep_packet(*inside, first, last, 0);
    }
  }

  void problem(const StreamPlace& place, ProblemCode code, FrameNumber frame,
               const std::string& sentence) override {
    if (count(code)) {
      tell(code, frame, sentence + ", " + way(place.source, place.destination));
    }
  }
};

SipExtractor::SipExtractor(SipSink sink, ReadOptions options)
    : impl_(std::make_unique<Impl>(std::move(sink), std::move(options))) {}

SipExtractor::~SipExtractor() = default;
SipExtractor::SipExtractor(SipExtractor&&) noexcept = default;
SipExtractor& SipExtractor::operator=(SipExtractor&&) noexcept = default;

void SipExtractor::add(LinkType link, const FrameView& frame) {
  impl_->frame(link, frame);
}

void SipExtractor::add(LinkType link, const CapturedPacket& packet) {
  add(link, FrameView{packet.wall, packet.octets, packet.original_length});
}

void SipExtractor::add_problem(const ReadProblem& problem) {
  if (impl_->count(problem.code)) {
    impl_->sink.problem(problem);
  }
}

void SipExtractor::finish() {
  impl_->walk.finish();
  impl_->connections.finish();
}

const ReadSummary& SipExtractor::summary() const {
  return impl_->summary;
}

}  // namespace sipspec::captures
