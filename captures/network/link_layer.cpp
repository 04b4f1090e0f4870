#include "captures/network/link_layer.hpp"

#include "captures/octets.hpp"

#include <array>

namespace sipspec::captures {
namespace {

using Verdict = LinkPart::Verdict;

constexpr std::uint32_t ether_ip4 = 0x0800, ether_ip6 = 0x86DD;
constexpr std::uint32_t ether_vlan = 0x8100, ether_qinq = 0x88A8, ether_qinq_old = 0x9100;
constexpr std::uint32_t ether_mpls = 0x8847, ether_mpls_upstream = 0x8848;
constexpr std::uint32_t ether_pppoe = 0x8864;
constexpr int max_tags = 8;

constexpr LinkPart broken{Verdict::broken, {}};
constexpr LinkPart other{Verdict::other, {}};

LinkPart ip(std::string_view packet) {
  return {Verdict::ip, packet};
}

bool is_vlan(std::uint32_t type) {
  return type == ether_vlan || type == ether_qinq || type == ether_qinq_old;
}

LinkPart behind_ethernet(std::string_view frame) {
  constexpr std::size_t header = 14;
  return frame.size() < header ? broken
                               : behind_ether_type(network16(frame, 12), frame.substr(header));
}

/// The labels end with one that has the bottom bit; nothing says what follows but its first octet
/// (RFC 4928).
LinkPart behind_mpls(std::string_view rest) {
  for (int labels = 0; labels < max_tags; ++labels) {
    if (rest.size() < 5) {
      return broken;
    }
    const bool bottom = (octet_at(rest, 2) & 1U) != 0;
    rest.remove_prefix(4);
    if (bottom) {
      break;
    }
  }
  constexpr std::size_t control_word = 4;
  switch (octet_at(rest, 0) >> 4U) {
    case 4:
    case 6:
      return ip(rest);
    case 0:
      return rest.size() < control_word ? broken : behind_ethernet(rest.substr(control_word));
    default:
      return other;
  }
}

LinkPart behind_pppoe(std::string_view rest) {
  constexpr std::size_t header = 6;
  return rest.size() < header ? broken : behind_ppp(rest.substr(header));
}

/// 802.3 with LLC; only SNAP carries IP.
LinkPart behind_length(std::string_view rest) {
  return rest.starts_with(std::string_view("\xAA\xAA\x03\0\0\0", 6)) && rest.size() >= 8
             ? behind_ether_type(network16(rest, 6), rest.substr(8))
             : other;
}

LinkPart by_first_octet(std::string_view packet) {
  if (packet.empty()) {
    return broken;
  }
  const std::uint32_t version = octet_at(packet, 0) >> 4U;
  return version == 4 || version == 6 ? ip(packet) : other;
}

LinkPart behind_sll(std::string_view frame) {
  return frame.size() < 16 ? broken : behind_ether_type(network16(frame, 14), frame.substr(16));
}

LinkPart behind_sll2(std::string_view frame) {
  return frame.size() < 20 ? broken : behind_ether_type(network16(frame, 0), frame.substr(20));
}

/// A protocol family of the system that captured, in its octet order: the packet tells more surely.
LinkPart behind_family(std::string_view frame) {
  return frame.size() < 4 ? broken : by_first_octet(frame.substr(4));
}

/// Address and control octets may be left out.
LinkPart behind_ppp_frame(std::string_view frame) {
  return behind_ppp(frame.starts_with("\xFF\x03") ? frame.substr(2) : frame);
}

LinkPart behind_cisco_hdlc(std::string_view frame) {
  return frame.size() < 4 ? broken : behind_ether_type(network16(frame, 2), frame.substr(4));
}

struct LinkLayer {
  LinkType type;
  LinkPart (*behind)(std::string_view frame);
};

constexpr std::array link_layers{
    LinkLayer{.type = LinkType::ethernet, .behind = behind_ethernet},
    LinkLayer{.type = LinkType::raw, .behind = by_first_octet},
    LinkLayer{.type = LinkType::raw_ip4, .behind = by_first_octet},
    LinkLayer{.type = LinkType::raw_ip6, .behind = by_first_octet},
    LinkLayer{.type = LinkType::linux_sll, .behind = behind_sll},
    LinkLayer{.type = LinkType::linux_sll2, .behind = behind_sll2},
    LinkLayer{.type = LinkType::bsd_null, .behind = behind_family},
    LinkLayer{.type = LinkType::bsd_loop, .behind = behind_family},
    LinkLayer{.type = LinkType::ppp, .behind = behind_ppp_frame},
    LinkLayer{.type = LinkType::ppp_hdlc, .behind = behind_ppp_frame},
    LinkLayer{.type = LinkType::ppp_ether, .behind = behind_pppoe},
    LinkLayer{.type = LinkType::cisco_hdlc, .behind = behind_cisco_hdlc},
};

}  // namespace

LinkPart behind_ether_type(std::uint32_t type, std::string_view rest) {
  constexpr std::uint32_t largest_length = 1500;
  for (int tags = 0; tags < max_tags && is_vlan(type); ++tags) {
    if (rest.size() < 4) {
      return broken;
    }
    type = network16(rest, 2);
    rest.remove_prefix(4);
  }
  switch (type) {
    case ether_ip4:
    case ether_ip6:
      return ip(rest);
    case ether_mpls:
    case ether_mpls_upstream:
      return behind_mpls(rest);
    case ether_pppoe:
      return behind_pppoe(rest);
    default:
      return type <= largest_length ? behind_length(rest) : other;
  }
}

LinkPart behind_ppp(std::string_view rest) {
  constexpr std::uint32_t ppp_ip4 = 0x21, ppp_ip6 = 0x57;
  if (rest.size() < 2) {
    return broken;
  }
  // An odd first octet is the whole field, compressed (RFC 1661 6.5).
  const bool compressed = (octet_at(rest, 0) & 1U) != 0;
  const std::uint32_t protocol = compressed ? octet_at(rest, 0) : network16(rest, 0);
  return protocol == ppp_ip4 || protocol == ppp_ip6 ? ip(rest.substr(compressed ? 1 : 2)) : other;
}

LinkPart behind_link(LinkType link, std::string_view frame) {
  for (const LinkLayer& layer : link_layers) {
    if (layer.type == link) {
      return layer.behind(frame);
    }
  }
  return {Verdict::unknown_link, {}};
}

}  // namespace sipspec::captures
