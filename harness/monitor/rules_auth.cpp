// What a server says when it asks for credentials, and when it proves that it knows the secret.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"
#include "stack/auth/authentication_info.hpp"
#include "stack/auth/challenge.hpp"
#include "stack/auth/credentials.hpp"
#include "stack/auth/digest_client.hpp"
#include "stack/text/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sipspec::harness {

namespace {

using stack::Challenge;
using stack::HeaderName;

constexpr HeaderName challenge_fields[] = {HeaderName::www_authenticate,
                                           HeaderName::proxy_authenticate};

template <class Use>
void each_challenge(const Judgement& judgement, Use use) {
  const stack::Message& message = judgement.message();
  if (message.status() != 401 && message.status() != 407) {
    return;
  }
  for (const stack::HeaderField& row : message.header_fields()) {
    if (std::ranges::find(challenge_fields, row.id) == std::end(challenge_fields)) {
      continue;
    }
    for (const Challenge& challenge : stack::read_challenges(message.value(row))) {
      use(challenge, judgement.of(message.value(row)), row.id);
    }
  }
}

void challenge_has_qop(Judgement& judgement) {
  each_challenge(judgement, [&](const Challenge& challenge, Place place, HeaderName) {
    if (challenge.is_digest() && !challenge.has_qop) {
      judgement.violated("a Digest challenge without qop", {"qop in each Digest challenge"},
                         "no qop", place);
    }
  });
}

/// The grammar row of the field owns a challenge that lacks what it cannot do without.
template <HeaderName field>
void challenge_is_complete(Judgement& judgement) {
  each_challenge(judgement, [&](const Challenge& challenge, Place place, HeaderName name) {
    if (name != field || !challenge.is_digest()) {
      return;
    }
    for (const std::string_view parameter : {"realm", "nonce"}) {
      const stack::AuthFault missing{.kind = stack::AuthFaultKind::missing,
                                     .parameter = std::string(parameter)};
      if (std::ranges::find(challenge.faults, missing) != challenge.faults.end()) {
        judgement.violated(fmt::format("a Digest challenge without {}", parameter),
                           {"realm and nonce in each Digest challenge"},
                           fmt::format("no {}", parameter), place);
      }
    }
  });
}

void no_basic_challenge(Judgement& judgement) {
  each_challenge(judgement, [&](const Challenge& challenge, Place place, HeaderName) {
    if (stack::equals_ignoring_case(challenge.scheme, "Basic")) {
      judgement.violated("a challenge for Basic", {"challenges for Digest only"}, challenge.scheme,
                         place);
    }
  });
}

void algorithms_differ(Judgement& judgement) {
  std::vector<Challenge> before;
  each_challenge(judgement, [&](const Challenge& challenge, Place place, HeaderName) {
    const bool repeated = std::ranges::any_of(before, [&](const Challenge& other) {
      return other.realm == challenge.realm && other.algorithm == challenge.algorithm;
    });
    if (challenge.is_digest() && challenge.algorithm && repeated) {
      judgement.violated(fmt::format("a second challenge for {} and realm \"{}\"",
                                     stack::name_of(*challenge.algorithm), shown(challenge.realm)),
                         {"one challenge an algorithm in a realm"}, shown(challenge.realm), place);
    }
    if (challenge.is_digest()) {
      before.push_back(challenge);
    }
  });
}

/// A value of Authentication-Info (or that of a proxy) and the credentials that it answers.
struct Proof {
  stack::AuthenticationInfo info;
  stack::Credentials credentials;
  Place place;
};

std::optional<Proof> proof_in(const Judgement& judgement, HeaderName field, HeaderName asked) {
  const stack::HeaderField* row = judgement.message().find(field);
  if (row == nullptr || judgement.request() == nullptr) {
    return std::nullopt;
  }
  auto credentials = stack::credentials_of(judgement.request()->message, asked);
  // Of several nobody can tell which one is answered.
  if (credentials.size() != 1 || !credentials.front().computable()) {
    return std::nullopt;
  }
  const std::string_view value = judgement.message().value(*row);
  return Proof{.info = stack::read_authentication_info(value),
               .credentials = std::move(credentials.front()),
               .place = judgement.of(value)};
}

template <class Use>
void each_proof(const Judgement& judgement, Use use) {
  for (const auto& [field, asked] :
       {std::pair(HeaderName::authentication_info, HeaderName::authorization),
        std::pair(HeaderName::proxy_authentication_info, HeaderName::proxy_authorization)}) {
    if (const auto proof = proof_in(judgement, field, asked)) {
      use(*proof);
    }
  }
}

void server_proof(Judgement& judgement) {
  const stack::DigestAccount* account = judgement.run().account;
  if (account == nullptr) {
    return;
  }
  each_proof(judgement, [&](const Proof& proof) {
    if (!proof.info.rspauth || proof.credentials.username != account->username) {
      return;
    }
    const std::string right =
        stack::response_auth(proof.credentials, account->secret, judgement.message().body());
    if (*proof.info.rspauth != right) {
      judgement.violated("rspauth does not prove the password",
                         {fmt::format("rspauth=\"{}\"", right)},
                         fmt::format("rspauth=\"{}\"", shown(*proof.info.rspauth)), proof.place);
    }
  });
}

void server_proof_complete(Judgement& judgement) {
  each_proof(judgement, [&](const Proof& proof) {
    if (!proof.info.qop) {
      return;
    }
    const bool own =
        proof.info.cnonce == proof.credentials.cnonce && proof.info.nc == proof.credentials.nc;
    if (!proof.info.rspauth || !own) {
      judgement.violated(
          "Authentication-Info with qop lacks rspauth, or the request's cnonce and nc",
          {fmt::format("rspauth, cnonce=\"{}\", nc={}", proof.credentials.cnonce.value_or(""),
                       proof.credentials.nc.value_or(""))},
          shown(proof.info.text()), proof.place);
    }
  });
}

constexpr Rule rules[] = {
    {{"challenge-qop", "RFC3261-22.4-01", Scope::response}, challenge_has_qop},
    {{"challenge-complete", "RFC3261-20.44-01", Scope::response},
     challenge_is_complete<HeaderName::www_authenticate>},
    {{"proxy-challenge-complete", "RFC3261-20.27-01", Scope::response},
     challenge_is_complete<HeaderName::proxy_authenticate>},
    {{"no-basic", "RFC3261-22.1-01", Scope::response}, no_basic_challenge},
    {{"challenge-algorithms", "RFC8760-2.3-01", Scope::response}, algorithms_differ},
    {{"server-proof", "RFC7616-3.5-01", Scope::response}, server_proof},
    {{"server-proof-complete", "RFC7616-3.5-02", Scope::response}, server_proof_complete},
};

}  // namespace

std::span<const Rule> auth_rules() {
  return rules;
}

}  // namespace sipspec::harness
