#pragma once

// Authentication-Info and Proxy-Authentication-Info (RFC 7616 3.5): the server's proof that it
// knows the secret, and the nonce to use next.
//
//   const AuthenticationInfo info = read_authentication_info(value);
//   equal_digests(*info.rspauth, response_auth(credentials, secret, response.body()));

#include "stack/auth/auth_fault.hpp"
#include "stack/auth/credentials.hpp"
#include "stack/auth/formula.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct AuthenticationInfo {
  std::optional<std::string> nextnonce, qop, rspauth, cnonce, nc;
  std::vector<AuthFault> faults;

  std::string text() const;  ///< the field value
};

AuthenticationInfo read_authentication_info(std::string_view field_value);

/// The rspauth that answers these credentials: the formula with an empty method, and with
/// auth-int over the body of the response.
std::string response_auth(const Credentials& credentials, const Secret& secret,
                          std::string_view body);

}  // namespace sipspec::stack
