#pragma once

// What a frame carries: addresses, ports, and the payload of UDP or TCP. Looks through Ethernet and
// raw IP. Frames come from the wire: any octets are fine, nothing is read beyond their end.
//
//   if (auto inside = dissect(LinkType::ethernet, frame.octets)) { use(inside->payload); }

#include "captures/frame.hpp"
#include "captures/ip_endpoint.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

struct Dissected {
  enum class Kind : std::uint8_t {
    udp,
    tcp,
    first_fragment,  ///< ports are known, the payload is not whole
    fragment,        ///< ports are not known (zero)
  };

  Kind kind = Kind::udp;
  IpEndpoint source, destination;
  std::uint32_t sequence = 0;        ///< TCP
  std::uint8_t flags = 0;            ///< TCP; TcpHeader::Flag
  std::uint32_t identification = 0;  ///< of the packet that fragments belong to
  bool cut = false;                  ///< the capture holds less of the payload than was on the wire
  std::string_view payload;          ///< view of the frame
};

/// nullopt: neither UDP nor TCP over IP, or broken.
std::optional<Dissected> dissect(LinkType link_type, std::string_view octets);

}  // namespace sipspec::captures
