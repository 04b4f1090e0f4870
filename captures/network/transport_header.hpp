#pragma once

// Ports, and what follows the header, of UDP, TCP and SCTP. Views; any octets are fine.
//
//   if (auto segment = read_transport(protocol_tcp, packet.rest, packet.missing)) { ... }

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::captures {

inline constexpr std::uint8_t segment_fin = 1, segment_syn = 2, segment_rst = 4, segment_ack = 16;

struct TransportPart {
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint32_t sequence = 0, acknowledged = 0;  ///< TCP
  std::uint8_t flags = 0;                        ///< TCP: segment_fin, ...
  std::string_view payload;                      ///< SCTP: its chunks
  std::size_t missing = 0;                       ///< octets of the payload that were not captured
};

/// `missing`: octets of the packet behind `octets`. nullopt: the header is broken or not whole.
std::optional<TransportPart> read_transport(std::uint32_t protocol, std::string_view octets,
                                            std::size_t missing);

}  // namespace sipspec::captures
