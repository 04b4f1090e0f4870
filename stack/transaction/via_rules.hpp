#pragma once

// What a server does with the topmost Via, and which way its response goes: RFC 3261 18.2.1 and
// 18.2.2, RFC 3581 section 4. Pure.

#include "stack/message/fields.hpp"
#include "stack/transport/address.hpp"

#include <optional>
#include <string>

namespace sipspec::stack {

/// The topmost Via value as the server passes it on and copies it into responses: `received` added
/// or put right when sent-by is not the source's numeric address, an empty `rport` filled with the
/// source port and then `received` always there. What a client forged is replaced.
std::string stamped_via(const Via& via, const Address& source);

/// Where a response to a datagram goes: maddr; else the source when rport was asked for; else the
/// source address and the port of sent-by (5060 when absent). On streams it goes to the connection
/// of the request, and here when that is gone.
Address response_destination(const Via& via, const Address& source, Transport transport);

}  // namespace sipspec::stack
