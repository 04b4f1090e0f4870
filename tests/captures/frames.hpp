#pragma once

// Frames for tests, built layer upon layer from the inside out.
//
//   std::string frame = ethernet(0x0800, udp4(message));
//   for (const Wrapped& it : wrapped(udp4(message), udp6(message))) { it.link, it.frames ... }

#include "captures/captured_packet.hpp"
#include "captures/frame_synthesis.hpp"
#include "captures/octets.hpp"
#include "tests/captures/octet_literals.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

inline const stack::Address alice{"192.0.2.1", 40000}, bob{"192.0.2.2", 5060};
inline const stack::Address alice6{"2001:db8::1", 40000}, bob6{"2001:db8::2", 5060};

inline std::string udp4(std::string_view payload) {
  return *udp_frame(alice, bob, payload);
}

inline std::string udp6(std::string_view payload) {
  return *udp_frame(alice6, bob6, payload);
}

inline std::string octets16(std::uint32_t value) {
  std::string out;
  put_network16(out, value);
  return out;
}

inline std::string octets32(std::uint32_t value) {
  std::string out;
  put_network32(out, value);
  return out;
}

inline std::string ethernet(std::uint32_t type, std::string_view packet) {
  return std::string(12, '\x02') + octets16(type) + std::string(packet);
}

/// An IPv4 packet of any protocol; `place` is the field of flags and fragment offset.
inline std::string ip4(std::uint32_t protocol, std::string_view rest, std::uint32_t place = 0,
                       std::uint32_t identification = 7) {
  return octets_from_hex("45 00") + octets16(static_cast<std::uint32_t>(20 + rest.size())) +
         octets16(identification) + octets16(place) + "\x40" + static_cast<char>(protocol) +
         octets_from_hex("0000 c0000201 c0000202") + std::string(rest);
}

inline std::string ip6(std::uint32_t next_header, std::string_view rest) {
  return octets_from_hex("60000000") + octets16(static_cast<std::uint32_t>(rest.size())) +
         static_cast<char>(next_header) + "\x40" +
         octets_from_hex(
             "20010db8 00000000 00000000 00000001"
             "20010db8 00000000 00000000 00000002") +
         std::string(rest);
}

/// What follows the headers of udp4() and udp6().
inline std::string behind_ip4(std::string_view packet) {
  return std::string(packet.substr(20));
}

inline std::string behind_ip6(std::string_view packet) {
  return std::string(packet.substr(40));
}

/// A UDP datagram (header and payload) between any ports.
inline std::string udp(std::uint32_t source, std::uint32_t destination, std::string_view payload) {
  return octets16(source) + octets16(destination) +
         octets16(static_cast<std::uint32_t>(8 + payload.size())) + octets16(0) +
         std::string(payload);
}

/// The packet in pieces of `size` octets, a multiple of 8.
inline std::vector<std::string> fragments4(std::string_view packet, std::size_t size) {
  const std::string rest = behind_ip4(packet);
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < rest.size(); at += size) {
    const bool last = at + size >= rest.size();
    const auto place = static_cast<std::uint32_t>(at / 8) | (last ? 0U : 0x2000U);
    pieces.push_back(ip4(octet_at(packet, 9), rest.substr(at, size), place));
  }
  return pieces;
}

inline std::vector<std::string> fragments6(std::string_view packet, std::size_t size) {
  constexpr std::uint32_t fragment_header = 44;
  const std::string rest = behind_ip6(packet);
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < rest.size(); at += size) {
    const bool last = at + size >= rest.size();
    const std::string header = std::string(1, packet[6]) + '\0' +
                               octets16(static_cast<std::uint32_t>(at) | (last ? 0U : 1U)) +
                               octets32(99);
    pieces.push_back(ip6(fragment_header, header + rest.substr(at, size)));
  }
  return pieces;
}

struct Wrapped {
  std::string name;
  LinkType link = LinkType::raw;
  std::vector<std::string> frames;
};

inline std::vector<std::string> in_ethernet(std::uint32_t type, std::vector<std::string> packets) {
  for (std::string& packet : packets) {
    packet = ethernet(type, packet);
  }
  return packets;
}

/// The same packet through every link layer and tunnel that is read, and in fragments.
inline std::vector<Wrapped> wrapped(const std::string& p4, const std::string& p6) {
  const auto hex = octets_from_hex;
  const std::string gtp =
      hex("30 ff") + octets16(static_cast<std::uint32_t>(p4.size())) + hex("00000001") + p4;
  const std::string gtp_extended = hex("34 ff") +
                                   octets16(static_cast<std::uint32_t>(p4.size() + 8)) +
                                   hex("00000001 0000 00 85 01 10 00 00") + p4;
  const std::string inner = ethernet(0x0800, p4);
  const std::string udp_of_p4 = behind_ip4(p4);
  return {
      {"raw, IPv4", LinkType::raw, {p4}},
      {"raw, IPv6", LinkType::raw, {p6}},
      {"raw of IPv4", LinkType::raw_ip4, {p4}},
      {"raw of IPv6", LinkType::raw_ip6, {p6}},
      {"Ethernet, IPv4", LinkType::ethernet, {inner}},
      {"Ethernet, IPv6", LinkType::ethernet, {ethernet(0x86DD, p6)}},
      {"VLAN", LinkType::ethernet, {ethernet(0x8100, hex("0005 0800") + p4)}},
      {"QinQ", LinkType::ethernet, {ethernet(0x88A8, hex("0005 8100 0006 86dd") + p6)}},
      {"MPLS, two labels", LinkType::ethernet, {ethernet(0x8847, hex("00010040 00020140") + p4)}},
      {"MPLS with Ethernet",
       LinkType::ethernet,
       {ethernet(0x8847, hex("00010140 00000000") + inner)}},
      {"PPPoE", LinkType::ethernet, {ethernet(0x8864, hex("1100 0001 0000 0021") + p4)}},
      {"LLC and SNAP", LinkType::ethernet, {ethernet(8, hex("aaaa03 000000 0800") + p4)}},
      {"cooked", LinkType::linux_sll, {std::string(14, '\0') + hex("0800") + p4}},
      {"cooked with VLAN",
       LinkType::linux_sll,
       {std::string(14, '\0') + hex("8100 0001 86dd") + p6}},
      {"cooked 2", LinkType::linux_sll2, {hex("86dd") + std::string(18, '\0') + p6}},
      {"BSD null, little endian", LinkType::bsd_null, {hex("02000000") + p4}},
      {"BSD null, big endian", LinkType::bsd_null, {hex("0000001e") + p6}},
      {"BSD loop", LinkType::bsd_loop, {hex("00000002") + p4}},
      {"PPP", LinkType::ppp, {hex("ff03 0021") + p4}},
      {"PPP, compressed", LinkType::ppp, {hex("57") + p6}},
      {"PPP in HDLC", LinkType::ppp_hdlc, {hex("ff03 0057") + p6}},
      {"PPPoE without Ethernet", LinkType::ppp_ether, {hex("1100 0001 0000 0021") + p4}},
      {"Cisco HDLC", LinkType::cisco_hdlc, {hex("0f00 0800") + p4}},
      {"IPv4 in IPv4", LinkType::raw, {ip4(4, p4)}},
      {"IPv6 in IPv4", LinkType::raw, {ip4(41, p6)}},
      {"IPv4 in IPv6", LinkType::raw, {ip6(4, p4)}},
      {"GRE", LinkType::raw, {ip4(47, hex("0000 0800") + p4)}},
      {"GRE with key and sequence",
       LinkType::raw,
       {ip4(47, hex("3000 86dd 00000001 00000002") + p6)}},
      {"GRE with Ethernet", LinkType::raw, {ip4(47, hex("0000 6558") + inner)}},
      {"GRE with PPP",
       LinkType::raw,
       {ip4(47, hex("3081 880b 0000 0000 00000001 00000002 ff03 0021") + p4)}},
      {"ERSPAN", LinkType::raw, {ip4(47, hex("1000 88be 00000001 1000000000000000") + inner)}},
      {"GTP-U", LinkType::raw, {ip4(17, udp(2152, 2152, gtp))}},
      {"GTP-U with extension", LinkType::raw, {ip6(17, udp(2152, 2152, gtp_extended))}},
      {"VXLAN", LinkType::raw, {ip4(17, udp(50000, 4789, hex("08000000 00000100") + inner))}},
      {"Geneve", LinkType::raw, {ip4(17, udp(50000, 6081, hex("0000 6558 00000100") + inner))}},
      {"Geneve with options",
       LinkType::raw,
       {ip4(17, udp(50000, 6081, hex("0100 0800 00000100 00000000") + p4))}},
      {"ESP without encryption",
       LinkType::raw,
       {ip4(50, hex("00000001 00000002") + udp_of_p4 + hex("0102 02 11") + std::string(12, 'i'))}},
      {"AH",
       LinkType::raw,
       {ip4(51, hex("11 04 0000 00000001 00000002") + std::string(12, 'i') + udp_of_p4)}},
      {"hop-by-hop and destination options",
       LinkType::raw,
       {ip6(0, hex("3c00 010400000000 1100 010400000000") + behind_ip6(p6))}},
      {"IPv4 fragments", LinkType::ethernet, in_ethernet(0x0800, fragments4(p4, 64))},
      {"IPv6 fragments", LinkType::ethernet, in_ethernet(0x86DD, fragments6(p6, 64))},
  };
}

}  // namespace sipspec::captures
