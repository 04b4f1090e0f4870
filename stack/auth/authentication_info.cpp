#include "stack/auth/authentication_info.hpp"

#include "stack/auth/auth_value.hpp"
#include "stack/text/character_class.hpp"

#include <array>

namespace sipspec::stack {

namespace {

constexpr std::array<AuthParameterRule, 5> rules = {{
    {"nextnonce", AuthForm::quoted},
    {"qop", AuthForm::token},
    {"rspauth", AuthForm::quoted},
    {"cnonce", AuthForm::quoted},
    {"nc", AuthForm::token},
}};

std::optional<std::string> optional_text(const AuthValue& value, std::string_view name) {
  return value.has(name) ? std::optional<std::string>(value.text(name)) : std::nullopt;
}

}  // namespace

std::string AuthenticationInfo::text() const {
  AuthWriter writer("");
  const auto put = [&writer](std::string_view name, const std::optional<std::string>& value,
                             AuthForm form) {
    if (value && form == AuthForm::quoted) {
      writer.quoted(name, *value);
    } else if (value) {
      writer.token(name, *value);
    }
  };
  put("nextnonce", nextnonce, AuthForm::quoted);
  put("qop", qop, AuthForm::token);
  put("rspauth", rspauth, AuthForm::quoted);
  put("cnonce", cnonce, AuthForm::quoted);
  put("nc", nc, AuthForm::token);
  return writer.text();
}

AuthenticationInfo read_authentication_info(std::string_view field_value) {
  const AuthValue value = read_auth_parameters(field_value);
  AuthenticationInfo info;
  info.nextnonce = optional_text(value, "nextnonce");
  info.qop = optional_text(value, "qop");
  info.rspauth = optional_text(value, "rspauth");
  info.cnonce = optional_text(value, "cnonce");
  info.nc = optional_text(value, "nc");
  info.faults = judge_forms(value, rules);
  if (info.qop) {
    for (const std::string_view name : {"rspauth", "cnonce", "nc"}) {
      if (!value.has(name)) {
        info.faults.push_back({AuthFaultKind::missing, std::string(name)});
      }
    }
  }
  if (info.nc && !is_nonce_count(*info.nc)) {
    info.faults.push_back({AuthFaultKind::malformed, "nc"});
  }
  if (info.rspauth && !is_run_of(*info.rspauth, CharClass::lower_hex)) {
    info.faults.push_back({AuthFaultKind::malformed, "rspauth"});
  }
  return info;
}

std::string response_auth(const Credentials& credentials, const Secret& secret,
                          std::string_view body) {
  Formula formula = formula_of(credentials, secret);
  formula.body = body;
  return evaluate(formula).response;
}

}  // namespace sipspec::stack
