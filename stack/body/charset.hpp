#pragma once

// Text in other charsets than UTF-8, through iconv. Only charsets of a fixed list are known: a name
// out of a message never reaches the system.
//
//   const CharsetResult text = to_utf8("\xC4\xE3\xBA\xC3", "GB2312");   // "你好"
//   if (text.bad_offset) { ... }

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

struct CharsetResult {
  std::string text;                       ///< up to the fault
  std::optional<std::size_t> bad_offset;  ///< of the input, where it is not in that charset
  bool known = true;                      ///< the charset is on the list

  bool ok() const { return known && !bad_offset; }
};

/// Without regard to case.
bool is_known_charset(std::string_view name) noexcept;

CharsetResult to_utf8(std::string_view octets, std::string_view charset);
CharsetResult from_utf8(std::string_view utf8, std::string_view charset);

}  // namespace sipspec::stack
