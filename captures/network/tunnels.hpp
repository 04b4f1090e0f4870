#pragma once

// What a tunnel carries: GRE (RFC 2784, 2890; ERSPAN), GTP-U (3GPP TS 29.281), VXLAN (RFC 7348),
// Geneve (RFC 8926), and ESP without encryption (RFC 2410), as IMS networks use it. IP in IP needs
// no reading: what follows is a packet.
//
//   if (auto inner = behind_udp_tunnel(part)) { walk(*inner); }

#include "captures/network/link_layer.hpp"
#include "captures/network/transport_header.hpp"

#include <optional>
#include <string_view>

namespace sipspec::captures {

/// `rest` starts with a GRE header.
LinkPart behind_gre(std::string_view rest);

/// nullopt: the datagram is none of a tunnel, by its ports and its first octets.
std::optional<LinkPart> behind_udp_tunnel(const TransportPart& datagram);

struct EspContent {
  std::uint32_t protocol = 0;
  std::string_view octets;
};

/// ESP does not say whether it encrypts: taken as clear when padding, next header and the header
/// inside all fit. nullopt: they don't.
std::optional<EspContent> clear_esp(std::string_view rest);

}  // namespace sipspec::captures
