#include "stack/auth/explainer.hpp"

#include "stack/auth/mistakes.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

namespace {

constexpr std::string_view upper_case_response =
    "The response is written in upper case; hexadecimal digits of Digest are in lower case.";

bool names_algorithm_of(const Credentials& credentials, const Challenge& challenge) {
  return credentials.algorithm == challenge.algorithm;
}

void compare_qop(const Credentials& credentials, const Challenge& challenge,
                 std::vector<std::string>& observations) {
  if (challenge.has_qop && !credentials.qop_text) {
    observations.emplace_back("The challenge has qop, the credentials have none.");
  } else if (credentials.qop_text && !challenge.has_qop) {
    observations.emplace_back("The credentials have qop, the challenge has none.");
  } else if (const auto qop = credentials.qop();
             credentials.qop_text && qop && !challenge.offers(*qop)) {
    observations.push_back("The credentials say qop " + *credentials.qop_text +
                           ", which the challenge does not offer.");
  }
}

void compare(const Credentials& credentials, const Challenge& challenge,
             std::vector<std::string>& observations) {
  if (credentials.realm != challenge.realm) {
    observations.push_back("The credentials name the realm \"" + credentials.realm +
                           "\", the challenge \"" + challenge.realm + "\".");
  }
  if (credentials.nonce != challenge.nonce) {
    observations.emplace_back("The nonce of the credentials is not that of the challenge.");
  }
  if (credentials.opaque != challenge.opaque) {
    observations.emplace_back("opaque is not returned as the challenge has it.");
  }
  if (!names_algorithm_of(credentials, challenge)) {
    const auto name = [](const std::string& text) { return text.empty() ? "MD5 (absent)" : text; };
    observations.push_back("The credentials are for algorithm " + name(credentials.algorithm_text) +
                           ", the challenge for " + name(challenge.algorithm_text) + ".");
  }
  compare_qop(credentials, challenge, observations);
}

std::vector<std::string> observe(const DigestCase& given) {
  std::vector<std::string> observations;
  observations.reserve(given.credentials.faults.size());
  for (const AuthFault& fault : given.credentials.faults) {
    observations.push_back(sentence_of(fault) + " (" + std::string(clause_of(fault)) + ")");
  }
  if (given.challenge) {
    for (const AuthFault& fault : given.challenge->faults) {
      observations.push_back("In the challenge: " + sentence_of(fault));
    }
    compare(given.credentials, *given.challenge, observations);
  }
  if (!given.request_uri.empty() && given.credentials.uri != given.request_uri) {
    observations.push_back("uri is \"" + given.credentials.uri + "\", the Request-URI \"" +
                           given.request_uri + "\" (they may differ, RFC 3261 22.4).");
  }
  return observations;
}

std::size_t octets_of(const Formula& formula) {
  return formula.username.size() + formula.realm.size() + formula.secret.text().size() +
         formula.nonce.size() + formula.nc.size() + formula.cnonce.size() + formula.qop.size() +
         formula.method.size() + formula.uri.size() + formula.body.size();
}

/// Tries mistakes until some reproduce `wanted`.
class Search {
 public:
  Search(const Formula& right, std::string wanted)
      : right_(&right), wanted_(std::move(wanted)), usual_(evaluate(right).response) {}

  std::vector<DigestCause> run(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
      try_out({&mistake});
    }
    const bool small = octets_of(*right_) <= max_octets_of_pairs;
    for (std::size_t i = 0; small && causes_.empty() && i < mistakes.size(); ++i) {
      for (std::size_t k = i + 1; k < mistakes.size(); ++k) {
        if (mistakes[i].family != mistakes[k].family) {
          try_out({&mistakes[i], &mistakes[k]});
        }
      }
    }
    return std::move(causes_);
  }

 private:
  void try_out(const std::vector<const Mistake*>& mistakes) {
    Formula wrong = *right_;
    for (const Mistake* mistake : mistakes) {
      mistake->apply(wrong);
    }
    const std::string response = evaluate(wrong).response;
    if (response != wanted_ || response == usual_ || causes_.size() >= max_causes) {
      return;
    }
    DigestCause cause{{}, std::move(wrong)};
    for (const Mistake* mistake : mistakes) {
      cause.mistakes.push_back(mistake->sentence);
    }
    causes_.push_back(std::move(cause));
  }

  const Formula* right_;
  std::string wanted_, usual_;
  std::vector<DigestCause> causes_;
};

}  // namespace

DigestExplanation explain(const DigestCase& given) {
  DigestExplanation explanation;
  explanation.credentials = given.credentials;
  explanation.observations = observe(given);
  Formula& formula = explanation.formula = formula_of(given.credentials, given.secret);
  formula.username = given.username.empty() ? given.credentials.username : given.username;
  formula.method = given.method;
  formula.body = given.body;
  explanation.steps = evaluate(formula);
  if (!given.credentials.is_digest() || !given.credentials.algorithm || !given.credentials.qop() ||
      given.credentials.response.empty()) {
    explanation.verdict = DigestExplanation::Verdict::not_computable;
    return explanation;
  }
  const std::string received = to_lower(given.credentials.response);
  if (given.credentials.response == explanation.steps.response) {
    explanation.verdict = DigestExplanation::Verdict::verifies;
    return explanation;
  }
  if (received == explanation.steps.response) {
    explanation.causes.push_back({{std::string(upper_case_response)}, formula});
  } else {
    MistakeList mistakes;
    add_identity_mistakes(given, formula, mistakes);
    add_formula_mistakes(given, formula, mistakes);
    add_request_mistakes(given, formula, mistakes);
    explanation.causes = Search(formula, received).run(mistakes.all());
  }
  explanation.verdict = explanation.causes.empty() ? DigestExplanation::Verdict::unexplained
                                                   : DigestExplanation::Verdict::explained;
  return explanation;
}

}  // namespace sipspec::stack
