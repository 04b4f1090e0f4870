#include "stack/auth/digest_client.hpp"

#include "stack/auth/authentication_info.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

namespace {

Qop chosen_qop(const Challenge& challenge, Qop preferred) {
  if (!challenge.has_qop) {
    return Qop::none;
  }
  if (preferred == Qop::auth_int && challenge.offers(Qop::auth_int)) {
    return Qop::auth_int;
  }
  return challenge.offers(Qop::auth) ? Qop::auth : Qop::auth_int;
}

std::vector<std::string> realms_of(const std::vector<Challenge>& challenges) {
  std::vector<std::string> realms;
  for (const Challenge& challenge : challenges) {
    if (std::ranges::find(realms, challenge.realm) == realms.end()) {
      realms.push_back(challenge.realm);
    }
  }
  return realms;
}

}  // namespace

bool DigestClient::Judgements::answerable() const {
  const auto is = [](Outcome wanted) {
    return [wanted](const Judgement& judgement) { return judgement.outcome == wanted; };
  };
  return std::ranges::any_of(realms, is(Outcome::answerable)) &&
         std::ranges::none_of(realms, is(Outcome::rejected));
}

DigestClient::DigestClient(std::vector<DigestAccount> accounts, Qop preferred)
    : accounts_(std::move(accounts)), preferred_(preferred) {}

const DigestAccount* DigestClient::account_for(std::string_view realm) const {
  const auto found = std::ranges::find_if(accounts_, [realm](const DigestAccount& account) {
    return account.realm.empty() || account.realm == realm;
  });
  return found == accounts_.end() ? nullptr : &*found;
}

DigestClient::Session* DigestClient::session_of(std::string_view realm, bool proxy) {
  const auto found = std::ranges::find_if(sessions_, [realm, proxy](const Session& session) {
    return session.proxy == proxy && session.challenge.realm == realm;
  });
  return found == sessions_.end() ? nullptr : &*found;
}

DigestClient::Judgement DigestClient::take(const std::vector<Challenge>& challenges,
                                           std::string_view realm, bool proxy,
                                           std::string_view cnonce) {
  Judgement judgement{std::string(realm), proxy, Outcome::unusable};
  const auto usable = std::ranges::find_if(challenges, [realm](const Challenge& challenge) {
    return challenge.realm == realm && challenge.usable();
  });
  if (usable == challenges.end()) {
    return judgement;
  }
  const DigestAccount* account = account_for(realm);
  if (account == nullptr) {
    judgement.outcome = Outcome::no_account;
    return judgement;
  }
  Session* session = session_of(realm, proxy);
  if (session != nullptr && session->sent && !usable->stale) {
    judgement.outcome = Outcome::rejected;
    return judgement;
  }
  if (session == nullptr) {
    if (sessions_.size() >= max_sessions) {
      sessions_.erase(sessions_.begin());
    }
    sessions_.push_back(Session{proxy, false, *usable, *account, {}, {}, 0, {}});
    session = &sessions_.back();
  }
  session->challenge = *usable;
  session->cnonce = cnonce;
  session->session_nonce = usable->nonce;
  session->count = 0;
  session->sent = false;
  judgement.outcome = Outcome::answerable;
  return judgement;
}

DigestClient::Judgements DigestClient::on_challenge(const Message& response,
                                                    std::string_view cnonce) {
  Judgements judgements;
  for (const bool proxy : {false, true}) {
    const auto challenges = challenges_of(
        response, proxy ? HeaderName::proxy_authenticate : HeaderName::www_authenticate);
    for (const std::string& realm : realms_of(challenges)) {
      judgements.realms.push_back(take(challenges, realm, proxy, cnonce));
    }
  }
  return judgements;
}

Formula DigestClient::formula_for(const Session& session, const Credentials& credentials) {
  Formula formula = formula_of(credentials, session.account.secret);
  formula.username = session.account.username;
  formula.session_nonce = session.session_nonce;
  return formula;
}

AuthRow DigestClient::make(Session& session, std::string_view method, std::string_view uri,
                           std::string_view body) const {
  const Challenge& challenge = session.challenge;
  const Qop qop = chosen_qop(challenge, preferred_);
  Credentials credentials;
  credentials.username = session.account.username;
  credentials.realm = challenge.realm;
  credentials.nonce = challenge.nonce;
  credentials.uri = uri;
  credentials.algorithm_text = challenge.algorithm_text;
  credentials.algorithm = challenge.algorithm;
  credentials.opaque = challenge.opaque;
  ++session.count;
  session.sent = true;
  if (qop != Qop::none) {
    credentials.qop_text = name_of(qop);
    credentials.cnonce = session.cnonce;
    credentials.nc = nonce_count_text(session.count);
  }
  Formula formula = formula_for(session, credentials);
  formula.method = method;
  formula.body = body;
  credentials.response = evaluate(formula).response;
  if (challenge.userhash) {
    credentials.username_form = UsernameForm::hashed;
    credentials.username = hashed_username(formula.hash, session.account.username, challenge.realm);
  }
  session.last = credentials;
  return {session.proxy ? "Proxy-Authorization" : "Authorization", credentials.text()};
}

std::vector<AuthRow> DigestClient::credentials(std::string_view method, std::string_view uri,
                                               std::string_view body) {
  std::vector<AuthRow> rows;
  rows.reserve(sessions_.size());
  for (Session& session : sessions_) {
    rows.push_back(make(session, method, uri, body));
  }
  return rows;
}

DigestClient::ServerProof DigestClient::check(Session& session, const Message& response,
                                              std::string_view value) {
  const AuthenticationInfo info = read_authentication_info(value);
  if (!session.sent) {
    return ServerProof::unasked;
  }
  ServerProof proof = ServerProof::none;
  if (info.rspauth) {
    Formula formula = formula_for(session, session.last);
    formula.body = response.body();
    const bool same_request = (!info.cnonce || info.cnonce == session.last.cnonce) &&
                              (!info.nc || info.nc == session.last.nc);
    proof = same_request && equal_digests(*info.rspauth, evaluate(formula).response)
                ? ServerProof::right
                : ServerProof::wrong;
  }
  if (info.nextnonce && proof != ServerProof::wrong) {
    session.challenge.nonce = *info.nextnonce;
    session.count = 0;
  }
  return proof;
}

DigestClient::ServerProof DigestClient::on_answer(const Message& response) {
  ServerProof worst = ServerProof::none;
  for (Session& session : sessions_) {
    const HeaderField* row = response.find(session.proxy ? HeaderName::proxy_authentication_info
                                                         : HeaderName::authentication_info);
    if (row != nullptr) {
      worst = std::max(worst, check(session, response, response.value(*row)));
    }
    // What was accepted is not "just rejected" when the server asks anew later (22.1).
    session.sent = false;
  }
  return worst;
}

}  // namespace sipspec::stack
