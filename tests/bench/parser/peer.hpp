#pragma once

// A parser under measurement. parse() reads one message from its octets to its typed fields and
// frees what it made; the result only keeps the work from being optimised away.

#include <cstddef>
#include <optional>
#include <string_view>

namespace sipspec::bench {

/// Something out of the parsed message; nullopt: the peer refused the message.
using Parse = std::optional<std::size_t> (*)(std::string_view octets);

struct Peer {
  std::string_view name;
  Parse parse;
};

std::optional<std::size_t> parse_with_sipspec(std::string_view octets);
std::optional<std::size_t> parse_with_osip(std::string_view octets);
std::optional<std::size_t> parse_with_sofia(std::string_view octets);
std::optional<std::size_t> parse_with_re(std::string_view octets);

}  // namespace sipspec::bench
