#pragma once

// Numbers of a file in the octet order of the machine that wrote it.
//
//   const FileNumbers in(ByteOrder::little);
//   in.u32(header, 4);

#include "captures/octets.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::captures {

enum class ByteOrder : std::uint8_t { little, big };

class FileNumbers {
 public:
  explicit FileNumbers(ByteOrder order) : order_(order) {}

  std::uint32_t u16(std::string_view from, std::size_t at) const {
    return order_ == ByteOrder::big ? network16(from, at)
                                    : octet_at(from, at + 1) << 8U | octet_at(from, at);
  }

  std::uint32_t u32(std::string_view from, std::size_t at) const {
    return order_ == ByteOrder::big ? network32(from, at)
                                    : u16(from, at + 2) << 16U | u16(from, at);
  }

  /// Two words, the high one first whatever the order (times of pcapng).
  std::uint64_t high_low(std::string_view from, std::size_t at) const {
    return std::uint64_t{u32(from, at)} << 32U | u32(from, at + 4);
  }

  std::uint64_t u64(std::string_view from, std::size_t at) const {
    return order_ == ByteOrder::big ? high_low(from, at)
                                    : std::uint64_t{u32(from, at + 4)} << 32U | u32(from, at);
  }

 private:
  ByteOrder order_;
};

}  // namespace sipspec::captures
