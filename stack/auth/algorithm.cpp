#include "stack/auth/algorithm.hpp"

#include "stack/text/ascii.hpp"

#include <array>

namespace sipspec::stack {

namespace {

constexpr std::array<Algorithm, 6> algorithms = {{
    {HashFunction::sha512_256, false},
    {HashFunction::sha512_256, true},
    {HashFunction::sha256, false},
    {HashFunction::sha256, true},
    {HashFunction::md5, false},
    {HashFunction::md5, true},
}};

}  // namespace

std::span<const Algorithm> all_algorithms() noexcept {
  return algorithms;
}

std::string_view name_of(Algorithm algorithm) noexcept {
  switch (algorithm.hash) {
    case HashFunction::md5:
      return algorithm.session ? "MD5-sess" : "MD5";
    case HashFunction::sha256:
      return algorithm.session ? "SHA-256-sess" : "SHA-256";
    case HashFunction::sha512_256:
      return algorithm.session ? "SHA-512-256-sess" : "SHA-512-256";
    case HashFunction::sha512_half:
      return "half SHA-512";
  }
  return "";
}

std::optional<Algorithm> algorithm_named(std::string_view name) noexcept {
  for (const Algorithm algorithm : algorithms) {
    if (equals_ignoring_case(name_of(algorithm), name)) {
      return algorithm;
    }
  }
  return std::nullopt;
}

std::optional<Qop> qop_named(std::string_view name) noexcept {
  if (equals_ignoring_case(name, "auth")) {
    return Qop::auth;
  }
  if (equals_ignoring_case(name, "auth-int")) {
    return Qop::auth_int;
  }
  return std::nullopt;
}

std::string_view name_of(Qop qop) noexcept {
  switch (qop) {
    case Qop::none:
      return "";
    case Qop::auth:
      return "auth";
    case Qop::auth_int:
      return "auth-int";
  }
  return "";
}

}  // namespace sipspec::stack
