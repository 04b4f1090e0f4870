#pragma once

// The hash functions of Digest, as lower-case hexadecimal text (RFC 7616 3.2). libcrypto computes
// them; this is the only header of the stack that stands before it.
//
//   hex_hash(HashFunction::md5, "") == "d41d8cd98f00b204e9800998ecf8427e"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::stack {

enum class HashFunction : std::uint8_t {
  md5,
  sha256,
  sha512_256,   ///< SHA-512/256 of FIPS 180-4, with initial values of its own
  sha512_half,  ///< first half of SHA-512, which some take for SHA-512/256; of no algorithm
};

/// Hexadecimal digits of a hash: 32 or 64.
std::size_t hex_size(HashFunction function) noexcept;

/// Throws std::runtime_error when the libcrypto of this machine lacks the function.
std::string hash_octets(HashFunction function, std::string_view octets);
std::string hex_hash(HashFunction function, std::string_view octets);
std::string to_hex(std::string_view octets);

}  // namespace sipspec::stack
