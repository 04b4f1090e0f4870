#pragma once

// Homer's encapsulation, as capture agents send it: HEP3 (chunks behind "HEP3") and its binary
// forerunners of versions 1 and 2. Views; any octets are fine.
//
//   if (auto hep = read_hep(datagram)) { use(hep->source, hep->payload); }

#include "captures/network/ip_endpoint.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

struct HepPacket {
  IpEndpoint source, destination;
  std::uint32_t protocol = 0;  ///< IpProtocol
  /// Of the packet, since 1970, by the agent's clock.
  std::optional<std::chrono::nanoseconds> wall;
  std::string_view payload;
};

/// nullopt: no HEP, or broken, or without addresses or payload, or the payload is said to be
/// something else than SIP.
std::optional<HepPacket> read_hep(std::string_view octets);

/// Octets of the HEP3 packet at the front, as it says; 0: it is none. Needs six octets.
std::size_t hep3_size(std::string_view octets);

}  // namespace sipspec::captures
