#include "captures/network/packet_walk.hpp"

#include "captures/network/tunnels.hpp"
#include "captures/octets.hpp"

namespace sipspec::captures {
namespace {

/// The packet as if it had come in one; views of `whole`.
std::optional<IpPacket> as_packet(const Reassembled& whole) {
  IpPacket packet;
  packet.protocol = whole.protocol;
  packet.source = whole.source.octets();
  packet.destination = whole.destination.octets();
  packet.rest = whole.octets;
  packet.missing = whole.missing;
  return skip_extensions(packet) ? std::optional(packet) : std::nullopt;
}

}  // namespace

void PacketWalk::frame(LinkType link, FrameMark mark, std::string_view octets) {
  const LinkPart part = behind_link(link, octets);
  if (part.verdict == LinkPart::Verdict::unknown_link) {
    handler_.noted(PacketNote::unknown_link_type, mark.number, static_cast<std::uint64_t>(link));
    return;
  }
  inside(part, {.first = mark, .last = mark});
}

void PacketWalk::inside(const LinkPart& part, Place place) {
  if (part.verdict == LinkPart::Verdict::broken || place.tunnels > max_tunnels) {
    handler_.noted(PacketNote::broken_headers, place.last.number, 0);
  } else if (part.verdict == LinkPart::Verdict::ip) {
    packet(part.packet, place);
  }
}

void PacketWalk::packet(std::string_view octets, Place place) {
  const auto packet = read_ip(octets);
  if (!packet) {
    handler_.noted(PacketNote::broken_headers, place.last.number, 0);
  } else if (packet->is_fragment) {
    fragment(*packet, place);
  } else {
    payload(*packet, place);
  }
}

void PacketWalk::fragment(const IpPacket& packet, Place place) {
  const auto whole = fragments_.add(packet, place.last.number, place.last.wall);
  tell_given_up(place.last);
  if (!whole) {
    return;
  }
  place.first = {whole->first_frame, whole->first_wall};
  place.in_fragments = true;
  if (const auto joined = as_packet(*whole)) {
    payload(*joined, place);
  }
}

/// The start of a packet may hold the start of a message: it is handed over, with its lack told.
void PacketWalk::tell_given_up(FrameMark now) {
  for (const Reassembled& part : fragments_.take_given_up()) {
    handler_.noted(
        part.for_lack_of_room ? PacketNote::fragments_dropped : PacketNote::missing_fragments,
        part.first_frame, part.missing);
    const auto packet = part.octets.empty() ? std::nullopt : as_packet(part);
    if (packet && (packet->protocol == protocol_udp || packet->protocol == protocol_tcp)) {
      const FrameMark first{part.first_frame, part.first_wall};
      transport(*packet, {.first = first,
                          .last = now.number == 0 ? first : now,
                          .tunnels = max_tunnels,
                          .in_fragments = true});
    }
  }
}

void PacketWalk::payload(const IpPacket& packet, const Place& place) {
  Place deeper = place;
  ++deeper.tunnels;
  switch (packet.protocol) {
    case protocol_udp:
    case protocol_tcp:
    case protocol_sctp:
      transport(packet, place);
      break;
    case protocol_ip4:
    case protocol_ip6:
      inside({LinkPart::Verdict::ip, packet.rest}, deeper);
      break;
    case protocol_gre:
      inside(behind_gre(packet.rest), deeper);
      break;
    case protocol_esp:
      esp(packet, deeper);
      break;
    default:
      break;
  }
}

void PacketWalk::esp(const IpPacket& packet, const Place& place) {
  const auto content = packet.missing == 0 ? clear_esp(packet.rest) : std::nullopt;
  if (!content || place.tunnels > max_tunnels) {
    const std::uint64_t spi = packet.rest.size() < 4 ? 0 : network32(packet.rest, 0);
    handler_.noted(PacketNote::encrypted, place.last.number, spi);
    return;
  }
  IpPacket inner = packet;
  inner.protocol = content->protocol;
  inner.rest = content->octets;
  payload(inner, place);
}

void PacketWalk::transport(const IpPacket& packet, const Place& place) {
  const auto part = read_transport(packet.protocol, packet.rest, packet.missing);
  if (!part) {
    handler_.noted(PacketNote::broken_headers, place.last.number, 0);
    return;
  }
  if (packet.protocol == protocol_udp && part->missing == 0) {
    if (const auto tunnel = behind_udp_tunnel(*part)) {
      Place deeper = place;
      ++deeper.tunnels;
      inside(*tunnel, deeper);
      return;
    }
  }
  handler_.carried({.protocol = packet.protocol,
                    .source = ip_endpoint(packet.source, part->source_port),
                    .destination = ip_endpoint(packet.destination, part->destination_port),
                    .part = *part,
                    .first = place.first,
                    .last = place.last,
                    .in_fragments = place.in_fragments});
}

void PacketWalk::finish() {
  fragments_.give_up_all();
  tell_given_up({});
}

}  // namespace sipspec::captures
