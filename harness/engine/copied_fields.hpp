#pragma once

// "Copied from the request" (RFC 3261 8.2.6.2): header fields whose values must come back as they
// were, with the two additions that the RFC itself makes: a tag in To, received and rport in the
// topmost Via (18.2.1, RFC 3581).

#include "stack/message/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::harness {

struct CopyDifference {
  std::string what;  ///< "" = copied
  std::string expected, actual;
  std::uint32_t offset = 0, length = 0;  ///< in the copy
};

CopyDifference compare_copied(const stack::Message& copy, const stack::Message& original,
                              std::string_view header);

}  // namespace sipspec::harness
