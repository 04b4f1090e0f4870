#pragma once

// The packets of a capture by flow: datagrams in order, and the stream of each direction of each
// TCP connection. Used by the cross-check.
//
//   CapturedFlows flows(link, packets);
//   for (auto& [way, datagrams] : flows.datagrams) { ... }

#include "captures/captured_packet.hpp"
#include "captures/packet_decoder.hpp"
#include "captures/tcp_stream.hpp"

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// From where to where.
struct Way {
  IpEndpoint from, to;

  auto operator<=>(const Way&) const = default;
};

struct CapturedDatagram {
  FrameNumber frame = 0;
  std::string_view payload;  ///< view of the packets
};

struct CapturedFlows {
  CapturedFlows(LinkType link, std::span<const CapturedPacket> packets);

  std::map<Way, std::vector<CapturedDatagram>> datagrams;
  /// One after another on the same ports; those without an octet are left out.
  std::map<Way, std::vector<TcpStream>> streams;
  std::vector<FrameNumber> fragments;
  std::vector<FrameNumber> cut;  ///< captured only in part
};

}  // namespace sipspec::captures
