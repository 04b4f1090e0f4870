#pragma once

// When a value of a response counts as copied from its request (RFC 3261 8.2.6.2), for the rules of
// every message and for the `copied` check of scenarios. Octets that may be written otherwise
// (folding, case of a host, leading zeros of CSeq, a display name) make no difference.

#include "stack/message/fields.hpp"

#include <cstdint>
#include <string_view>

namespace sipspec::harness {

/// Elements on the way back add received and rport to the topmost value only.
enum class ViaPlace : std::uint8_t { topmost, below };
/// A response adds a tag to To where the request had none.
enum class EchoedTag : std::uint8_t { compared, ignored };

/// All parts and all parameters.
bool same_via(const stack::Via& sent, const stack::Via& got, ViaPlace place);

/// From and To as RFC 3261 20.20 compares them: the URI, the tag, and the parameters that both
/// have. Values that cannot be read are compared octet by octet.
bool same_address(std::string_view sent, std::string_view got, EchoedTag tag);

/// Number and method; false when one cannot be read.
bool same_cseq(std::string_view sent, std::string_view got);

}  // namespace sipspec::harness
