#include "captures/network/ip_packet.hpp"

#include "captures/octets.hpp"

namespace sipspec::captures {
namespace {

constexpr int max_extension_headers = 8;

/// Offloading gives packets longer than the length field can say, with zero in it.
std::string_view limited(std::string_view packet, std::size_t length, std::size_t& missing) {
  if (length == 0) {
    return packet;
  }
  missing = length > packet.size() ? length - packet.size() : 0;
  return packet.substr(0, length);
}

std::optional<IpPacket> read_ip4(std::string_view octets) {
  if (octets.size() < 20) {
    return std::nullopt;
  }
  const std::size_t header = std::size_t{octet_at(octets, 0) & 15U} * 4;
  const std::uint32_t length = network16(octets, 2);
  if (header < 20 || header > octets.size() || (length != 0 && length < header)) {
    return std::nullopt;
  }
  const std::uint32_t fragment = network16(octets, 6);
  IpPacket packet;
  packet.protocol = octet_at(octets, 9);
  packet.source = octets.substr(12, 4);
  packet.destination = octets.substr(16, 4);
  packet.rest = limited(octets, length, packet.missing).substr(header);
  packet.is_fragment = (fragment & 0x3FFFU) != 0;
  packet.more_fragments = (fragment & 0x2000U) != 0;
  packet.fragment_offset = (fragment & 0x1FFFU) * 8;
  packet.identification = network16(octets, 4);
  return packet;
}

/// Hop-by-hop, routing, destination options, mobility, HIP, shim6.
bool is_extension(std::uint32_t header) {
  return header == 0 || header == 43 || header == 60 || header == 135 || header == 139 ||
         header == 140;
}

constexpr std::uint32_t fragment_header = 44;

/// Octets of the extension header at the front of `rest`, which is of the kind `header`.
std::size_t extension_size(std::uint32_t header, std::string_view rest) {
  if (header == fragment_header) {
    return 8;
  }
  const std::size_t length = octet_at(rest, 1);
  return header == protocol_ah ? (length + 2) * 4 : (length + 1) * 8;
}

void read_fragment_header(IpPacket& packet) {
  const std::uint32_t place = network16(packet.rest, 2);
  packet.fragment_offset = place & 0xFFF8U;
  packet.more_fragments = (place & 1U) != 0;
  packet.is_fragment = packet.fragment_offset != 0 || packet.more_fragments;
  packet.identification = network32(packet.rest, 4);
}

std::optional<IpPacket> read_ip6(std::string_view octets) {
  constexpr std::size_t header = 40;
  if (octets.size() < header) {
    return std::nullopt;
  }
  const std::uint32_t length = network16(octets, 4);
  IpPacket packet;
  packet.protocol = octet_at(octets, 6);
  packet.source = octets.substr(8, 16);
  packet.destination = octets.substr(24, 16);
  packet.rest = limited(octets, length == 0 ? 0 : header + length, packet.missing).substr(header);
  return skip_extensions(packet) ? std::optional(packet) : std::nullopt;
}

}  // namespace

bool skip_extensions(IpPacket& packet) {
  for (int count = 0; count < max_extension_headers; ++count) {
    const std::uint32_t kind = packet.protocol;
    if (kind != fragment_header && kind != protocol_ah && !is_extension(kind)) {
      return true;
    }
    if (packet.rest.size() < 8 || extension_size(kind, packet.rest) > packet.rest.size()) {
      return false;
    }
    if (kind == fragment_header) {
      read_fragment_header(packet);
    }
    packet.protocol = octet_at(packet.rest, 0);
    packet.rest.remove_prefix(extension_size(kind, packet.rest));
    if (packet.is_fragment) {
      return true;  // what follows is part of something
    }
  }
  return false;
}

std::optional<IpPacket> read_ip(std::string_view octets) {
  if (octets.empty()) {
    return std::nullopt;
  }
  const std::uint32_t version = octet_at(octets, 0) >> 4U;
  if (version == 4) {
    auto packet = read_ip4(octets);
    const bool authenticated = packet && packet->protocol == protocol_ah && !packet->is_fragment;
    return !authenticated || skip_extensions(*packet) ? packet : std::nullopt;
  }
  return version == 6 ? read_ip6(octets) : std::nullopt;
}

}  // namespace sipspec::captures
