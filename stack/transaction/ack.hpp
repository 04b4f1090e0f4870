#pragma once

// The ACK that a client transaction makes for a refused INVITE: RFC 3261 17.1.1.3. Not the ACK for
// a 2xx, which is a request of its own in the dialog (dialog/dialog.hpp).
//
//   std::string octets = ack_for(invite, response);   // goes where the INVITE went

#include "stack/message/message.hpp"

#include <string>

namespace sipspec::stack {

/// Request-URI, topmost Via, From, Call-ID and Route of the INVITE, To of the response, the CSeq
/// number of the INVITE with the method ACK. Fields that the INVITE lacks are left out.
std::string ack_for(const Message& invite, const Message& response);

}  // namespace sipspec::stack
