#include "stack/auth/digest_server.hpp"

#include "stack/auth/authentication_info.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

DigestServer::DigestServer(DigestServerConfig config) : config_(std::move(config)) {}

HeaderName DigestServer::field() const {
  return config_.side == DigestSide::proxy ? HeaderName::proxy_authorization
                                           : HeaderName::authorization;
}

std::vector<AuthRow> DigestServer::challenge(TimePoint now, std::string_view nonce,
                                             const DigestVerdict& verdict) {
  if (nonces_.size() >= max_nonces) {
    nonces_.pop_front();
  }
  nonces_.push_back({std::string(nonce), now, {}});
  std::vector<AuthRow> rows;
  for (const Algorithm algorithm : config_.algorithms) {
    Challenge challenge;
    challenge.realm = config_.realm;
    challenge.nonce = nonce;
    challenge.algorithm = algorithm;
    challenge.algorithm_text = name_of(algorithm);
    challenge.stale = verdict.stale();
    challenge.userhash = config_.userhash;
    challenge.has_qop = !config_.qop.empty();
    if (!config_.opaque.empty()) {
      challenge.opaque = config_.opaque;
    }
    for (const Qop qop : config_.qop) {
      challenge.qop.emplace_back(name_of(qop));
    }
    rows.push_back({config_.side == DigestSide::proxy ? "Proxy-Authenticate" : "WWW-Authenticate",
                    challenge.text()});
  }
  return rows;
}

const DigestAccount* DigestServer::account_of(const Credentials& credentials) const {
  const HashFunction hash = credentials.algorithm.value_or(Algorithm{}).hash;
  const auto found = std::ranges::find_if(config_.accounts, [&](const DigestAccount& account) {
    return credentials.username_form == UsernameForm::hashed
               ? credentials.username == hashed_username(hash, account.username, config_.realm)
               : credentials.username == account.username;
  });
  return found == config_.accounts.end() ? nullptr : &*found;
}

bool DigestServer::offered(const Credentials& credentials) const {
  const auto has = [](const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
  };
  // A client of RFC 2069 sends no qop although it is offered (RFC 3261 22.4).
  const Qop qop = credentials.qop().value_or(Qop::none);
  return has(config_.algorithms, *credentials.algorithm) &&
         (qop == Qop::none || has(config_.qop, qop));
}

DigestOutcome DigestServer::judge_secret(const Credentials& credentials,
                                         const DigestAccount* account,
                                         const Message& request) const {
  if (!credentials.computable()) {
    return DigestOutcome::incomplete;
  }
  if (!offered(credentials)) {
    return DigestOutcome::not_offered;
  }
  if (account == nullptr) {
    return DigestOutcome::unknown_user;
  }
  Formula formula = formula_of(credentials, account->secret);
  formula.username = account->username;
  formula.method = request.method();
  formula.body = request.body();
  return equal_digests(evaluate(formula).response, credentials.response)
             ? DigestOutcome::accepted
             : DigestOutcome::wrong_response;
}

bool DigestServer::use_up(Nonce& nonce, std::uint32_t count) {
  // Requests overtake each other over UDP, so that a count below the highest may be a new one.
  const bool forgotten = nonce.counts.size() >= max_counts && count < *nonce.counts.begin();
  if (count == 0 || forgotten || !nonce.counts.insert(count).second) {
    return false;
  }
  if (nonce.counts.size() > max_counts) {
    nonce.counts.erase(nonce.counts.begin());
  }
  return true;
}

DigestOutcome DigestServer::judge_nonce(TimePoint now, const Credentials& credentials) {
  const auto known = std::ranges::find_if(
      nonces_, [&](const Nonce& nonce) { return nonce.text == credentials.nonce; });
  if (known == nonces_.end()) {
    return DigestOutcome::foreign_nonce;
  }
  if (known->made + config_.nonce_lifetime <= now) {
    return DigestOutcome::expired_nonce;
  }
  // Without qop nothing tells a copy from a second request: such a nonce is good once.
  const std::uint32_t count = credentials.qop_text ? credentials.nonce_count().value_or(0) : 1;
  return use_up(*known, count) ? DigestOutcome::accepted : DigestOutcome::replayed;
}

DigestVerdict DigestServer::judge(TimePoint now, const Message& request) {
  DigestVerdict verdict;
  for (Credentials& credentials : credentials_of(request, field())) {
    if (!credentials.is_digest() || credentials.realm != config_.realm) {
      continue;
    }
    const DigestAccount* account = account_of(credentials);
    verdict.outcome = judge_secret(credentials, account, request);
    verdict.username = account != nullptr ? account->username : "";
    if (verdict.outcome == DigestOutcome::accepted) {
      verdict.outcome = judge_nonce(now, credentials);
    }
    verdict.credentials = std::move(credentials);
    if (verdict.accepted()) {
      break;
    }
  }
  return verdict;
}

AuthRow DigestServer::authentication_info(const DigestVerdict& verdict,
                                          std::string_view body) const {
  AuthenticationInfo info;
  const Credentials& credentials = *verdict.credentials;
  const DigestAccount* account = account_of(credentials);
  Formula formula = formula_of(credentials, account->secret);
  formula.username = account->username;
  formula.body = body;
  info.rspauth = evaluate(formula).response;
  info.qop = credentials.qop_text;
  if (credentials.qop_text) {
    info.cnonce = credentials.cnonce;
    info.nc = credentials.nc;
  }
  return {config_.side == DigestSide::proxy ? "Proxy-Authentication-Info" : "Authentication-Info",
          info.text()};
}

}  // namespace sipspec::stack
