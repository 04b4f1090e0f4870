#pragma once

// Any octets as the text of a pcapng option (UTF-8, at most 65,535 octets).

#include <cstddef>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// The length field has 16 bits; a multiple of four needs no padding.
inline constexpr std::size_t max_option_text = 65'532;

/// Control characters (but line ends and tabs) and octets that are no UTF-8 become \xNN. A text
/// that is too long is cut between characters and ends in " ... (cut)".
///
///   option_text("caf\xe9");  // "caf\\xE9"
std::string option_text(std::string_view octets);

}  // namespace sipspec::captures
