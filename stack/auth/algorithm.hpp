#pragma once

// The algorithms of Digest in SIP (RFC 3261 22.4, RFC 7616 6.1, RFC 8760 2.1) and the qualities of
// protection. An algorithm that is not listed here is unknown: its challenge is ignored.
//
//   if (auto algorithm = algorithm_named("sha-256-SESS")) { algorithm->session; }  // true

#include "stack/auth/hash.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sipspec::stack {

struct Algorithm {
  HashFunction hash = HashFunction::md5;
  bool session = false;  ///< "-sess": A1 holds nonce and cnonce

  bool operator==(const Algorithm&) const = default;
};

/// By the value of `algorithm`, without regard to case; nullopt when unknown. An absent parameter
/// means MD5, which is for the caller to know.
std::optional<Algorithm> algorithm_named(std::string_view name) noexcept;

/// "MD5", "SHA-512-256-sess"
std::string_view name_of(Algorithm algorithm) noexcept;

/// All six, the strongest first.
std::span<const Algorithm> all_algorithms() noexcept;

enum class Qop : std::uint8_t {
  none,      ///< no qop parameter: the formula of RFC 2069
  auth,      ///< the request line
  auth_int,  ///< and the body
};

std::optional<Qop> qop_named(std::string_view name) noexcept;
std::string_view name_of(Qop qop) noexcept;  ///< "" for none

}  // namespace sipspec::stack
