#pragma once

// A value of WWW-Authenticate, Authorization and their kin as scheme and parameters, read leniently
// (RFC 3261 25.1: challenge, credentials, ainfo). What the parameters mean is for challenge.hpp,
// credentials.hpp and authentication_info.hpp; whether the text keeps the grammar for validate() of
// stack/message, whether it keeps the forms that Digest asks for, for auth_fault.hpp.
//
//   for (const AuthValue& value : read_auth_values("Digest realm=\"a\", Bearer realm=\"b\"")) {
//     value.scheme;  // "Digest", then "Bearer": values that were joined by commas come apart
//   }

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

enum class AuthForm : std::uint8_t {
  token,   ///< name=value
  quoted,  ///< name="value"
  bare,    ///< name without a value
};

struct AuthParameter {
  std::string name;   ///< as written
  std::string value;  ///< quotes and escapes removed
  std::string raw;    ///< as written
  AuthForm form = AuthForm::token;
};

struct AuthValue {
  static constexpr std::size_t max_parameters = 64;  ///< further ones are not kept

  std::string scheme;  ///< "" when there is none (Authentication-Info)
  std::vector<AuthParameter> parameters;

  /// First parameter of that name, without regard to case; null when absent.
  const AuthParameter* find(std::string_view name) const;

  bool has(std::string_view name) const { return find(name) != nullptr; }

  /// Its value, "" when absent.
  std::string_view text(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  bool is_digest() const;
};

/// Values kept of one field value; further ones are not.
constexpr std::size_t max_auth_values = 16;

/// scheme parameter *( "," parameter ), and again for each value that was joined to it.
std::vector<AuthValue> read_auth_values(std::string_view field_value);

/// parameter *( "," parameter )
AuthValue read_auth_parameters(std::string_view field_value);

/// Writes values: "Digest realm=\"a\", algorithm=MD5".
class AuthWriter {
 public:
  explicit AuthWriter(std::string_view scheme) : text_(scheme) {}

  AuthWriter& token(std::string_view name, std::string_view value);
  AuthWriter& quoted(std::string_view name, std::string_view value);

  const std::string& text() const { return text_; }

 private:
  void begin(std::string_view name);

  std::string text_;
  bool first_ = true;
};

}  // namespace sipspec::stack
