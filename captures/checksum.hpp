#pragma once

// The Internet checksum (RFC 1071), summed over pieces.

#include <cstdint>
#include <string_view>

namespace sipspec::captures {

class Checksum {
 public:
  /// Pieces of an odd length are padded by a zero octet: only the last one may be odd.
  Checksum& add(std::string_view octets);
  Checksum& add(std::uint16_t word);
  std::uint16_t value() const;

 private:
  std::uint64_t sum_ = 0;
};

}  // namespace sipspec::captures
