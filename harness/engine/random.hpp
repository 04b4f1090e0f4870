#pragma once

// Random identifiers of a case, the same on every machine and in every run with the same seed:
// xoshiro256** filled by splitmix64. Not for secrets.
//
//   Random random(case_seed(42, "rfc3428/7/empty-body", "transport=udp ip=4"));
//   std::string tag = random.token(10);

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::harness {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  /// Uniform in [0, bound); bound 0 gives 0.
  std::uint64_t below(std::uint64_t bound);
  /// Lower case letters and digits; no two that people mix up (0 o, 1 l).
  std::string token(std::size_t length);

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// The seed of one variant of one case within a run: independent of the order of cases.
std::uint64_t case_seed(std::uint64_t run_seed, std::string_view case_id, std::string_view variant);

}  // namespace sipspec::harness
