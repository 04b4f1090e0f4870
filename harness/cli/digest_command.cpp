#include "harness/cli/command.hpp"
#include "reports/exit_code.hpp"
#include "stack/auth/explainer.hpp"
#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace sipspec::harness {

namespace {

/// The value without the name of its field: both are what people copy out of a trace.
std::string_view field_value(std::string_view text) {
  for (const std::string_view name :
       {"WWW-Authenticate", "Proxy-Authenticate", "Authorization", "Proxy-Authorization"}) {
    const auto rest = stack::trim(text);
    if (stack::starts_ignoring_case(rest, name) &&
        stack::trim(rest.substr(name.size())).starts_with(':')) {
      return stack::trim(stack::trim(rest.substr(name.size())).substr(1));
    }
  }
  return stack::trim(text);
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

UsageResult<stack::Secret> read_secret(const ParsedOptions& options) {
  const auto password = options.value("password-env");
  const auto ha1 = options.value("ha1-env");
  if (password.has_value() == ha1.has_value()) {
    return UsageError{"one of --password-env and --ha1-env says where the secret is"};
  }
  const char* const text = std::getenv((password ? *password : *ha1).c_str());
  if (text == nullptr) {
    return UsageError{
        fmt::format("the environment variable {} is not set", password ? *password : *ha1)};
  }
  return password ? stack::Secret::password(text) : stack::Secret::hashed(text);
}

std::string uri_of(const std::optional<stack::NameAddr>& address) {
  return address ? std::string(address->uri) : std::string();
}

/// What the request itself says; options stand above it.
std::optional<UsageError> read_request(const std::string& octets, stack::DigestCase& given) {
  const auto request = stack::Message::parse(octets);
  auto credentials = credentials_of(request, stack::HeaderName::authorization);
  if (credentials.empty()) {
    credentials = credentials_of(request, stack::HeaderName::proxy_authorization);
  }
  if (!request.is_request() || credentials.empty()) {
    return UsageError{"--request: no SIP request with Authorization or Proxy-Authorization"};
  }
  given.credentials = credentials.front();
  given.method = request.method();
  given.request_uri = request.request_uri();
  given.to_uri = uri_of(to(request));
  given.from_uri = uri_of(from(request));
  given.body = request.body();
  return std::nullopt;
}

std::optional<UsageError> read_texts(const ParsedOptions& options, stack::DigestCase& given) {
  if (const auto text = options.value("credentials")) {
    const auto all = stack::read_credentials(field_value(*text));
    if (all.empty()) {
      return UsageError{"--credentials: no value of Authorization"};
    }
    given.credentials = all.front();
  }
  if (const auto text = options.value("challenge")) {
    const auto all = stack::read_challenges(field_value(*text));
    if (all.empty()) {
      return UsageError{"--challenge: no value of WWW-Authenticate"};
    }
    given.challenge = all.front();
  }
  given.method = options.value("method").value_or(given.method);
  given.request_uri = options.value("uri").value_or(given.request_uri);
  given.to_uri = options.value("to").value_or(given.to_uri);
  given.from_uri = options.value("from").value_or(given.from_uri);
  given.username = options.value("user").value_or("");
  return std::nullopt;
}

std::optional<UsageError> read_case(const ParsedOptions& options, stack::DigestCase& given) {
  if (const auto path = options.value("request")) {
    const auto octets = read_file(*path);
    if (!octets) {
      return UsageError{fmt::format("--request {}: cannot be read", *path)};
    }
    if (auto problem = read_request(*octets, given)) {
      return problem;
    }
  } else if (!options.has("credentials") || !options.has("method")) {
    return UsageError{"--credentials and --method are needed, or --request"};
  }
  if (const auto path = options.value("body")) {
    const auto octets = read_file(*path);
    if (!octets) {
      return UsageError{fmt::format("--body {}: cannot be read", *path)};
    }
    given.body = *octets;
  }
  return read_texts(options, given);
}

int digest(const ParsedOptions& options) {
  const auto secret = read_secret(options);
  if (!secret) {
    return usage_error(secret.error().sentence);
  }
  stack::DigestCase given;
  given.secret = *secret;
  if (const auto problem = read_case(options, given)) {
    return usage_error(problem->sentence);
  }
  const auto why = stack::explain(given);
  const auto secrets = options.has("show-secrets") ? stack::Secrets::shown : stack::Secrets::masked;
  for (const auto& line : lines_of(why, secrets)) {
    fmt::print("{}\n", line);
  }
  return why.verdict == stack::DigestExplanation::Verdict::verifies
             ? reports::exit_code::success
             : reports::exit_code::gate_failed;
}

}  // namespace

Command digest_command() {
  using Takes = OptionSpec::Takes;
  CommandSpec spec;
  spec.name = "digest";
  spec.summary =
      "Says why a Digest response does not verify: inputs, formula, each hash, the cause";
  spec.details =
      "Tries what implementations are known to get wrong, and names what reproduces the response. "
      "Values may be pasted with or without the name of their field.";
  spec.options = {
      {"credentials", "TEXT", "Value of Authorization or Proxy-Authorization"},
      {"challenge", "TEXT", "Value of WWW-Authenticate that was answered, where it is known"},
      {"method", "METHOD", "Of the request"},
      {"uri", "URI", "Request-URI of the request"},
      {"to", "URI", "URI of its To"},
      {"from", "URI", "URI of its From"},
      {"body", "FILE", "Its body, for qop auth-int"},
      {"request", "FILE", "The whole request instead of all of these"},
      {"user", "NAME", "Name of the account, when the credentials hold a hashed one"},
      {"password-env", "VARIABLE", "Environment variable that holds the password"},
      {"ha1-env", "VARIABLE", "The same for H(user:realm:password)"},
      {"show-secrets", "", "Prints password and HA1 too", 0, Takes::nothing},
  };
  spec.exit_codes = {{0, "the response verifies"},
                     {1, "it does not, or it cannot be computed"},
                     {2, "the command line is wrong"}};
  return {std::move(spec), digest};
}

}  // namespace sipspec::harness
