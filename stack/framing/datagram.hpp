#pragma once

// What a datagram holds (RFC 3261 18.3, RFC 5626 3.5.1): a message, a keep-alive, or nothing.

#include "stack/message/message.hpp"

#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class DatagramKind : std::uint8_t {
  message,     ///< one message; what follows its body is discarded
  short_body,  ///< a message whose body ends before Content-Length says
  keep_alive,  ///< nothing but CR, LF, NUL and blanks, or empty
  unreadable,  ///< no start line of SIP
};

struct Datagram {
  DatagramKind kind = DatagramKind::unreadable;
  std::string_view octets;     ///< the message from its start line to the end of the body
  std::string_view discarded;  ///< octets behind the body
};

/// Line ends before the start line are skipped, as on streams (RFC 3261 7.5).
Datagram read_datagram(std::string_view octets);

}  // namespace sipspec::stack
