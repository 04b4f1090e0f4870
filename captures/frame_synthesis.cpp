#include "captures/frame_synthesis.hpp"

#include "captures/checksum.hpp"
#include "captures/network/ip_endpoint.hpp"
#include "captures/octets.hpp"

namespace sipspec::captures {
namespace {

constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint8_t tcp_protocol = 6;
constexpr char hop_limit = 64;
/// Maximum segment size of 65495, no operation, window scale of 14 (RFC 9293 3.2, RFC 7323 2.2).
constexpr std::string_view syn_options("\x02\x04\xFF\xD7\x01\x03\x03\x0E", 8);

struct Pair {
  IpEndpoint source, destination;
};

Error bad_address(const stack::Address& address) {
  return {"\"" + stack::to_string(address) + "\" is no IP address with a port"};
}

Result<Pair> endpoints(const stack::Address& source, const stack::Address& destination) {
  const auto from = ip_endpoint(source);
  const auto to = ip_endpoint(destination);
  if (!from || from->port == 0) {
    return bad_address(source);
  }
  if (!to || to->port == 0) {
    return bad_address(destination);
  }
  if (from->version != to->version) {
    return Error{source.ip + " and " + destination.ip + " are of two address families"};
  }
  return Pair{.source = *from, .destination = *to};
}

std::uint16_t transport_checksum(const Pair& pair, std::uint8_t protocol,
                                 std::string_view segment) {
  Checksum sum;
  sum.add(pair.source.octets()).add(pair.destination.octets());
  sum.add(std::uint16_t{protocol});
  sum.add(static_cast<std::uint16_t>(segment.size() >> 16U));
  sum.add(static_cast<std::uint16_t>(segment.size() & 0xFFFFU));
  return sum.add(segment).value();
}

void put_at(std::string& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<char>(value >> 8U);
  out[at + 1] = static_cast<char>(value & 0xFFU);
}

std::string ip6_header(const Pair& pair, std::uint8_t protocol, std::size_t length) {
  std::string out;
  put_network32(out, 0x60000000U);
  put_network16(out, static_cast<std::uint32_t>(length));
  out += static_cast<char>(protocol);
  out += hop_limit;
  out += pair.source.octets();
  out += pair.destination.octets();
  return out;
}

std::string ip4_header(const Pair& pair, std::uint8_t protocol, std::size_t length) {
  std::string out;
  put_network16(out, 0x4500);
  put_network16(out, static_cast<std::uint32_t>(20 + length));
  put_network32(out, 0x00004000U);  // no identification, don't fragment
  out += hop_limit;
  out += static_cast<char>(protocol);
  put_network16(out, 0);
  out += pair.source.octets();
  out += pair.destination.octets();
  put_at(out, 10, Checksum().add(out).value());
  return out;
}

Result<std::string> ip_packet(const Pair& pair, std::uint8_t protocol, std::string_view segment) {
  std::string out = pair.source.version == IpVersion::v6
                        ? ip6_header(pair, protocol, segment.size())
                        : ip4_header(pair, protocol, segment.size());
  out += segment;
  return {boost::system::in_place_value, std::move(out)};
}

Error too_long(std::string_view payload, std::size_t longest) {
  return {"a payload of " + std::to_string(payload.size()) + " octets is longer than the " +
          std::to_string(longest) + " that one frame can hold"};
}

}  // namespace

Result<std::string> udp_frame(const stack::Address& source, const stack::Address& destination,
                              std::string_view payload) {
  const auto pair = endpoints(source, destination);
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
  return ip_packet(*pair, udp_protocol, segment);
}

Result<std::string> tcp_frame(const stack::Address& source, const stack::Address& destination,
                              const TcpSegment& segment, std::string_view payload) {
  const auto pair = endpoints(source, destination);
  if (!pair) {
    return pair.error();
  }
  const std::string_view options = (segment.flags & tcp_syn) != 0 ? syn_options : "";
  if (payload.size() > max_tcp_payload - options.size()) {
    return too_long(payload, max_tcp_payload - options.size());
  }
  const auto header_words = static_cast<std::uint8_t>((20 + options.size()) / 4);
  std::string out;
  put_network16(out, source.port);
  put_network16(out, destination.port);
  put_network32(out, segment.sequence);
  put_network32(out, (segment.flags & tcp_ack) != 0 ? segment.acknowledgement : 0);
  out += static_cast<char>(header_words << 4U);
  out += static_cast<char>(segment.flags);
  put_network16(out, 65535);  // window
  put_network32(out, 0);      // checksum, urgent pointer
  out += options;
  out += payload;
  put_at(out, 16, transport_checksum(*pair, tcp_protocol, out));
  return ip_packet(*pair, tcp_protocol, out);
}

}  // namespace sipspec::captures
