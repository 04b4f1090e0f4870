#pragma once

// application/vnd.3gpp.sms: the RP layer of short messages (3GPP TS 24.011 7.3, 8.2) as SMS over IP
// carries it. The short message in it (TPDU, TS 23.040) stays octets.
//
//   const RpMessage rp = parse_rp(octets, sink);
//   if (rp.type == RpType::data_to_network) { rp.destination.digits; }

#include "stack/body/body_defect.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// The three bits of the message type indicator; the direction is part of it.
enum class RpType : std::uint8_t {
  data_to_network = 0,
  data_to_mobile = 1,
  ack_to_network = 2,
  ack_to_mobile = 3,
  error_to_network = 4,
  error_to_mobile = 5,
  memory_available = 6,  ///< RP-SMMA
  reserved = 7,
};

struct RpAddress {
  std::uint8_t kind = 0;  ///< type of number and numbering plan, 0x91: international, E.164
  std::string digits;     ///< 0-9 * # a b c
  bool present = false;   ///< its length is not 0
};

struct RpMessage {
  RpType type = RpType::reserved;
  std::uint8_t reference = 0;
  RpAddress originator, destination;  ///< RP-DATA
  std::optional<std::uint8_t> cause;  ///< RP-ERROR
  std::string_view user_data;         ///< the TPDU
};

RpMessage parse_rp(std::string_view octets, BodyDefectSink& sink);

/// Nothing is checked but that lengths fit into an octet.
std::string make_rp(const RpMessage& message);

}  // namespace sipspec::stack
