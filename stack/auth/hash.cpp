#include "stack/auth/hash.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace sipspec::stack {

namespace {

const EVP_MD* method_of(HashFunction function) {
  switch (function) {
    case HashFunction::md5:
      return EVP_md5();
    case HashFunction::sha256:
      return EVP_sha256();
    case HashFunction::sha512_256:
      return EVP_sha512_256();
    case HashFunction::sha512_half:
      return EVP_sha512();
  }
  return nullptr;
}

}  // namespace

std::size_t hex_size(HashFunction function) noexcept {
  switch (function) {
    case HashFunction::md5:
      return 32;
    case HashFunction::sha256:
    case HashFunction::sha512_256:
    case HashFunction::sha512_half:
      return 64;
  }
  return 0;
}

std::string hash_octets(HashFunction function, std::string_view octets) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size, method_of(function),
                 nullptr) != 1) {
    throw std::runtime_error("libcrypto does not provide a hash function of Digest");
  }
  if (function == HashFunction::sha512_half) {
    size /= 2;
  }
  return {digest.begin(), digest.begin() + size};
}

std::string to_hex(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(octets.size() * 2);
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    text += digits[octet >> 4U];
    text += digits[octet & 15U];
  }
  return text;
}

std::string hex_hash(HashFunction function, std::string_view octets) {
  return to_hex(hash_octets(function, octets));
}

}  // namespace sipspec::stack
