#include "harness/cli/auth_option.hpp"

#include <string>
#include <vector>

namespace sipspec::harness {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<stack::DigestServerConfig> read_auth_option(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 3 || parts.size() > 4 || parts[0].empty() || parts[1].empty()) {
    return std::nullopt;
  }
  stack::DigestServerConfig auth;
  auth.realm = parts[0];
  auth.accounts = {
      {.realm = {}, .username = parts[1], .secret = stack::Secret::password(parts[2])}};
  auth.algorithms = {stack::Algorithm{.hash = stack::HashFunction::sha256}, stack::Algorithm{}};
  if (parts.size() == 3) {
    return auth;
  }
  auth.algorithms.clear();
  for (const auto& name : split(parts[3], ',')) {
    const auto algorithm = stack::algorithm_named(name);
    if (!algorithm) {
      return std::nullopt;
    }
    auth.algorithms.push_back(*algorithm);
  }
  return auth;
}

}  // namespace sipspec::harness
