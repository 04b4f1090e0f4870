#pragma once

// Says why the response of Digest credentials does not verify: all that goes into it, the formula
// with each hash on the way, and, when one of the known mistakes (or two of them together)
// reproduces the response that came, which. Nothing is guessed about the password beyond what is
// done to it in configuration files: this is no search for passwords.
//
//   DigestCase given;                       // credentials, method, body, secret ...
//   const DigestExplanation why = explain(given);
//   for (const std::string& line : lines_of(why, Secrets::masked)) { ... }

#include "stack/auth/challenge.hpp"
#include "stack/auth/credentials.hpp"
#include "stack/auth/formula.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::stack {

struct DigestCase {
  Credentials credentials;
  std::optional<Challenge> challenge;  ///< that was answered, where it is known
  std::string username;                ///< of the account; "" = as in the credentials
  Secret secret = Secret::password("");
  std::string method, request_uri;
  std::string to_uri, from_uri;  ///< "" = not known
  std::string body;
};

/// One way in which the response that came can be computed.
struct DigestCause {
  std::vector<std::string> mistakes;  ///< sentences; two when both are needed
  Formula formula;
};

struct DigestExplanation {
  enum class Verdict : std::uint8_t {
    verifies,
    explained,       ///< by `causes`
    unexplained,     ///< most likely the password
    not_computable,  ///< an unknown algorithm or qop, or a parameter is missing
  };

  Verdict verdict = Verdict::unexplained;
  Credentials credentials;
  Formula formula;
  DigestSteps steps;  ///< of the right formula
  std::vector<DigestCause> causes;
  std::vector<std::string> observations;  ///< what is odd, whether it verifies or not
};

/// Longer inputs (all texts together, in octets) are tried with single mistakes only.
constexpr std::size_t max_octets_of_pairs = 4U * 1024U;
constexpr std::size_t max_causes = 4;

DigestExplanation explain(const DigestCase& given);

/// masked: neither password nor HA1, which is as good as it. For all that others may read.
enum class Secrets : std::uint8_t { masked, shown };

std::vector<std::string> lines_of(const DigestExplanation& explanation, Secrets secrets);

}  // namespace sipspec::stack
