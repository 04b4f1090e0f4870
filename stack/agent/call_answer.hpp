#pragma once

// What a 2xx to INVITE holds beyond that to other requests: RFC 3261 12.1.1 (Contact, Record-Route)
// and 13.3.1.4 (an answer to the offer, or an offer where there was none).

#include "stack/agent/fault.hpp"
#include "stack/agent/origin.hpp"
#include "stack/agent/uas_core.hpp"
#include "stack/message/message.hpp"

#include <string_view>

namespace sipspec::stack {

/// `answer` made complete; any but a 2xx comes back as it is.
Answer with_call(const Message& invite, Answer answer, const Origin& origin, std::string_view user,
                 Fault fault);

}  // namespace sipspec::stack
