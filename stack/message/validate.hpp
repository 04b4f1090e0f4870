#pragma once

// Grammar of every known header field of a message, against RFC 3261 section 25.1 and the documents
// of the extensions. Separate from parsing because it costs time and only judges.

#include "stack/message/defect.hpp"
#include "stack/message/inline_vector.hpp"
#include "stack/message/message.hpp"

#include <string_view>

namespace sipspec::stack {

using DefectList = InlineVector<Defect, 8>;

/// All value defects of the message, in message order, at most `max_defects`. Does not repeat
/// message.defects(). One fault gives one defect: what follows from it is not reported again.
DefectList validate(const Message& message, std::uint32_t max_defects = 256);

}  // namespace sipspec::stack
