#pragma once

// The octets of a response of the reference device, and what its faults make of them.

#include "stack/agent/fault.hpp"
#include "stack/agent/uas_core.hpp"
#include "stack/message/message.hpp"
#include "stack/transport/address.hpp"

#include <string>
#include <string_view>

namespace sipspec::stack {

struct ResponseContext {
  Address source;  ///< where the request came from
  Transport transport = Transport::udp;
  Address local;            ///< the device's own address
  std::string_view to_tag;  ///< "" = none is added
  std::string_view user;
  std::string_view random;  ///< differs from response to response
};

/// RFC 3261 8.2.6, the topmost Via as 18.2.1 and RFC 3581 ask, with `fault` applied.
std::string make_response(const Message& request, const Answer& answer,
                          const ResponseContext& context, Fault fault);

}  // namespace sipspec::stack
