#include "captures/captured_flows.hpp"

#include "captures/frame_synthesis.hpp"

#include <utility>

namespace sipspec::captures {
namespace {

/// The streams of one way, a new one with each new SYN.
struct StreamRow {
  std::vector<TcpStream> streams;
  std::optional<std::uint32_t> last_syn;

  TcpStream& of(const Decoded& segment) {
    const bool syn = (segment.flags & tcp_syn) != 0;
    if (streams.empty() || (syn && last_syn != segment.sequence)) {
      streams.emplace_back();
    }
    if (syn) {
      last_syn = segment.sequence;
    }
    return streams.back();
  }
};

}  // namespace

CapturedFlows::CapturedFlows(LinkType link, std::span<const CapturedPacket> packets) {
  std::map<Way, StreamRow> rows;
  FrameNumber frame = 0;
  for (const CapturedPacket& packet : packets) {
    ++frame;
    const auto inside = decode(link, packet.octets);
    if (!inside) {
      continue;
    }
    const Way way{.from = inside->source, .to = inside->destination};
    if (inside->cut) {
      cut.push_back(frame);
    }
    if (inside->kind == Decoded::Kind::udp) {
      datagrams[way].push_back({frame, inside->payload});
    } else if (inside->kind == Decoded::Kind::tcp) {
      rows[way].of(*inside).add(*inside, frame);
    } else {
      fragments.push_back(frame);
    }
  }
  for (auto& [way, row] : rows) {
    std::erase_if(row.streams,
                  [](const TcpStream& it) { return it.octets().empty() && !it.has_gap(); });
    if (!row.streams.empty()) {
      streams.emplace(way, std::move(row.streams));
    }
  }
}

}  // namespace sipspec::captures
