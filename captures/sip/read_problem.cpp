#include "captures/sip/read_problem.hpp"

#include <numeric>

namespace sipspec::captures {

std::string_view to_string(ProblemCode code) {
  constexpr std::array<std::string_view, problem_codes> names{
      "truncated-file", "damaged-file",      "unknown-link-type", "broken-headers",
      "cut-frame",      "missing-fragments", "stream-gap",        "framing-lost",
      "not-sip",        "websocket-broken",  "not-decrypted",     "limit-hit"};
  return names[static_cast<std::size_t>(code)];
}

std::uint64_t ProblemCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

}  // namespace sipspec::captures
