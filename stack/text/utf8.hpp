#pragma once

// Well-formed UTF-8 by RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.

#include <cstddef>
#include <string_view>

namespace sipspec::stack {

/// Octets of the character at the start of `text`: 1 to 4, or 0 when it is not well-formed (an
/// empty text is not).
std::size_t utf8_length(std::string_view text) noexcept;

/// Offset of the first octet that is not part of a well-formed character; npos when all are.
std::size_t find_invalid_utf8(std::string_view text) noexcept;

inline bool is_utf8(std::string_view text) noexcept {
  return find_invalid_utf8(text) == std::string_view::npos;
}

}  // namespace sipspec::stack
