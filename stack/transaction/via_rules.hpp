#pragma once

// What a server does with the topmost Via, and which way its response goes: RFC 3261 18.2.1 and
// 18.2.2, RFC 3581 section 4. Pure.

#include "stack/message/fields.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// The topmost Via value as the server passes it on and copies it into responses: `received` added
/// or put right when sent-by is not the source's numeric address, an empty `rport` filled with the
/// source port and then `received` always there. What a client forged is replaced.
std::string stamped_via(const Via& via, const Address& source);

/// Where a response goes. Unreliable: maddr, with the port of sent-by; else the source when rport
/// was asked for; else the source address with the port of sent-by. Reliable: the response goes to
/// the connection of the request, and when that is gone to the source address with the port of
/// sent-by. A port that is absent is the transport's default; a maddr that is a name is not
/// resolved here and counts as none.
Address response_destination(const Via& via, const Address& source, Transport transport);

/// True when the sent-by of a response's topmost Via is what this host puts into requests; else the
/// response is discarded (RFC 3261 18.1.2). Names in any case, addresses in any form; a port that
/// is absent is the transport's default.
bool is_sent_by(const Via& via, std::string_view host, std::uint16_t port, Transport transport);

}  // namespace sipspec::stack
