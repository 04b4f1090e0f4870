#pragma once

// The first octets of something, for a sentence: printable ASCII as it is, all else as \xNN.
//
//   quote("blah\r\nmore")  // "blah\x0d\x0amore", with its quotes

#include <string>
#include <string_view>

namespace sipspec::captures {

inline constexpr std::size_t quoted_octets = 40;

std::string quote(std::string_view octets);

}  // namespace sipspec::captures
