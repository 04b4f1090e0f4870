#include "captures/checksum.hpp"

namespace sipspec::captures {

Checksum& Checksum::add(std::string_view octets) {
  for (std::size_t i = 0; i < octets.size(); i += 2) {
    const auto high = static_cast<unsigned char>(octets[i]);
    const unsigned char low = i + 1 < octets.size() ? static_cast<unsigned char>(octets[i + 1]) : 0;
    sum_ += static_cast<std::uint64_t>(high) << 8U | low;
  }
  return *this;
}

Checksum& Checksum::add(std::uint16_t word) {
  sum_ += word;
  return *this;
}

std::uint16_t Checksum::value() const {
  std::uint64_t sum = sum_;
  while (sum > 0xFFFFU) {
    sum = (sum & 0xFFFFU) + (sum >> 16U);
  }
  return static_cast<std::uint16_t>(~sum & 0xFFFFU);
}

}  // namespace sipspec::captures
