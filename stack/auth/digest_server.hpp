#pragma once

// Digest as a server, for a user agent (401) or a proxy (407): RFC 3261 22.2 to 22.4, RFC 7616 3.3
// to 3.6, RFC 8760 2.3. Makes challenges, one an algorithm, and judges the credentials of a
// request. Keeps its nonces with the counts that were used; their number is bounded, the oldest go
// first. Time and the octets of nonces come in.
//
//   DigestServer server({.realm = "example.org", .accounts = {...}});
//   DigestVerdict verdict = server.judge(now, request);
//   if (!verdict.accepted()) { rows = server.challenge(now, nonce, verdict); }

#include "stack/auth/challenge.hpp"
#include "stack/auth/credentials.hpp"
#include "stack/auth/digest_client.hpp"
#include "stack/auth/formula.hpp"
#include "stack/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

enum class DigestSide : std::uint8_t { user_agent, proxy };

struct DigestServerConfig {
  std::string realm;
  std::vector<DigestAccount> accounts;                ///< their realm is not looked at
  std::vector<Algorithm> algorithms = {Algorithm{}};  ///< the preferred one first
  std::vector<Qop> qop = {Qop::auth, Qop::auth_int};  ///< empty: none offered (RFC 2069)
  DigestSide side = DigestSide::user_agent;
  Duration nonce_lifetime = std::chrono::minutes(5);
  std::string opaque;     ///< "" = none
  bool userhash = false;  ///< clients are asked to hash their name
};

enum class DigestOutcome : std::uint8_t {
  accepted,
  absent,        ///< no credentials of Digest for this realm
  incomplete,    ///< what the formula needs is missing or unreadable
  not_offered,   ///< algorithm or qop that no challenge offered
  unknown_user,  ///< answered as wrong_response is, so that nobody can try out names
  wrong_response,
  foreign_nonce,  ///< right, but with a nonce that is not (or no longer) known
  expired_nonce,  ///< right, but the nonce is too old
  replayed,       ///< right, but this nc has been there
};

struct DigestVerdict {
  DigestOutcome outcome = DigestOutcome::absent;
  std::optional<Credentials> credentials;  ///< those that were judged
  std::string username;                    ///< of the account, when there is one

  bool accepted() const { return outcome == DigestOutcome::accepted; }

  /// The secret was right and only the nonce was not: the next challenge says stale=true.
  bool stale() const {
    return outcome == DigestOutcome::foreign_nonce || outcome == DigestOutcome::expired_nonce ||
           outcome == DigestOutcome::replayed;
  }
};

class DigestServer {
 public:
  static constexpr std::size_t max_nonces = 4096;
  static constexpr std::size_t max_counts = 1024;  ///< remembered of one nonce

  explicit DigestServer(DigestServerConfig config);

  /// Rows for a 401 or 407 that answers a request so judged. `nonce` has to be new and not to be
  /// guessed.
  std::vector<AuthRow> challenge(TimePoint now, std::string_view nonce,
                                 const DigestVerdict& verdict);

  /// Judges the credentials for this realm; an accepted nc is used up.
  DigestVerdict judge(TimePoint now, const Message& request);

  /// The row of a 2xx behind an accepted verdict.
  AuthRow authentication_info(const DigestVerdict& verdict, std::string_view body) const;

  const DigestServerConfig& config() const { return config_; }

 private:
  struct Nonce {
    std::string text;
    TimePoint made;
    std::set<std::uint32_t> counts;
  };

  HeaderName field() const;
  const DigestAccount* account_of(const Credentials& credentials) const;
  DigestOutcome judge_secret(const Credentials& credentials, const DigestAccount* account,
                             const Message& request) const;
  DigestOutcome judge_nonce(TimePoint now, const Credentials& credentials);
  bool offered(const Credentials& credentials) const;
  static bool use_up(Nonce& nonce, std::uint32_t count);

  DigestServerConfig config_;
  std::deque<Nonce> nonces_;
};

}  // namespace sipspec::stack
