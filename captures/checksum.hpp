#pragma once

// The Internet checksum (RFC 1071), as IPv4, UDP and TCP use it.
//
//   Checksum sum; sum.add(pseudo_header); sum.add(segment);
//   std::uint16_t field = sum.value();

#include <cstdint>
#include <string_view>

namespace sipspec::captures {

class Checksum {
 public:
  /// Adds octets; each piece but the last one must have an even length.
  void add(std::string_view octets);

  void add(std::uint16_t word) { sum_ += word; }

  /// The complement of the sum; over octets that hold a right checksum it is zero.
  std::uint16_t value() const;

 private:
  std::uint64_t sum_ = 0;
};

}  // namespace sipspec::captures
