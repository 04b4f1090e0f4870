#include "stack/auth/auth_fault.hpp"

#include "stack/text/character_class.hpp"

namespace sipspec::stack {

std::string sentence_of(const AuthFault& fault) {
  const auto says = [&fault](std::string_view rest) { return fault.parameter + std::string(rest); };
  switch (fault.kind) {
    case AuthFaultKind::missing:
      return says(" is missing.");
    case AuthFaultKind::repeated:
      return says(" comes more than once.");
    case AuthFaultKind::quoted:
      return says(" is quoted and must not be.");
    case AuthFaultKind::unquoted:
      return says(" is not quoted and has to be.");
    case AuthFaultKind::malformed:
      return fault.parameter == "nc" ? says(" is not of eight hexadecimal digits in lower case.")
                                     : says(" has not the form that it has to have.");
    case AuthFaultKind::unknown_value:
      return says(" has a value that is not known.");
    case AuthFaultKind::unexpected:
      return says(" may not stand without qop.");
    case AuthFaultKind::empty:
      return says(" has no value.");
  }
  return {};
}

std::string_view clause_of(const AuthFault& fault) {
  if (fault.parameter == "uri" && fault.kind == AuthFaultKind::unquoted) {
    return "RFC 3261 22.4";
  }
  if (fault.parameter == "qop" && fault.kind == AuthFaultKind::missing) {
    return "RFC 8760 2.6";
  }
  if (fault.kind == AuthFaultKind::unexpected) {
    return "RFC 3261 22.4";
  }
  const bool of_challenge = fault.parameter == "stale" || fault.parameter == "domain";
  const bool of_info = fault.parameter == "nextnonce" || fault.parameter == "rspauth";
  if (of_info) {
    return "RFC 7616 3.5";
  }
  return of_challenge ? "RFC 7616 3.3" : "RFC 7616 3.4";
}

std::vector<AuthFault> judge_forms(const AuthValue& value,
                                   std::span<const AuthParameterRule> rules) {
  std::vector<AuthFault> faults;
  for (const AuthParameterRule& rule : rules) {
    const std::string name(rule.name);
    const AuthParameter* parameter = value.find(rule.name);
    if (parameter == nullptr) {
      if (rule.need == AuthNeed::required) {
        faults.push_back({AuthFaultKind::missing, name});
      }
      continue;
    }
    if (value.count(rule.name) > 1) {
      faults.push_back({AuthFaultKind::repeated, name});
    }
    if (parameter->raw.empty() || parameter->form == AuthForm::bare) {
      faults.push_back({AuthFaultKind::empty, name});
    } else if (parameter->form != rule.form) {
      faults.push_back(
          {rule.form == AuthForm::quoted ? AuthFaultKind::unquoted : AuthFaultKind::quoted, name});
    }
  }
  return faults;
}

bool is_nonce_count(std::string_view text) noexcept {
  return text.size() == 8 && all_are(text, CharClass::lower_hex);
}

}  // namespace sipspec::stack
