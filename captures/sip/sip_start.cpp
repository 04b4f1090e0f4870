#include "captures/sip/sip_start.hpp"

#include <algorithm>
#include <array>

namespace sipspec::captures {
namespace {

constexpr std::size_t max_method = 64;

constexpr std::array<bool, 256> token_table() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-.!%*_+`'~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

constexpr std::array<bool, 256> token_octets = token_table();

bool is_token(char c) {
  return token_octets[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_sip_slash(std::string_view text) {
  constexpr std::string_view name = "SIP/";
  return text.size() >= name.size() && std::equal(name.begin(), name.end(), text.begin(),
                                                  [](char a, char b) { return a == upper(b); });
}

/// Octets of "SIP/n.n" at the front; 0: it is not there.
std::size_t version_size(std::string_view text) {
  if (!is_sip_slash(text)) {
    return 0;
  }
  std::size_t at = 4;
  const std::size_t major = at;
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  if (at == major || at == text.size() || text[at] != '.') {
    return 0;
  }
  const std::size_t minor = ++at;
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  return at == minor ? 0 : at;
}

StartVerdict status_line(std::string_view text) {
  const std::size_t version = version_size(text);
  std::size_t at = version;
  while (version != 0 && at < text.size() && is_blank(text[at])) {
    ++at;
  }
  if (version == 0 || text.size() - at < 3 || at == version) {
    const bool may_grow = text.size() < 16 && std::ranges::none_of(text, is_line_end);
    return may_grow ? StartVerdict::unknown : StartVerdict::no;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                     text.begin() + static_cast<std::ptrdiff_t>(at) + 3, is_digit)
             ? StartVerdict::yes
             : StartVerdict::no;
}

/// The version is the last word of the line, blanks behind it forgiven.
bool ends_with_version(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) {
    line.remove_suffix(1);
  }
  const std::size_t slash = line.rfind('/');
  if (slash == std::string_view::npos || slash < 4 || !is_blank(line[slash - 4])) {
    return false;
  }
  const std::string_view version = line.substr(slash - 3);
  return version_size(version) == version.size();
}

std::string_view first_octets(std::string_view octets) {
  return octets.substr(0, max_start_line);
}

}  // namespace

StartVerdict sip_start(std::string_view octets) {
  if (octets.empty()) {
    return StartVerdict::unknown;
  }
  if (!is_token(octets.front())) {
    return StartVerdict::no;
  }
  if (is_sip_slash(octets)) {
    return status_line(octets);
  }
  std::size_t method = 0;
  while (method < octets.size() && method <= max_method && is_token(octets[method])) {
    ++method;
  }
  if (method == octets.size() && method <= max_method) {
    return StartVerdict::unknown;
  }
  if (method > max_method || !is_blank(octets[method])) {
    return StartVerdict::no;
  }
  const std::string_view start = first_octets(octets);
  const std::size_t end = start.find_first_of("\r\n", method);
  if (end == std::string_view::npos) {
    return start.size() < max_start_line ? StartVerdict::unknown : StartVerdict::no;
  }
  return ends_with_version(start.substr(method, end - method)) ? StartVerdict::yes
                                                               : StartVerdict::no;
}

std::size_t find_sip_start(std::string_view octets, std::size_t from) {
  for (std::size_t at = octets.find("SIP/", from); at != std::string_view::npos;
       at = octets.find("SIP/", at + 4)) {
    const std::size_t back = at - std::min(at - from, max_start_line);
    const std::size_t line_end = octets.substr(back, at - back).find_last_of("\r\n");
    const std::size_t line = line_end == std::string_view::npos ? back : back + line_end + 1;
    const bool at_line_start = line == 0 || is_line_end(octets[line - 1]);
    if (at_line_start && sip_start(octets.substr(line)) == StartVerdict::yes) {
      return line;
    }
  }
  return std::string_view::npos;
}

std::string_view behind_line_ends(std::string_view octets) {
  octets.remove_prefix(std::min(octets.find_first_not_of("\r\n"), octets.size()));
  return octets;
}

bool is_keep_alive(std::string_view octets) {
  return octets.find_first_not_of(std::string_view("\r\n \t\0", 5)) == std::string_view::npos;
}

}  // namespace sipspec::captures
