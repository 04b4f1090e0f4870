#pragma once

// The formula of Digest (RFC 7616 3.4.1 to 3.4.3, RFC 2069 without qop) with every value that goes
// into it, so that a wrong formula can be computed as well as the right one.
//
//   response = H( HA1 ":" nonce [":" nc ":" cnonce ":" qop] ":" HA2 )
//   HA1      = H( username ":" realm ":" password )
//   -sess:     H( HA1 ":" nonce ":" cnonce )
//   HA2      = H( method ":" uri [":" H(body)] )
//
//   Formula formula = formula_of(credentials, Secret::password("zanzibar"));
//   formula.method = "MESSAGE";
//   evaluate(formula).response;

#include "stack/auth/algorithm.hpp"
#include "stack/auth/credentials.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// What proves the user: the password, or H(username ":" realm ":" password) as servers keep it,
/// which is as good as the password within its realm. Never goes into a report.
class Secret {
 public:
  static Secret password(std::string_view text) { return {text, false}; }

  static Secret hashed(std::string_view ha1) { return {ha1, true}; }

  const std::string& text() const { return text_; }

  bool is_hashed() const { return hashed_; }

 private:
  Secret(std::string_view text, bool hashed) : text_(text), hashed_(hashed) {}

  std::string text_;
  bool hashed_;
};

struct Formula {
  enum class A1 : std::uint8_t {
    plain,
    session,
    session_of_octets,  ///< wrong: the inner hash as octets, not as hexadecimal text
  };
  enum class Hex : std::uint8_t { lower, upper };

  HashFunction hash = HashFunction::md5;
  A1 a1 = A1::plain;
  bool with_qop = false;   ///< nc, cnonce and qop are hashed
  bool with_body = false;  ///< auth-int
  Hex hex = Hex::lower;    ///< of the inner hashes
  std::string username, realm;
  Secret secret = Secret::password("");
  std::string nonce, nc, cnonce, qop;
  std::string session_nonce, session_cnonce;  ///< of the session's first request
  std::string method, uri, body;
  std::optional<std::string> body_hash;  ///< instead of the hash of `body`
};

/// The right formula for these credentials; method and body are still to be filled in. Parameters
/// that are absent count as empty, an unknown algorithm as MD5.
Formula formula_of(const Credentials& credentials, const Secret& secret);

/// Every hash on the way, each with the text that was hashed; the password stands in a1_text.
struct DigestSteps {
  std::string a1_text;       ///< "" when HA1 was given
  std::string user_hash;     ///< H(username:realm:password)
  std::string session_text;  ///< "" without -sess
  std::string ha1;
  std::string body_hash;  ///< "" without auth-int
  std::string a2_text, ha2;
  std::string response_text, response;
};

DigestSteps evaluate(const Formula& formula);

/// H(username ":" realm), which userhash=true sends (RFC 7616 3.4.4).
std::string hashed_username(HashFunction hash, std::string_view username, std::string_view realm);

/// H(username ":" realm ":" password)
std::string user_hash(HashFunction hash, std::string_view username, std::string_view realm,
                      std::string_view password);

/// Compares without telling by its time where the difference is.
bool equal_digests(std::string_view a, std::string_view b) noexcept;

}  // namespace sipspec::stack
