#include "captures/network/transport_header.hpp"

#include "captures/network/ip_packet.hpp"
#include "captures/octets.hpp"

#include <algorithm>

namespace sipspec::captures {
namespace {

bool read_udp(std::string_view octets, TransportPart& part) {
  constexpr std::size_t header = 8;
  const std::size_t length = network16(octets, 4);
  part.payload = octets.substr(header);
  if (length == 0) {
    return true;  // larger than the field can say (RFC 2675)
  }
  if (length < header) {
    return false;
  }
  const std::size_t captured = part.payload.size();
  part.payload = part.payload.substr(0, length - header);
  part.missing = length - header > captured ? length - header - captured : 0;
  return true;
}

bool read_tcp(std::string_view octets, TransportPart& part) {
  const std::size_t header = std::size_t{octet_at(octets, 12) >> 4U} * 4;
  if (header < 20 || header > octets.size()) {
    return false;
  }
  part.sequence = network32(octets, 4);
  part.acknowledged = network32(octets, 8);
  part.flags = static_cast<std::uint8_t>(octet_at(octets, 13));
  part.payload = octets.substr(header);
  return true;
}

std::size_t smallest_header(std::uint32_t protocol) {
  constexpr std::size_t tcp = 20, udp = 8, sctp = 12;
  if (protocol == protocol_tcp) {
    return tcp;
  }
  return protocol == protocol_udp ? udp : sctp;
}

}  // namespace

std::optional<TransportPart> read_transport(std::uint32_t protocol, std::string_view octets,
                                            std::size_t missing) {
  if (octets.size() < smallest_header(protocol)) {
    return std::nullopt;
  }
  TransportPart part;
  part.source_port = static_cast<std::uint16_t>(network16(octets, 0));
  part.destination_port = static_cast<std::uint16_t>(network16(octets, 2));
  part.missing = missing;
  if (protocol == protocol_udp) {
    return read_udp(octets, part) ? std::optional(part) : std::nullopt;
  }
  if (protocol == protocol_tcp) {
    return read_tcp(octets, part) ? std::optional(part) : std::nullopt;
  }
  part.payload = octets.substr(12);
  return protocol == protocol_sctp ? std::optional(part) : std::nullopt;
}

}  // namespace sipspec::captures
