#pragma once

// Puts numbers into a string of octets, in network order (headers of packets) or little-endian
// (pcapng blocks as this program writes them).

#include <cstdint>
#include <string>

namespace sipspec::captures {

template <typename Number>
void put_network(std::string& out, Number number) {
  for (int shift = (static_cast<int>(sizeof(Number)) - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xffU));
  }
}

template <typename Number>
void put_little(std::string& out, Number number) {
  for (int shift = 0; shift < static_cast<int>(sizeof(Number)) * 8; shift += 8) {
    out.push_back(static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xffU));
  }
}

}  // namespace sipspec::captures
