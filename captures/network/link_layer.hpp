#pragma once

// The IP packet inside a frame: behind Ethernet, VLAN tags, MPLS labels, PPPoE, PPP, Linux cooked
// captures, the loopback headers of BSD. Views of the frame; any octets are fine.
//
//   LinkPart part = behind_link(LinkType::ethernet, frame);
//   if (part.verdict == LinkPart::Verdict::ip) { read_ip(part.packet); }

#include "captures/captured_packet.hpp"

#include <cstdint>
#include <string_view>

namespace sipspec::captures {

struct LinkPart {
  enum class Verdict : std::uint8_t {
    ip,
    other,         ///< whole, and something else than IP
    broken,        ///< a header is not whole
    unknown_link,  ///< a link type that is not read
  };

  Verdict verdict = Verdict::other;
  std::string_view packet;
};

LinkPart behind_link(LinkType link, std::string_view frame);

/// `rest` is what follows an EtherType field that holds `type`.
LinkPart behind_ether_type(std::uint32_t type, std::string_view rest);

/// `rest` starts with a PPP protocol field.
LinkPart behind_ppp(std::string_view rest);

}  // namespace sipspec::captures
