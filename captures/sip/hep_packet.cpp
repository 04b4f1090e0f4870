#include "captures/sip/hep_packet.hpp"

#include "captures/octets.hpp"

namespace sipspec::captures {
namespace {

constexpr std::size_t hep3_header = 6, chunk_header = 6;
constexpr std::uint32_t family_ip4 = 2, family_ip6 = 10;

enum Chunk : std::uint32_t {
  ip_protocol = 2,
  source_ip4 = 3,
  destination_ip4 = 4,
  source_ip6 = 5,
  destination_ip6 = 6,
  source_port = 7,
  destination_port = 8,
  seconds = 9,
  microseconds = 10,
  protocol_type = 11,
  payload = 15,
};

struct Hep3Reader {
  HepPacket packet;
  bool has_source = false, has_destination = false, is_sip = true;
  std::chrono::nanoseconds wall{};

  static void take_address(std::string_view value, IpEndpoint& into, bool& has) {
    if (value.size() == 4 || value.size() == 16) {
      into = ip_endpoint(value, into.port);
      has = true;
    }
  }

  void take(std::uint32_t type, std::string_view value) {
    constexpr std::uint32_t sip = 1;
    switch (type) {
      case source_ip4:
      case source_ip6:
        take_address(value, packet.source, has_source);
        break;
      case destination_ip4:
      case destination_ip6:
        take_address(value, packet.destination, has_destination);
        break;
      case payload:
        packet.payload = value;
        break;
      case ip_protocol:
        packet.protocol = value.size() == 1 ? octet_at(value, 0) : 0;
        break;
      case protocol_type:
        is_sip = value.size() == 1 && octet_at(value, 0) == sip;
        break;
      default:
        take_number(type, value);
        break;
    }
  }

  void take_number(std::uint32_t type, std::string_view value) {
    if (value.size() == 2 && type == source_port) {
      packet.source.port = static_cast<std::uint16_t>(network16(value, 0));
    } else if (value.size() == 2 && type == destination_port) {
      packet.destination.port = static_cast<std::uint16_t>(network16(value, 0));
    } else if (value.size() == 4 && type == seconds) {
      wall += std::chrono::seconds(network32(value, 0));
    } else if (value.size() == 4 && type == microseconds) {
      wall += std::chrono::microseconds(network32(value, 0));
    }
  }
};

std::optional<HepPacket> read_hep3(std::string_view octets) {
  const std::size_t size = hep3_size(octets);
  if (size < hep3_header || size > octets.size()) {
    return std::nullopt;
  }
  octets = octets.substr(hep3_header, size - hep3_header);
  Hep3Reader reader;
  while (octets.size() >= chunk_header) {
    const std::size_t chunk = network16(octets, 4);
    if (chunk < chunk_header || chunk > octets.size()) {
      return std::nullopt;
    }
    constexpr std::uint32_t generic_vendor = 0;
    if (network16(octets, 0) == generic_vendor) {
      reader.take(network16(octets, 2), octets.substr(chunk_header, chunk - chunk_header));
    }
    octets.remove_prefix(chunk);
  }
  if (!reader.has_source || !reader.has_destination || !reader.is_sip ||
      reader.packet.payload.empty()) {
    return std::nullopt;
  }
  if (reader.wall.count() != 0) {
    reader.packet.wall = reader.wall;
  }
  return reader.packet;
}

/// 0: an unknown family.
std::size_t address_size(std::uint32_t family) {
  if (family == family_ip4) {
    return 4;
  }
  return family == family_ip6 ? 16 : 0;
}

/// Version, length of the header, family, protocol, ports, addresses; in version 2 a time behind
/// them, in the octet order of the agent, which is not known: it is stepped over.
std::optional<HepPacket> read_binary_hep(std::string_view octets) {
  constexpr std::size_t fixed = 8;
  if (octets.size() < fixed) {
    return std::nullopt;
  }
  const std::uint32_t version = octet_at(octets, 0);
  const std::size_t header = octet_at(octets, 1);
  const std::uint32_t family = octet_at(octets, 2);
  const std::size_t address = address_size(family);
  const std::size_t time = version == 2 ? 12 : 0;
  const bool lengths_fit = header == fixed + 2 * address || header == fixed + 2 * address + time;
  if ((version != 1 && version != 2) || address == 0 || !lengths_fit) {
    return std::nullopt;
  }
  const std::size_t payload_at = fixed + 2 * address + time;
  if (octets.size() <= payload_at) {
    return std::nullopt;
  }
  HepPacket packet;
  packet.protocol = octet_at(octets, 3);
  packet.source =
      ip_endpoint(octets.substr(fixed, address), static_cast<std::uint16_t>(network16(octets, 4)));
  packet.destination = ip_endpoint(octets.substr(fixed + address, address),
                                   static_cast<std::uint16_t>(network16(octets, 6)));
  packet.payload = octets.substr(payload_at);
  return packet;
}

}  // namespace

std::size_t hep3_size(std::string_view octets) {
  return octets.size() >= hep3_header && octets.starts_with("HEP3") ? network16(octets, 4) : 0;
}

std::optional<HepPacket> read_hep(std::string_view octets) {
  if (octets.starts_with("HEP3")) {
    return read_hep3(octets);
  }
  return octets.empty() || octet_at(octets, 0) > 2 ? std::nullopt : read_binary_hep(octets);
}

}  // namespace sipspec::captures
