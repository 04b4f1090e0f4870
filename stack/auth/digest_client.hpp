#pragma once

// Digest as a client (RFC 3261 22.2 and 22.3, RFC 7616 3.6, RFC 8760 2.4): chooses among the
// challenges of a response, makes the credentials, counts nc, and checks what the server proves.
// One object is the memory of one user agent. No randomness of its own: each cnonce comes in.
//
//   DigestClient client({{"example.org", "alice", Secret::password("secret")}});
//   if (client.on_challenge(response, cnonce).answerable()) {
//     for (auto& row : client.credentials("MESSAGE", uri, body)) { request.add(row.field,
//     row.value); }
//   }

#include "stack/auth/challenge.hpp"
#include "stack/auth/credentials.hpp"
#include "stack/auth/formula.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct DigestAccount {
  std::string realm;  ///< "" = any
  std::string username;
  Secret secret;
};

/// One row of a message.
struct AuthRow {
  std::string field;  ///< "Authorization"
  std::string value;
};

class DigestClient {
 public:
  static constexpr std::size_t max_sessions = 32;  ///< realms that are remembered

  /// What became of the challenges of one realm.
  enum class Outcome : std::uint8_t {
    answerable,
    rejected,    ///< the credentials for it were just refused, and not because of the nonce
    unusable,    ///< no challenge of it is understood
    no_account,  ///< nobody is known there
  };

  struct Judgement {
    std::string realm;
    bool proxy = false;
    Outcome outcome = Outcome::unusable;
  };

  struct Judgements {
    std::vector<Judgement> realms;  ///< "" realms that came without challenge are not there

    /// The request is to be sent again: something can be answered, and nothing was rejected.
    bool answerable() const;
  };

  explicit DigestClient(std::vector<DigestAccount> accounts, Qop preferred = Qop::auth);

  /// A 401 or 407 (or both kinds of challenge in one). Of each realm the topmost challenge that can
  /// be answered is taken.
  Judgements on_challenge(const Message& response, std::string_view cnonce);

  /// Credentials for all realms that have challenged; each call counts every nc up.
  std::vector<AuthRow> credentials(std::string_view method, std::string_view uri,
                                   std::string_view body);

  enum class ServerProof : std::uint8_t {
    none,  ///< no rspauth
    right,
    wrong,    ///< not made with the secret, or not for this request
    unasked,  ///< no credentials were sent
  };

  /// A final answer to a request with credentials: rspauth is checked, nextnonce taken over. The
  /// proof is the worst of Authentication-Info and Proxy-Authentication-Info.
  ServerProof on_answer(const Message& response);

 private:
  struct Session {
    bool proxy = false;
    bool sent = false;  ///< credentials went out for this challenge
    Challenge challenge;
    DigestAccount account;
    std::string cnonce, session_nonce;
    std::uint32_t count = 0;
    Credentials last;
  };

  const DigestAccount* account_for(std::string_view realm) const;
  Session* session_of(std::string_view realm, bool proxy);
  Judgement take(const std::vector<Challenge>& challenges, std::string_view realm, bool proxy,
                 std::string_view cnonce);
  static Formula formula_for(const Session& session, const Credentials& credentials);
  AuthRow make(Session& session, std::string_view method, std::string_view uri,
               std::string_view body) const;
  static ServerProof check(Session& session, const Message& response, std::string_view value);

  std::vector<DigestAccount> accounts_;
  std::vector<Session> sessions_;
  Qop preferred_;
};

}  // namespace sipspec::stack
