#pragma once

// Tags and branches of the reference device: a seeded generator, so that a run can be repeated. Not
// for secrets.

#include <cstdint>
#include <string>

namespace sipspec::stack {

class AgentRandom {
 public:
  explicit AgentRandom(std::uint64_t seed) : state_(seed) {}

  /// Sixteen hexadecimal digits.
  std::string token() {
    constexpr char digits[] = "0123456789abcdef";
    std::uint64_t value = next();
    std::string text(16, '0');
    for (char& c : text) {
      c = digits[value & 15U];
      value >>= 4U;
    }
    return text;
  }

 private:
  // splitmix64
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace sipspec::stack
