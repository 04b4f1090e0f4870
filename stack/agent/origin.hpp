#pragma once

// How a request came to the reference device.

#include "stack/transport/address.hpp"

#include <cstdint>

namespace sipspec::stack {

struct Origin {
  Transport transport = Transport::udp;
  Address from, local;
  std::uint64_t connection = 0;  ///< streams
  bool whole = true;             ///< false: the datagram ended before its body
};

}  // namespace sipspec::stack
