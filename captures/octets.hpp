#pragma once

// Numbers as octets: network order for packets, little endian for pcapng blocks.

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

inline void put_network16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value >> 8U & 0xFFU);
  out += static_cast<char>(value & 0xFFU);
}

inline void put_network32(std::string& out, std::uint32_t value) {
  put_network16(out, value >> 16U);
  put_network16(out, value & 0xFFFFU);
}

inline void put_little16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U & 0xFFU);
}

inline void put_little32(std::string& out, std::uint32_t value) {
  put_little16(out, value & 0xFFFFU);
  put_little16(out, value >> 16U);
}

inline std::uint32_t octet_at(std::string_view from, std::size_t at) {
  return static_cast<unsigned char>(from[at]);
}

inline std::uint32_t network16(std::string_view from, std::size_t at) {
  return octet_at(from, at) << 8U | octet_at(from, at + 1);
}

inline std::uint32_t network32(std::string_view from, std::size_t at) {
  return network16(from, at) << 16U | network16(from, at + 2);
}

}  // namespace sipspec::captures
