#pragma once

// One UTF-8 character at a time, strictly (RFC 3629): no overlong forms, no surrogates.
//
//   decode_utf8("é...")   // {0xE9, 2}

#include <cstddef>
#include <string_view>

namespace sipspec::reports {

struct DecodedUtf8 {
  char32_t code_point = 0;
  std::size_t length = 0;  ///< in octets; 0: not UTF-8 here
};

/// The character at the start of `octets`.
DecodedUtf8 decode_utf8(std::string_view octets);

}  // namespace sipspec::reports
