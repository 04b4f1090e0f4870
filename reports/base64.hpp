#pragma once

// Base64 (RFC 4648 section 4, with padding): how raw octets travel in JSON.
//
//   base64_decode(base64_encode("\0\xff"))   // the same two octets

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::reports {

std::string base64_encode(std::string_view octets);

/// nullopt: not base64. Strict: no line ends, no missing padding, no stray bits.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace sipspec::reports
