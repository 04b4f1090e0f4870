#include "captures/frame_synthesis.hpp"

#include "captures/checksum.hpp"
#include "captures/octets.hpp"

#include <arpa/inet.h>

#include <array>
#include <optional>

namespace sipspec::captures {
namespace {

constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint8_t tcp_protocol = 6;

struct Pair {
  bool v6 = false;
  std::string source, destination;  ///< 4 or 16 octets each
};

std::optional<std::string> binary(const stack::Address& address) {
  std::array<char, 16> octets{};
  const int family = address.is_v6() ? AF_INET6 : AF_INET;
  if (inet_pton(family, address.ip.c_str(), octets.data()) != 1) {
    return std::nullopt;
  }
  return std::string(octets.data(), address.is_v6() ? 16 : 4);
}

Result<Pair> addresses(const stack::Address& source, const stack::Address& destination) {
  const auto from = binary(source);
  const auto to = binary(destination);
  if (!from || !to) {
    return Error{"\"" + (from ? destination.ip : source.ip) + "\" is no IP address"};
  }
  if (from->size() != to->size()) {
    return Error{source.ip + " and " + destination.ip + " are of two address families"};
  }
  return Pair{source.is_v6(), *from, *to};
}

std::uint16_t transport_checksum(const Pair& pair, std::uint8_t protocol,
                                 std::string_view segment) {
  Checksum sum;
  sum.add(pair.source).add(pair.destination);
  sum.add(std::uint16_t{protocol});
  sum.add(static_cast<std::uint16_t>(segment.size() >> 16U));
  sum.add(static_cast<std::uint16_t>(segment.size() & 0xFFFFU));
  return sum.add(segment).value();
}

void put_at(std::string& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<char>(value >> 8U);
  out[at + 1] = static_cast<char>(value & 0xFFU);
}

std::string ip_packet(const Pair& pair, std::uint8_t protocol, std::string_view segment) {
  std::string out;
  if (pair.v6) {
    put_network32(out, 0x60000000U);
    put_network16(out, static_cast<std::uint32_t>(segment.size()));
    out += static_cast<char>(protocol);
    out += static_cast<char>(64);  // hop limit
    out += pair.source + pair.destination;
  } else {
    put_network16(out, 0x4500);
    put_network16(out, static_cast<std::uint32_t>(20 + segment.size()));
    put_network32(out, 0x00004000U);  // no identification, don't fragment
    out += static_cast<char>(64);     // time to live
    out += static_cast<char>(protocol);
    put_network16(out, 0);
    out += pair.source + pair.destination;
    put_at(out, 10, Checksum().add(out).value());
  }
  out += segment;
  return out;
}

Result<std::string> too_long(std::string_view payload, std::size_t longest) {
  return Error{"a payload of " + std::to_string(payload.size()) + " octets is longer than the " +
               std::to_string(longest) + " that one frame can hold"};
}

}  // namespace

Result<std::string> udp_frame(const stack::Address& source, const stack::Address& destination,
                              std::string_view payload) {
  const auto pair = addresses(source, destination);
  if (!pair) {
    return pair.error();
  }
  if (payload.size() > max_udp_payload) {
    return too_long(payload, max_udp_payload);
  }
  std::string segment;
  put_network16(segment, source.port);
  put_network16(segment, destination.port);
  put_network16(segment, static_cast<std::uint32_t>(8 + payload.size()));
  put_network16(segment, 0);
  segment += payload;
  const std::uint16_t sum = transport_checksum(*pair, udp_protocol, segment);
  put_at(segment, 6, sum == 0 ? std::uint16_t{0xFFFF} : sum);  // zero would mean "none"
  return {boost::system::in_place_value, ip_packet(*pair, udp_protocol, segment)};
}

Result<std::string> tcp_frame(const stack::Address& source, const stack::Address& destination,
                              const TcpSegment& segment, std::string_view payload) {
  constexpr std::size_t longest = 65535 - 20 - 20;
  const auto pair = addresses(source, destination);
  if (!pair) {
    return pair.error();
  }
  if (payload.size() > longest) {
    return too_long(payload, longest);
  }
  std::string out;
  put_network16(out, source.port);
  put_network16(out, destination.port);
  put_network32(out, segment.sequence);
  put_network32(out, (segment.flags & tcp_ack) != 0 ? segment.acknowledgement : 0);
  out += static_cast<char>(5U << 4U);  // header of five words
  out += static_cast<char>(segment.flags);
  put_network16(out, 65535);  // window
  put_network32(out, 0);      // checksum, urgent pointer
  out += payload;
  put_at(out, 16, transport_checksum(*pair, tcp_protocol, out));
  return {boost::system::in_place_value, ip_packet(*pair, tcp_protocol, out)};
}

}  // namespace sipspec::captures
