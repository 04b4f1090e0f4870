#pragma once

// Content-Transfer-Encoding (RFC 2045 6): base64 and quoted-printable, read leniently (what can't
// be decoded is left out) with a word on whether it was well-formed.
//
//   const TransferDecoded decoded = decode_base64("SGk=");   // "Hi", well_formed

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

enum class TransferEncoding : std::uint8_t { identity, base64, quoted_printable };

struct TransferDecoded {
  std::string octets;
  bool well_formed = true;
};

/// 7bit, 8bit and binary are identity; nullopt for a name that is not known.
std::optional<TransferEncoding> transfer_encoding(std::string_view name) noexcept;

TransferDecoded decode_base64(std::string_view text);
TransferDecoded decode_quoted_printable(std::string_view text);

/// Lines of 76 characters, CRLF between them.
std::string encode_base64(std::string_view octets);
std::string encode_quoted_printable(std::string_view octets);

}  // namespace sipspec::stack
