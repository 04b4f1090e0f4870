#include "harness/engine/credentials_maker.hpp"

#include "stack/text/ascii.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

using stack::Challenge;
using stack::Credentials;
using stack::Formula;
using stack::HeaderName;
using stack::Qop;

struct Found {
  Challenge challenge;
  const char* field;  ///< of the answer
};

bool fits(const Challenge& challenge, const CredentialsSpec& wish) {
  return challenge.usable() &&
         (!wish.algorithm || challenge.algorithm == stack::algorithm_named(*wish.algorithm));
}

std::optional<Found> find_challenge(const stack::Message& response, const CredentialsSpec& wish) {
  for (const auto& [name, answer] :
       {std::pair(HeaderName::www_authenticate, "Authorization"),
        std::pair(HeaderName::proxy_authenticate, "Proxy-Authorization")}) {
    for (Challenge& challenge : stack::challenges_of(response, name)) {
      if (fits(challenge, wish)) {
        return Found{.challenge = std::move(challenge), .field = answer};
      }
    }
  }
  return std::nullopt;
}

Qop chosen_qop(const Challenge& challenge, const CredentialsSpec& wish) {
  if (wish.qop) {
    return stack::qop_named(*wish.qop).value_or(Qop::none);
  }
  if (!challenge.has_qop) {
    return Qop::none;
  }
  return challenge.offers(Qop::auth) ? Qop::auth : Qop::auth_int;
}

Credentials composed(const ChallengedRequest& request, const Challenge& challenge,
                     const CredentialsSpec& wish, NonceCounts& counts) {
  Credentials made;
  made.username = wish.user.value_or(request.account->username);
  made.realm = wish.realm.value_or(challenge.realm);
  made.nonce = wish.nonce.value_or(challenge.nonce);
  made.uri = wish.uri.value_or(request.uri);
  made.algorithm = challenge.algorithm;
  made.algorithm_text = challenge.algorithm_text;
  made.opaque = challenge.opaque;
  const Qop qop = chosen_qop(challenge, wish);
  if (qop != Qop::none) {
    made.qop_text = stack::name_of(qop);
    made.cnonce = wish.cnonce.value_or(request.cnonce);
    made.nc = wish.nc ? *wish.nc : stack::nonce_count_text(++counts[made.nonce]);
  }
  return made;
}

std::string digest(const ChallengedRequest& request, const Credentials& made,
                   const CredentialsSpec& wish) {
  const auto secret =
      wish.password ? stack::Secret::password(*wish.password) : request.account->secret;
  Formula formula = formula_of(made, secret);
  formula.method = wish.method.value_or(request.method);
  formula.body = wish.body.value_or(request.body);
  return evaluate(formula).response;
}

}  // namespace

std::optional<stack::AuthRow> make_credentials(const ChallengedRequest& request,
                                               const CredentialsSpec& wish, NonceCounts& counts) {
  const auto found = find_challenge(*request.response, wish);
  if (!found) {
    return std::nullopt;
  }
  Credentials made = composed(request, found->challenge, wish, counts);
  made.response = wish.response ? *wish.response : digest(request, made, wish);
  return stack::AuthRow{.field = found->field, .value = made.text()};
}

}  // namespace sipspec::harness
