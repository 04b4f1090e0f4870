#include "stack/auth/formula.hpp"

#include <algorithm>
#include <initializer_list>

namespace sipspec::stack {

namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view* part = parts.begin(); part != parts.end(); ++part) {
    text += part == parts.begin() ? "" : ":";
    text += *part;
  }
  return text;
}

std::string hash_as_text(const Formula& formula, std::string_view text) {
  std::string hex = hex_hash(formula.hash, text);
  if (formula.hex == Formula::Hex::upper) {
    std::ranges::transform(hex, hex.begin(), [](char c) {
      return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  }
  return hex;
}

std::string octets_of_hex(std::string_view hex) {
  std::string octets;
  const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    octets += static_cast<char>(value(hex[i]) * 16 + value(hex[i + 1]));
  }
  return octets;
}

void evaluate_a1(const Formula& formula, DigestSteps& steps) {
  if (formula.secret.is_hashed()) {
    steps.user_hash = formula.secret.text();
  } else {
    steps.a1_text = joined({formula.username, formula.realm, formula.secret.text()});
    steps.user_hash = hash_as_text(formula, steps.a1_text);
  }
  if (formula.a1 == Formula::A1::plain) {
    steps.ha1 = steps.user_hash;
    return;
  }
  const std::string inner = formula.a1 == Formula::A1::session_of_octets
                                ? octets_of_hex(steps.user_hash)
                                : steps.user_hash;
  steps.session_text = joined({inner, formula.session_nonce, formula.session_cnonce});
  steps.ha1 = hash_as_text(formula, steps.session_text);
}

void evaluate_a2(const Formula& formula, DigestSteps& steps) {
  if (formula.with_body) {
    steps.body_hash = formula.body_hash ? *formula.body_hash : hash_as_text(formula, formula.body);
    steps.a2_text = joined({formula.method, formula.uri, steps.body_hash});
  } else {
    steps.a2_text = joined({formula.method, formula.uri});
  }
  steps.ha2 = hash_as_text(formula, steps.a2_text);
}

}  // namespace

Formula formula_of(const Credentials& credentials, const Secret& secret) {
  const Algorithm algorithm = credentials.algorithm.value_or(Algorithm{});
  const Qop qop = credentials.qop().value_or(Qop::auth);
  Formula formula;
  formula.hash = algorithm.hash;
  formula.a1 = algorithm.session ? Formula::A1::session : Formula::A1::plain;
  formula.with_qop = qop != Qop::none;
  formula.with_body = qop == Qop::auth_int;
  formula.username = credentials.username;
  formula.realm = credentials.realm;
  formula.secret = secret;
  formula.nonce = credentials.nonce;
  formula.nc = credentials.nc.value_or("");
  formula.cnonce = credentials.cnonce.value_or("");
  formula.qop = credentials.qop_text.value_or("");
  formula.session_nonce = formula.nonce;
  formula.session_cnonce = formula.cnonce;
  formula.uri = credentials.uri;
  return formula;
}

DigestSteps evaluate(const Formula& formula) {
  DigestSteps steps;
  evaluate_a1(formula, steps);
  evaluate_a2(formula, steps);
  steps.response_text =
      formula.with_qop
          ? joined({steps.ha1, formula.nonce, formula.nc, formula.cnonce, formula.qop, steps.ha2})
          : joined({steps.ha1, formula.nonce, steps.ha2});
  steps.response = hex_hash(formula.hash, steps.response_text);
  return steps;
}

std::string hashed_username(HashFunction hash, std::string_view username, std::string_view realm) {
  return hex_hash(hash, joined({username, realm}));
}

std::string user_hash(HashFunction hash, std::string_view username, std::string_view realm,
                      std::string_view password) {
  return hex_hash(hash, joined({username, realm, password}));
}

bool equal_digests(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) {
    return false;
  }
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace sipspec::stack
