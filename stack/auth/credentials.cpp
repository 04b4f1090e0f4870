#include "stack/auth/credentials.hpp"

#include "stack/auth/extended_value.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace sipspec::stack {

namespace {

constexpr std::array<AuthParameterRule, 10> rules = {{
    {"realm", AuthForm::quoted, AuthNeed::required},
    {"nonce", AuthForm::quoted, AuthNeed::required},
    {"uri", AuthForm::quoted, AuthNeed::required},
    {"response", AuthForm::quoted, AuthNeed::required},
    {"algorithm", AuthForm::token},
    {"cnonce", AuthForm::quoted},
    {"opaque", AuthForm::quoted},
    {"qop", AuthForm::token},
    {"nc", AuthForm::token},
    {"userhash", AuthForm::token},
}};

constexpr std::array<AuthParameterRule, 1> plain_username = {
    {{"username", AuthForm::quoted, AuthNeed::required}}};

std::optional<std::string> optional_text(const AuthValue& value, std::string_view name) {
  return value.has(name) ? std::optional<std::string>(value.text(name)) : std::nullopt;
}

void read_username(const AuthValue& value, Credentials& credentials) {
  credentials.username = value.text("username");
  if (equals_ignoring_case(value.text("userhash"), "true")) {
    credentials.username_form = UsernameForm::hashed;
  }
  if (value.has("username") || !value.has("username*")) {
    return;
  }
  credentials.username_form = UsernameForm::extended;
  credentials.username = decode_extended(value.text("username*")).value_or("");
}

void judge_username(const AuthValue& value, const Credentials& credentials,
                    std::vector<AuthFault>& faults) {
  if (!value.has("username*")) {
    std::ranges::copy(judge_forms(value, plain_username), std::back_inserter(faults));
    return;
  }
  // With both, or hashed as well, nobody can tell which name is meant (RFC 7616 3.4).
  if (value.has("username") || equals_ignoring_case(value.text("userhash"), "true")) {
    faults.push_back({AuthFaultKind::repeated, "username"});
  } else if (credentials.username.empty()) {
    faults.push_back({AuthFaultKind::malformed, "username*"});
  }
}

bool has_form_of_response(const Credentials& credentials) {
  const std::size_t size =
      credentials.algorithm ? hex_size(credentials.algorithm->hash) : credentials.response.size();
  return credentials.response.size() == size &&
         is_run_of(credentials.response, CharClass::lower_hex);
}

void judge_values(const AuthValue& value, const Credentials& credentials,
                  std::vector<AuthFault>& faults) {
  if (value.has("response") && !has_form_of_response(credentials)) {
    faults.push_back({AuthFaultKind::malformed, "response"});
  }
  if (credentials.nc && !is_nonce_count(*credentials.nc)) {
    faults.push_back({AuthFaultKind::malformed, "nc"});
  }
  if (!credentials.algorithm) {
    faults.push_back({AuthFaultKind::unknown_value, "algorithm"});
  }
  if (!credentials.qop()) {
    faults.push_back({AuthFaultKind::unknown_value, "qop"});
  }
  for (const std::string_view name : {"cnonce", "nc"}) {
    if (value.has("qop") && !value.has(name)) {
      faults.push_back({AuthFaultKind::missing, std::string(name)});
    }
    if (!value.has("qop") && value.has(name)) {
      faults.push_back({AuthFaultKind::unexpected, std::string(name)});
    }
  }
}

void write_username(AuthWriter& writer, const Credentials& credentials) {
  if (credentials.username_form == UsernameForm::extended) {
    writer.token("username*", encode_extended(credentials.username));
  } else {
    writer.quoted("username", credentials.username);
  }
}

}  // namespace

bool Credentials::is_digest() const {
  return equals_ignoring_case(scheme, "Digest");
}

std::optional<Qop> Credentials::qop() const {
  return qop_text ? qop_named(*qop_text) : std::optional(Qop::none);
}

std::optional<std::uint32_t> Credentials::nonce_count() const {
  std::uint32_t number = 0;
  if (!nc || nc->empty() || nc->size() > 8) {
    return std::nullopt;
  }
  const char* const end = nc->data() + nc->size();
  const auto result = std::from_chars(nc->data(), end, number, 16);
  return result.ec == std::errc() && result.ptr == end ? std::optional(number) : std::nullopt;
}

bool Credentials::computable() const {
  const auto protection = qop();
  if (!is_digest() || !algorithm || !protection) {
    return false;
  }
  // Without qop there is no cnonce, which the A1 of a session needs (RFC 3261 22.4, item 8).
  return *protection == Qop::none ? !algorithm->session : cnonce.has_value() && nc.has_value();
}

std::string Credentials::text() const {
  AuthWriter writer(scheme);
  write_username(writer, *this);
  writer.quoted("realm", realm).quoted("nonce", nonce).quoted("uri", uri);
  writer.quoted("response", response);
  if (!algorithm_text.empty()) {
    writer.token("algorithm", algorithm_text);
  }
  if (cnonce) {
    writer.quoted("cnonce", *cnonce);
  }
  if (opaque) {
    writer.quoted("opaque", *opaque);
  }
  if (qop_text) {
    writer.token("qop", *qop_text);
  }
  if (nc) {
    writer.token("nc", *nc);
  }
  if (username_form == UsernameForm::hashed) {
    writer.token("userhash", "true");
  }
  return writer.text();
}

Credentials make_credentials(const AuthValue& value) {
  Credentials credentials;
  credentials.scheme = value.scheme;
  read_username(value, credentials);
  credentials.realm = value.text("realm");
  credentials.nonce = value.text("nonce");
  credentials.uri = value.text("uri");
  credentials.response = value.text("response");
  credentials.algorithm_text = value.text("algorithm");
  credentials.algorithm = credentials.algorithm_text.empty()
                              ? std::optional(Algorithm{})
                              : algorithm_named(credentials.algorithm_text);
  credentials.qop_text = optional_text(value, "qop");
  credentials.cnonce = optional_text(value, "cnonce");
  credentials.nc = optional_text(value, "nc");
  credentials.opaque = optional_text(value, "opaque");
  if (credentials.is_digest()) {
    judge_username(value, credentials, credentials.faults);
    std::ranges::copy(judge_forms(value, rules), std::back_inserter(credentials.faults));
    judge_values(value, credentials, credentials.faults);
  }
  return credentials;
}

std::vector<Credentials> read_credentials(std::string_view field_value) {
  std::vector<Credentials> all;
  std::ranges::transform(read_auth_values(field_value), std::back_inserter(all), make_credentials);
  return all;
}

std::vector<Credentials> credentials_of(const Message& request, HeaderName field) {
  std::vector<Credentials> all;
  for (const HeaderField& row : request.header_fields()) {
    if (row.id != field) {
      continue;
    }
    for (Credentials& credentials : read_credentials(request.value(row))) {
      if (all.size() < max_auth_values) {
        all.push_back(std::move(credentials));
      }
    }
  }
  return all;
}

std::string nonce_count_text(std::uint32_t count) {
  std::string text(8, '0');
  for (char& digit : text) {
    digit = "0123456789abcdef"[count >> 28U];
    count <<= 4U;
  }
  return text;
}

}  // namespace sipspec::stack
