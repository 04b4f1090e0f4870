#include "stack/auth/explainer.hpp"

#include <utility>

namespace sipspec::stack {

namespace {

constexpr std::string_view hidden_password = "<password>";
constexpr std::string_view hidden_hash = "<HA1>";

std::string function_name(HashFunction hash) {
  return hash == HashFunction::sha512_half ? "SHA-512-half" : std::string(name_of({hash, false}));
}

std::string row(std::string_view name, std::string_view value) {
  std::string text = "  " + std::string(name);
  text.resize(std::max<std::size_t>(text.size() + 1, 14), ' ');
  return text + std::string(value);
}

/// "MD5(alice:example.org:<password>)"
std::string call(const Formula& formula, const std::string& arguments) {
  return function_name(formula.hash) + "(" + arguments + ")";
}

class Writer {
 public:
  Writer(const DigestExplanation& explanation, Secrets secrets)
      : given_(&explanation), shown_(secrets == Secrets::shown) {}

  std::vector<std::string> run() {
    write_inputs();
    write_steps(given_->formula, given_->steps);
    write_verdict();
    return std::move(lines_);
  }

 private:
  void line(std::string text) { lines_.push_back(std::move(text)); }

  void write_inputs() {
    const Formula& formula = given_->formula;
    line("Inputs");
    line(row("algorithm", given_->credentials.algorithm_text.empty()
                              ? "absent: MD5"
                              : given_->credentials.algorithm_text));
    line(row("username", formula.username));
    line(row("realm", formula.realm));
    line(row("password", shown_ && !formula.secret.is_hashed() ? formula.secret.text()
                                                               : std::string(hidden_password)));
    line(row("nonce", formula.nonce));
    if (formula.with_qop) {
      line(row("qop", formula.qop));
      line(row("nc", formula.nc));
      line(row("cnonce", formula.cnonce));
    }
    line(row("method", formula.method));
    line(row("uri", formula.uri));
    if (formula.with_body) {
      line(row("body", std::to_string(formula.body.size()) + " octets"));
    }
  }

  std::string user_part(const Formula& formula) const {
    return formula.username + ":" + formula.realm + ":" +
           (shown_ ? formula.secret.text() : std::string(hidden_password));
  }

  void write_a1(const Formula& formula, const DigestSteps& steps) {
    const std::string value = shown_ ? steps.ha1 : std::string(hidden_hash);
    if (formula.secret.is_hashed() && formula.a1 == Formula::A1::plain) {
      line(row("HA1", "as given = " + value));
    } else if (formula.a1 == Formula::A1::plain) {
      line(row("HA1", call(formula, user_part(formula)) + " = " + value));
    } else {
      const std::string inner =
          formula.secret.is_hashed() ? "<HA1 as given>" : call(formula, user_part(formula));
      const std::string rest = ":" + formula.session_nonce + ":" + formula.session_cnonce;
      line(row("HA1", call(formula, inner + rest) + " = " + value));
    }
  }

  void write_steps(const Formula& formula, const DigestSteps& steps) {
    line("Formula");
    write_a1(formula, steps);
    if (formula.with_body) {
      line(row("H(body)", steps.body_hash));
    }
    line(row("HA2", call(formula, steps.a2_text) + " = " + steps.ha2));
    const std::string ha1 = shown_ ? steps.ha1 : std::string(hidden_hash);
    line(row("response", call(formula, ha1 + steps.response_text.substr(steps.ha1.size())) + " ="));
    line(row("expected", steps.response));
    line(row("received", given_->credentials.response));
  }

  void write_verdict() {
    switch (given_->verdict) {
      case DigestExplanation::Verdict::verifies:
        line("The response verifies.");
        break;
      case DigestExplanation::Verdict::explained:
        line("The response does not verify. This reproduces it:");
        write_causes();
        break;
      case DigestExplanation::Verdict::unexplained:
        line(
            "The response does not verify, and none of the known mistakes reproduces it: most "
            "likely the password is another one.");
        break;
      case DigestExplanation::Verdict::not_computable:
        line("The response cannot be checked: algorithm or qop is not known, or it is missing.");
        break;
    }
    for (const std::string& observation : given_->observations) {
      line("  note: " + observation);
    }
  }

  void write_causes() {
    for (const DigestCause& cause : given_->causes) {
      std::string text = "  cause: ";
      for (std::size_t i = 0; i < cause.mistakes.size(); ++i) {
        text += (i == 0 ? "" : " And: ") + cause.mistakes[i];
      }
      line(std::move(text));
    }
  }

  const DigestExplanation* given_;
  bool shown_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> lines_of(const DigestExplanation& explanation, Secrets secrets) {
  return Writer(explanation, secrets).run();
}

}  // namespace sipspec::stack
