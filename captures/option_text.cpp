#include "captures/option_text.hpp"

#include "stack/text/utf8.hpp"

namespace sipspec::captures {
namespace {

constexpr std::string_view cut_mark = " ... (cut)";

bool is_plain(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return (octet >= 0x20 && octet != 0x7F) || c == '\n' || c == '\t';
}

std::string escaped(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  return {'\\', 'x', digits[octet >> 4U], digits[octet & 15U]};
}

}  // namespace

std::string option_text(std::string_view octets) {
  std::string out;
  std::size_t last_that_leaves_room = 0;
  while (!octets.empty()) {
    if (out.size() <= max_option_text - cut_mark.size()) {
      last_that_leaves_room = out.size();
    }
    const std::size_t length = is_plain(octets.front()) ? stack::utf8_length(octets) : 0;
    out += length == 0 ? escaped(octets.front()) : std::string(octets.substr(0, length));
    octets.remove_prefix(length == 0 ? 1 : length);
    if (out.size() > max_option_text) {
      return out.substr(0, last_that_leaves_room).append(cut_mark);
    }
  }
  return out;
}

}  // namespace sipspec::captures
