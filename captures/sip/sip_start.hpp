#pragma once

// Whether octets begin a SIP message: "token SP ... SP SIP/n.n" up to the line end, or "SIP/n.n SP
// three digits" (RFC 3261 7.1, 7.2), in any case, with stray blanks. Cheap where they do not: most
// of a capture is told apart by its first octet.
//
//   if (sip_start(payload) == StartVerdict::yes) { ... }

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::captures {

/// A start line that is not ended after so many octets is none.
inline constexpr std::size_t max_start_line = 8'192;

enum class StartVerdict : std::uint8_t {
  yes,
  no,
  unknown,  ///< could be one; the line is not whole
};

StartVerdict sip_start(std::string_view octets);

/// Where the first whole start line at or after `from` begins: at the start of `octets` or behind a
/// line end. npos: nowhere.
std::size_t find_sip_start(std::string_view octets, std::size_t from);

/// Without the line ends in front.
std::string_view behind_line_ends(std::string_view octets);

/// Nothing but line ends, blanks and NULs: what keeps a flow alive (RFC 5626 3.5.1).
bool is_keep_alive(std::string_view octets);

}  // namespace sipspec::captures
