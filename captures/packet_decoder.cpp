#include "captures/packet_decoder.hpp"

#include "captures/octets.hpp"

#include <array>

namespace sipspec::captures {
namespace {

constexpr std::uint32_t ether_ip4 = 0x0800, ether_ip6 = 0x86DD, ether_vlan = 0x8100;
constexpr std::uint32_t protocol_tcp = 6, protocol_udp = 17;
constexpr int max_vlan_tags = 2;
constexpr int max_extension_headers = 8;

/// The IP packet behind a link header; empty when there is none.
std::string_view behind_ether_type(std::string_view frame, std::size_t type_at,
                                   std::size_t header) {
  if (frame.size() < header) {
    return {};
  }
  const std::uint32_t type = network16(frame, type_at);
  return type == ether_ip4 || type == ether_ip6 ? frame.substr(header) : std::string_view{};
}

std::string_view behind_ethernet(std::string_view frame) {
  std::size_t type_at = 12;
  for (int tags = 0; tags < max_vlan_tags && frame.size() >= type_at + 6 &&
                     network16(frame, type_at) == ether_vlan;
       ++tags) {
    type_at += 4;
  }
  return behind_ether_type(frame, type_at, type_at + 2);
}

std::string_view behind_nothing(std::string_view frame) {
  return frame;
}

std::string_view behind_sll(std::string_view frame) {
  return behind_ether_type(frame, 14, 16);
}

std::string_view behind_sll2(std::string_view frame) {
  return behind_ether_type(frame, 0, 20);
}

struct LinkLayer {
  LinkType type;
  std::string_view (*ip_packet)(std::string_view frame);
};

constexpr std::array link_layers{
    LinkLayer{.type = LinkType::ethernet, .ip_packet = behind_ethernet},
    LinkLayer{.type = LinkType::raw, .ip_packet = behind_nothing},
    LinkLayer{.type = LinkType::linux_sll, .ip_packet = behind_sll},
    LinkLayer{.type = LinkType::linux_sll2, .ip_packet = behind_sll2},
};

/// What the IP header says; `rest` is what follows it, without padding of the link layer.
struct Packet {
  std::uint32_t protocol = 0;
  std::string_view source, destination;
  std::string_view rest;
  bool cut = false;
  bool is_fragment = false;
  std::uint32_t fragment_offset = 0;
  std::uint32_t identification = 0;
};

/// Offloading gives packets longer than the length field can say, with zero in it.
std::string_view limited(std::string_view packet, std::size_t length, bool& cut) {
  if (length == 0) {
    return packet;
  }
  cut = length > packet.size();
  return packet.substr(0, length);
}

std::optional<Packet> read_ip4(std::string_view octets) {
  if (octets.size() < 20) {
    return std::nullopt;
  }
  const std::size_t header = std::size_t{octet_at(octets, 0) & 15U} * 4;
  const std::uint32_t length = network16(octets, 2);
  if (header < 20 || header > octets.size() || (length != 0 && length < header)) {
    return std::nullopt;
  }
  const std::uint32_t fragment = network16(octets, 6);
  Packet packet;
  packet.protocol = octet_at(octets, 9);
  packet.source = octets.substr(12, 4);
  packet.destination = octets.substr(16, 4);
  packet.rest = limited(octets, length, packet.cut).substr(header);
  packet.is_fragment = (fragment & 0x3FFFU) != 0;
  packet.fragment_offset = fragment & 0x1FFFU;
  packet.identification = network16(octets, 4);
  return packet;
}

/// Hop-by-hop, routing, destination options.
bool is_skippable(std::uint32_t header) {
  return header == 0 || header == 43 || header == 60;
}

/// Steps over extension headers; false when they are broken.
bool skip_extensions(Packet& packet) {
  constexpr std::uint32_t fragment_header = 44;
  for (int count = 0; count < max_extension_headers; ++count) {
    const bool fragment = packet.protocol == fragment_header;
    if (!fragment && !is_skippable(packet.protocol)) {
      return true;
    }
    if (packet.rest.size() < 8) {
      return false;
    }
    const std::size_t length = fragment ? 8 : 8 + std::size_t{octet_at(packet.rest, 1)} * 8;
    if (length > packet.rest.size()) {
      return false;
    }
    if (fragment) {
      const std::uint32_t place = network16(packet.rest, 2);
      packet.fragment_offset = place >> 3U;
      packet.is_fragment = packet.fragment_offset != 0 || (place & 1U) != 0;
      packet.identification = network32(packet.rest, 4);
    }
    packet.protocol = octet_at(packet.rest, 0);
    packet.rest.remove_prefix(length);
    if (packet.fragment_offset != 0) {
      return true;  // what follows is the middle of something
    }
  }
  return false;
}

std::optional<Packet> read_ip6(std::string_view octets) {
  constexpr std::size_t header = 40;
  if (octets.size() < header) {
    return std::nullopt;
  }
  const std::uint32_t length = network16(octets, 4);
  Packet packet;
  packet.protocol = octet_at(octets, 6);
  packet.source = octets.substr(8, 16);
  packet.destination = octets.substr(24, 16);
  packet.rest = limited(octets, length == 0 ? 0 : header + length, packet.cut).substr(header);
  return skip_extensions(packet) ? std::optional(packet) : std::nullopt;
}

std::optional<Packet> read_ip(std::string_view octets) {
  if (octets.empty()) {
    return std::nullopt;
  }
  const std::uint32_t version = octet_at(octets, 0) >> 4U;
  if (version == 4) {
    return read_ip4(octets);
  }
  return version == 6 ? read_ip6(octets) : std::nullopt;
}

/// Ports, and the payload behind the transport header; false when it is broken.
bool read_transport(const Packet& packet, Decoded& out) {
  const bool tcp = packet.protocol == protocol_tcp;
  const std::string_view octets = packet.rest;
  if ((!tcp && packet.protocol != protocol_udp) || octets.size() < (tcp ? 20U : 8U)) {
    return false;
  }
  out.kind = tcp ? Decoded::Kind::tcp : Decoded::Kind::udp;
  out.source.port = static_cast<std::uint16_t>(network16(octets, 0));
  out.destination.port = static_cast<std::uint16_t>(network16(octets, 2));
  if (packet.is_fragment) {
    out.kind = Decoded::Kind::first_fragment;
    return true;
  }
  if (!tcp) {
    const std::size_t length = network16(octets, 4);
    out.cut = packet.cut || length > octets.size();
    out.payload = octets.substr(8, length < 8 ? 0 : length - 8);
    return length >= 8;
  }
  const std::size_t header = std::size_t{octet_at(octets, 12) >> 4U} * 4;
  if (header < 20 || header > octets.size()) {
    return false;
  }
  out.sequence = network32(octets, 4);
  out.flags = static_cast<std::uint8_t>(octet_at(octets, 13));
  out.payload = octets.substr(header);
  return true;
}

}  // namespace

std::optional<Decoded> decode(LinkType link, std::string_view frame) {
  for (const LinkLayer& layer : link_layers) {
    if (layer.type != link) {
      continue;
    }
    const auto packet = read_ip(layer.ip_packet(frame));
    if (!packet) {
      return std::nullopt;
    }
    Decoded out;
    out.source = ip_endpoint(packet->source, 0);
    out.destination = ip_endpoint(packet->destination, 0);
    out.identification = packet->identification;
    out.cut = packet->cut;
    if (packet->fragment_offset != 0) {
      out.kind = Decoded::Kind::fragment;
      return out;
    }
    return read_transport(*packet, out) ? std::optional(out) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace sipspec::captures
