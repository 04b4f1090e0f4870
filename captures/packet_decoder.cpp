#include "captures/packet_decoder.hpp"

#include "captures/network/ip_packet.hpp"
#include "captures/network/link_layer.hpp"
#include "captures/network/transport_header.hpp"

namespace sipspec::captures {
namespace {

/// Ports, and the payload behind the transport header; false when it is broken.
bool fill_transport(const IpPacket& packet, Decoded& out) {
  const bool tcp = packet.protocol == protocol_tcp;
  if (!tcp && packet.protocol != protocol_udp) {
    return false;
  }
  const auto part = read_transport(packet.protocol, packet.rest, packet.missing);
  if (!part) {
    return false;
  }
  out.kind = tcp ? Decoded::Kind::tcp : Decoded::Kind::udp;
  if (packet.is_fragment) {
    out.kind = Decoded::Kind::first_fragment;
  }
  out.source.port = part->source_port;
  out.destination.port = part->destination_port;
  if (!packet.is_fragment) {
    out.sequence = part->sequence;
    out.flags = part->flags;
    out.payload = part->payload;
    out.cut = part->missing != 0;
  }
  return true;
}

}  // namespace

std::optional<Decoded> decode(LinkType link, std::string_view frame) {
  const LinkPart part = behind_link(link, frame);
  const auto packet = part.verdict == LinkPart::Verdict::ip ? read_ip(part.packet) : std::nullopt;
  if (!packet) {
    return std::nullopt;
  }
  Decoded out;
  out.source = ip_endpoint(packet->source, 0);
  out.destination = ip_endpoint(packet->destination, 0);
  out.identification = packet->identification;
  out.cut = packet->missing != 0;
  if (packet->fragment_offset != 0) {
    out.kind = Decoded::Kind::fragment;
    return out;
  }
  return fill_transport(*packet, out) ? std::optional(out) : std::nullopt;
}

}  // namespace sipspec::captures
