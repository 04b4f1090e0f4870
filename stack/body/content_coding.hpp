#pragma once

// Content-Encoding (RFC 3261 20.12): gzip (RFC 1952) and deflate (the zlib format of RFC 1950, as
// HTTP means it), through zlib. What comes out is bounded, so that few octets can't become many.
//
//   const CodingResult plain = decode_content(ContentCoding::gzip, octets, limits.max_decoded);
//   if (plain.fault == CodingFault::none) { plain.octets; }

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

enum class ContentCoding : std::uint8_t { identity, gzip, deflate };

enum class CodingFault : std::uint8_t {
  none,
  invalid,  ///< not of this coding, or its checksum is wrong
  ended,    ///< it ends before its data does
  excess,   ///< octets follow the data
  limit,    ///< more than `max` comes out: the first `max` octets are there
};

struct CodingResult {
  std::string octets;
  CodingFault fault = CodingFault::none;
};

/// By its name, without regard to case; x-gzip is gzip (RFC 2616 3.5). nullopt: not known.
std::optional<ContentCoding> content_coding(std::string_view name) noexcept;

CodingResult decode_content(ContentCoding coding, std::string_view octets, std::size_t max);
std::string encode_content(ContentCoding coding, std::string_view octets);

}  // namespace sipspec::stack
