#include "stack/auth/challenge.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/cursor.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace sipspec::stack {

namespace {

constexpr std::array<AuthParameterRule, 9> rules = {{
    {"realm", AuthForm::quoted, AuthNeed::required},
    {"nonce", AuthForm::quoted, AuthNeed::required},
    {"qop", AuthForm::quoted, AuthNeed::required},
    {"domain", AuthForm::quoted},
    {"opaque", AuthForm::quoted},
    {"stale", AuthForm::token},
    {"algorithm", AuthForm::token},
    {"charset", AuthForm::token},
    {"userhash", AuthForm::token},
}};

std::optional<std::string> optional_text(const AuthValue& value, std::string_view name) {
  return value.has(name) ? std::optional<std::string>(value.text(name)) : std::nullopt;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> words;
  Cursor in(list);
  while (!in.at_end()) {
    const std::size_t start = in.offset();
    in.seek(find_list_end(list, start));
    const std::string_view word = trim(in.since(start));
    if (!word.empty()) {
      words.emplace_back(word);
    }
    in.skip(',');
  }
  return words;
}

bool is_true(const AuthValue& value, std::string_view name) {
  return equals_ignoring_case(value.text(name), "true");
}

void judge_values(const Challenge& challenge, const AuthValue& value,
                  std::vector<AuthFault>& faults) {
  const bool any_known = std::ranges::any_of(
      challenge.qop, [](const std::string& word) { return qop_named(word).has_value(); });
  if (challenge.has_qop && !any_known) {
    faults.push_back({AuthFaultKind::unknown_value, "qop"});
  }
  if (!challenge.algorithm) {
    faults.push_back({AuthFaultKind::unknown_value, "algorithm"});
  }
  for (const std::string_view name : {"stale", "userhash"}) {
    if (value.has(name) && !is_true(value, name) &&
        !equals_ignoring_case(value.text(name), "false")) {
      faults.push_back({AuthFaultKind::unknown_value, std::string(name)});
    }
  }
  if (challenge.charset && !equals_ignoring_case(*challenge.charset, "UTF-8")) {
    faults.push_back({AuthFaultKind::unknown_value, "charset"});
  }
}

}  // namespace

bool Challenge::is_digest() const {
  return equals_ignoring_case(scheme, "Digest");
}

bool Challenge::offers(Qop wanted) const {
  return std::ranges::any_of(
      qop, [wanted](const std::string& word) { return qop_named(word) == wanted; });
}

bool Challenge::usable() const {
  const bool protection = !has_qop || offers(Qop::auth) || offers(Qop::auth_int);
  // Without qop there is no cnonce, which the session's A1 needs (RFC 3261 22.4, item 8).
  const bool session = algorithm && algorithm->session && !has_qop;
  return is_digest() && algorithm && protection && !session && !nonce.empty();
}

std::string Challenge::text() const {
  AuthWriter writer(scheme);
  writer.quoted("realm", realm);
  if (domain) {
    writer.quoted("domain", *domain);
  }
  writer.quoted("nonce", nonce);
  if (opaque) {
    writer.quoted("opaque", *opaque);
  }
  if (stale) {
    writer.token("stale", "true");
  }
  if (!algorithm_text.empty()) {
    writer.token("algorithm", algorithm_text);
  }
  if (has_qop) {
    std::string list;
    for (const std::string& word : qop) {
      list += (list.empty() ? "" : ",") + word;
    }
    writer.quoted("qop", list);
  }
  if (charset) {
    writer.token("charset", *charset);
  }
  if (userhash) {
    writer.token("userhash", "true");
  }
  return writer.text();
}

Challenge make_challenge(const AuthValue& value) {
  Challenge challenge;
  challenge.scheme = value.scheme;
  challenge.realm = value.text("realm");
  challenge.nonce = value.text("nonce");
  challenge.opaque = optional_text(value, "opaque");
  challenge.domain = optional_text(value, "domain");
  challenge.charset = optional_text(value, "charset");
  challenge.algorithm_text = value.text("algorithm");
  challenge.algorithm = challenge.algorithm_text.empty()
                            ? std::optional(Algorithm{})
                            : algorithm_named(challenge.algorithm_text);
  challenge.has_qop = value.has("qop");
  challenge.qop = split(value.text("qop"));
  challenge.stale = is_true(value, "stale");
  challenge.userhash = is_true(value, "userhash");
  if (challenge.is_digest()) {
    challenge.faults = judge_forms(value, rules);
    judge_values(challenge, value, challenge.faults);
  }
  return challenge;
}

std::vector<Challenge> read_challenges(std::string_view field_value) {
  std::vector<Challenge> challenges;
  std::ranges::transform(read_auth_values(field_value), std::back_inserter(challenges),
                         make_challenge);
  return challenges;
}

std::vector<Challenge> challenges_of(const Message& response, HeaderName field) {
  std::vector<Challenge> challenges;
  for (const HeaderField& row : response.header_fields()) {
    if (row.id != field) {
      continue;
    }
    for (Challenge& challenge : read_challenges(response.value(row))) {
      if (challenges.size() < max_auth_values) {
        challenges.push_back(std::move(challenge));
      }
    }
  }
  return challenges;
}

}  // namespace sipspec::stack
