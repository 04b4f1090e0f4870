#pragma once

// What a frame carries: addresses, ports, and the payload of UDP or TCP, through the link layers of
// network/link_layer.hpp and IPv4 or IPv6 with their options; not through tunnels, and without
// putting fragments together (network/packet_walk.hpp does both). Frames come from the wire: any
// octets are fine, and nothing is read beyond their end.
//
//   if (auto inside = decode(LinkType::ethernet, packet)) { use(inside->payload); }

#include "captures/captured_packet.hpp"
#include "captures/network/ip_endpoint.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

struct Decoded {
  enum class Kind : std::uint8_t {
    udp,
    tcp,
    first_fragment,  ///< ports are known, the payload is not whole
    fragment,        ///< ports are not known (zero)
  };

  Kind kind = Kind::udp;
  IpEndpoint source, destination;
  std::uint32_t sequence = 0;        ///< TCP
  std::uint8_t flags = 0;            ///< TCP: tcp_fin, tcp_syn, ...
  std::uint32_t identification = 0;  ///< of the IP packet that fragments belong to
  bool cut = false;                  ///< less of the payload was captured than was on the wire
  std::string_view payload;          ///< view of the frame
};

/// nullopt: neither UDP nor TCP over IP, or its headers are broken or cut.
std::optional<Decoded> decode(LinkType link, std::string_view frame);

}  // namespace sipspec::captures
