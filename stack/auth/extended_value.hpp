#pragma once

// ext-value of RFC 5987 3.2.1, which username* of Digest has: UTF-8''J%C3%A4s%C3%B8n. Only UTF-8
// and ISO-8859-1 are decoded; the language is dropped.

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// In UTF-8; nullopt when it is no ext-value, or in another charset, or not in the one it names.
std::optional<std::string> decode_extended(std::string_view text);
std::string encode_extended(std::string_view utf8);

/// The octets of ISO-8859-1 as UTF-8, and back; nullopt when a character is beyond it.
std::string latin1_to_utf8(std::string_view octets);
std::optional<std::string> utf8_to_latin1(std::string_view text);

}  // namespace sipspec::stack
