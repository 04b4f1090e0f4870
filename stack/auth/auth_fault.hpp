#pragma once

// What a Digest value gets wrong in the form of its parameters, beyond the grammar that validate()
// of stack/message judges: which are quoted and which must not be, which are missing, which do not
// fit each other (RFC 3261 22.4, RFC 7616 3.3 to 3.5, RFC 8760 2). Facts, not findings.
//
//   for (const AuthFault& fault : challenge.faults) { sentence_of(fault); clause_of(fault); }

#include "stack/auth/auth_value.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

enum class AuthFaultKind : std::uint8_t {
  missing,        ///< a parameter that has to be there is not
  repeated,       ///< it comes twice
  quoted,         ///< it is quoted and must not be
  unquoted,       ///< it is not quoted and has to be
  malformed,      ///< its value has not the form it has to have
  unknown_value,  ///< its value is well formed and means nothing here
  unexpected,     ///< it may not stand beside the others
  empty,          ///< it has no value
};

struct AuthFault {
  AuthFaultKind kind;
  std::string parameter;  ///< "nc"

  bool operator==(const AuthFault&) const = default;
};

/// "nc is quoted and must not be."
std::string sentence_of(const AuthFault& fault);
std::string_view clause_of(const AuthFault& fault);

/// How a parameter of Digest has to be written.
enum class AuthNeed : std::uint8_t { optional, required };

struct AuthParameterRule {
  std::string_view name;
  AuthForm form;
  AuthNeed need = AuthNeed::optional;
};

/// Missing, repeated, empty and wrongly quoted parameters. Those without a rule are not judged.
std::vector<AuthFault> judge_forms(const AuthValue& value,
                                   std::span<const AuthParameterRule> rules);

/// nc-value = 8LHEX
bool is_nonce_count(std::string_view text) noexcept;

}  // namespace sipspec::stack
