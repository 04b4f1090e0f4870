#pragma once

// Digest credentials: a value of Authorization or Proxy-Authorization (RFC 7616 3.4). Read
// leniently, with what is wrong in `faults`; written as the document asks. Holds no password.
//
//   for (const Credentials& credentials : credentials_of(request, HeaderName::authorization)) {
//     credentials.username; credentials.response;
//   }

#include "stack/auth/algorithm.hpp"
#include "stack/auth/auth_fault.hpp"
#include "stack/auth/auth_value.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// Where the name of the user stood.
enum class UsernameForm : std::uint8_t {
  plain,     ///< username="..."
  extended,  ///< username*=UTF-8''... (RFC 5987); `username` holds it decoded
  hashed,    ///< userhash=true: `username` is H(username ":" realm)
};

struct Credentials {
  std::string scheme = "Digest";
  std::string username, realm, nonce, uri, response;
  UsernameForm username_form = UsernameForm::plain;
  std::string algorithm_text;          ///< as written, quotes removed; "" = absent: MD5
  std::optional<Algorithm> algorithm;  ///< nullopt: unknown
  std::optional<std::string> qop_text, cnonce, nc, opaque;
  std::vector<AuthFault> faults;

  bool is_digest() const;
  /// none when the parameter is absent, nullopt when its value is unknown.
  std::optional<Qop> qop() const;
  /// The number of nc; nullopt when absent or no hexadecimal number of at most eight digits.
  std::optional<std::uint32_t> nonce_count() const;
  /// All that the formula needs is there.
  bool computable() const;
  std::string text() const;  ///< the field value
};

Credentials make_credentials(const AuthValue& value);
std::vector<Credentials> read_credentials(std::string_view field_value);
/// Those of all rows, in message order.
std::vector<Credentials> credentials_of(const Message& request, HeaderName field);

/// "00000009"
std::string nonce_count_text(std::uint32_t count);

}  // namespace sipspec::stack
