#pragma once

// From a frame to the innermost UDP datagram, TCP segment or SCTP packet in it: through the link
// layer, IP, fragments and tunnels. Keeps the fragments that wait for others, and nothing else.
//
//   PacketWalk walk(handler, {});
//   walk.frame(LinkType::ethernet, {.number = 1, .wall = time}, octets);  // handler.carried(...)
//   walk.finish();

#include "captures/captured_packet.hpp"
#include "captures/network/fragment_store.hpp"
#include "captures/network/ip_endpoint.hpp"
#include "captures/network/link_layer.hpp"
#include "captures/network/transport_header.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace sipspec::captures {

/// Where and when: a frame of the capture.
struct FrameMark {
  FrameNumber number = 0;
  std::chrono::nanoseconds wall{};  ///< since 1970
};

struct Carried {
  std::uint32_t protocol = 0;  ///< IpProtocol: UDP, TCP, SCTP
  IpEndpoint source, destination;
  TransportPart part;  ///< its payload is valid during the call
  FrameMark first;     ///< holds its first octet; of fragments, the first that came
  FrameMark last;
  bool in_fragments = false;  ///< and `part.missing` octets of them did not come
};

enum class PacketNote : std::uint8_t {
  unknown_link_type,  ///< detail: its number
  broken_headers,
  missing_fragments,  ///< detail: octets that are missing, as far as it is known
  fragments_dropped,  ///< a limit of FragmentLimits; detail as above
  encrypted,          ///< ESP; detail: its SPI
};

class PacketHandler {
 public:
  virtual ~PacketHandler() = default;
  virtual void carried(const Carried& it) = 0;
  virtual void noted(PacketNote note, FrameNumber frame, std::uint64_t detail) = 0;
};

class PacketWalk {
 public:
  static constexpr int max_tunnels = 8;

  /// `handler` outlives the walk.
  PacketWalk(PacketHandler& handler, FragmentLimits limits)
      : handler_(handler), fragments_(limits) {}

  void frame(LinkType link, FrameMark mark, std::string_view octets);

  /// What waits for fragments is handed over as far as it came.
  void finish();

 private:
  struct Place {
    FrameMark first, last;
    int tunnels = 0;
    bool in_fragments = false;
  };

  void inside(const LinkPart& part, Place place);
  void packet(std::string_view octets, Place place);
  void fragment(const IpPacket& packet, Place place);
  void payload(const IpPacket& packet, const Place& place);
  void esp(const IpPacket& packet, const Place& place);
  void transport(const IpPacket& packet, const Place& place);
  void tell_given_up(FrameMark now);

  PacketHandler& handler_;
  FragmentStore fragments_;
};

}  // namespace sipspec::captures
