#pragma once

// One Digest challenge: a value of WWW-Authenticate or Proxy-Authenticate (RFC 7616 3.3). Read
// leniently, with what is wrong with it in `faults`; written as the document asks.
//
//   for (const Challenge& challenge : challenges_of(response, HeaderName::www_authenticate)) {
//     if (challenge.usable()) { ... challenge.realm ... challenge.nonce ... }
//   }

#include "stack/auth/algorithm.hpp"
#include "stack/auth/auth_fault.hpp"
#include "stack/auth/auth_value.hpp"
#include "stack/message/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct Challenge {
  std::string scheme = "Digest";
  std::string realm, nonce;
  std::optional<std::string> opaque, domain, charset;
  std::string algorithm_text;          ///< as written, quotes removed; "" = absent: MD5
  std::optional<Algorithm> algorithm;  ///< nullopt: unknown
  bool has_qop = false;
  std::vector<std::string> qop;  ///< in the order of the list, unknown ones among them
  bool stale = false, userhash = false;
  std::vector<AuthFault> faults;

  bool is_digest() const;
  bool offers(Qop wanted) const;
  /// A client can answer it: Digest, an algorithm that is known, with nonce and realm, and without
  /// qop or with one that is known.
  bool usable() const;
  std::string text() const;  ///< the field value
};

Challenge make_challenge(const AuthValue& value);
std::vector<Challenge> read_challenges(std::string_view field_value);
/// Those of all rows, in message order.
std::vector<Challenge> challenges_of(const Message& response, HeaderName field);

}  // namespace sipspec::stack
