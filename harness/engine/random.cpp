#include "harness/engine/random.hpp"

#include <bit>

namespace sipspec::harness {

namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// FNV-1a: stable across machines and library versions, unlike std::hash.
std::uint64_t fold_in(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return (hash ^ 0xFFU) * 0x100000001B3U;
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    word = splitmix(seed);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5U, 7) * 9U;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound == 0) {
    return 0;
  }
  // The lowest part of the range is refused, so that every residue is equally likely.
  const std::uint64_t refuse = (0U - bound) % bound;
  std::uint64_t value = next();
  while (value < refuse) {
    value = next();
  }
  return value % bound;
}

std::string Random::token(std::size_t length) {
  static constexpr std::string_view alphabet = "23456789abcdefghijkmnpqrstuvwxyz";
  std::string text(length, ' ');
  for (char& c : text) {
    c = alphabet[below(alphabet.size())];
  }
  return text;
}

std::uint64_t case_seed(std::uint64_t run_seed, std::string_view case_id,
                        std::string_view variant) {
  std::uint64_t state = fold_in(fold_in(0xCBF29CE484222325U, case_id), variant) ^ run_seed;
  return splitmix(state);
}

}  // namespace sipspec::harness
