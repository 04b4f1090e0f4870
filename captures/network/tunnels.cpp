#include "captures/network/tunnels.hpp"

#include "captures/network/ip_packet.hpp"
#include "captures/octets.hpp"

#include <array>

namespace sipspec::captures {
namespace {

constexpr LinkPart broken{LinkPart::Verdict::broken, {}};
constexpr LinkPart other{LinkPart::Verdict::other, {}};

bool uses_port(const TransportPart& part, std::uint16_t port) {
  return part.source_port == port || part.destination_port == port;
}

LinkPart inner_ethernet(std::string_view rest) {
  return behind_link(LinkType::ethernet, rest);
}

LinkPart inner_ip(std::string_view rest) {
  return behind_link(LinkType::raw, rest);
}

/// Steps over the extension headers that the first header announces.
LinkPart behind_gtp(std::string_view rest) {
  constexpr std::uint32_t any_option = 7, has_extension = 4;
  const std::uint32_t flags = octet_at(rest, 0);
  std::size_t at = 8;
  if ((flags & any_option) != 0) {
    at = 12;
    std::uint32_t next = rest.size() < at || (flags & has_extension) == 0 ? 0 : octet_at(rest, 11);
    while (next != 0 && at < rest.size()) {
      const std::size_t size = std::size_t{octet_at(rest, at)} * 4;
      if (size == 0 || at + size > rest.size()) {
        return broken;
      }
      next = octet_at(rest, at + size - 1);
      at += size;
    }
  }
  return rest.size() <= at ? broken : inner_ip(rest.substr(at));
}

bool is_gtp_user_data(std::string_view payload) {
  constexpr std::uint32_t version_1 = 3, user_data = 0xFF;  // of 3GPP's GTP, not GTP'
  return payload.size() > 8 && octet_at(payload, 0) >> 4U == version_1 &&
         octet_at(payload, 1) == user_data;
}

LinkPart behind_geneve(std::string_view rest) {
  constexpr std::uint32_t ethernet = 0x6558;
  const std::size_t header = 8 + std::size_t{octet_at(rest, 0) & 0x3FU} * 4;
  if (rest.size() <= header) {
    return broken;
  }
  const std::uint32_t type = network16(rest, 2);
  return type == ethernet ? inner_ethernet(rest.substr(header))
                          : behind_ether_type(type, rest.substr(header));
}

bool header_fits(std::uint32_t protocol, std::string_view octets) {
  switch (protocol) {
    case protocol_ip4:
    case protocol_ip6: {
      const auto packet = read_ip(octets);
      return packet && packet->missing == 0;
    }
    case protocol_udp:
      return octets.size() >= 8 && network16(octets, 4) == octets.size();
    case protocol_tcp:
    case protocol_sctp:
      return read_transport(protocol, octets, 0).has_value();
    default:
      return false;
  }
}

/// Padding counts 1, 2, 3, ... (RFC 4303 2.4).
bool padding_fits(std::string_view padding) {
  for (std::size_t i = 0; i < padding.size(); ++i) {
    if (octet_at(padding, i) != i + 1) {
      return false;
    }
  }
  return true;
}

}  // namespace

LinkPart behind_gre(std::string_view rest) {
  constexpr std::uint32_t has_checksum = 0x8000, has_routing = 0x4000, has_key = 0x2000,
                          has_sequence = 0x1000, has_acknowledgement = 0x80;
  constexpr std::uint32_t type_ppp = 0x880B, type_ethernet = 0x6558, type_erspan = 0x88BE;
  if (rest.size() < 4) {
    return broken;
  }
  const std::uint32_t flags = network16(rest, 0);
  const std::uint32_t type = network16(rest, 2);
  std::size_t at = 4;
  at += (flags & (has_checksum | has_routing)) != 0 ? 4 : 0;
  at += (flags & has_key) != 0 ? 4 : 0;
  at += (flags & has_sequence) != 0 ? 4 : 0;
  at += (flags & 7U) == 1 && (flags & has_acknowledgement) != 0 ? 4 : 0;
  at += type == type_erspan && (flags & has_sequence) != 0 ? 8 : 0;
  if ((flags & has_routing) != 0 || rest.size() < at) {
    return (flags & has_routing) != 0 ? other : broken;
  }
  rest.remove_prefix(at);
  if (type == type_ethernet || type == type_erspan) {
    return inner_ethernet(rest);
  }
  return type == type_ppp ? behind_ppp(rest.starts_with("\xFF\x03") ? rest.substr(2) : rest)
                          : behind_ether_type(type, rest);
}

std::optional<LinkPart> behind_udp_tunnel(const TransportPart& datagram) {
  constexpr std::uint16_t gtp = 2152, vxlan = 4789, vxlan_old = 8472, geneve = 6081;
  const std::string_view payload = datagram.payload;
  if (payload.size() < 16) {
    return std::nullopt;
  }
  if (uses_port(datagram, gtp) && is_gtp_user_data(payload)) {
    return behind_gtp(payload);
  }
  if ((datagram.destination_port == vxlan || datagram.destination_port == vxlan_old) &&
      octet_at(payload, 0) == 8) {
    return inner_ethernet(payload.substr(8));
  }
  if (datagram.destination_port == geneve && octet_at(payload, 0) >> 6U == 0) {
    return behind_geneve(payload);
  }
  return std::nullopt;
}

std::optional<EspContent> clear_esp(std::string_view rest) {
  constexpr std::size_t header = 8;
  constexpr std::array<std::size_t, 5> check_value_sizes{12, 16, 0, 24, 32};
  for (const std::size_t check_value : check_value_sizes) {
    if (rest.size() < header + check_value + 2) {
      continue;
    }
    const std::string_view body = rest.substr(header, rest.size() - header - check_value);
    const std::uint32_t protocol = octet_at(body, body.size() - 1);
    const std::size_t padding = octet_at(body, body.size() - 2);
    if (padding + 2 > body.size()) {
      continue;
    }
    const std::size_t size = body.size() - 2 - padding;
    if (padding_fits(body.substr(size, padding)) && header_fits(protocol, body.substr(0, size))) {
      return EspContent{protocol, body.substr(0, size)};
    }
  }
  return std::nullopt;
}

}  // namespace sipspec::captures
