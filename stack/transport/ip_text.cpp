#include "stack/transport/ip_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace sipspec::stack {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A decimal octet without leading zero, as canonical text has it.
bool is_octet(std::string_view text) {
  const bool digits =
      !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit);
  if (!digits || (text.size() > 1 && text.front() == '0')) {
    return false;
  }
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value <= 255;
}

bool is_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (part == 3) || !is_octet(text.substr(0, dot))) {
      return false;
    }
    text.remove_prefix(part == 3 ? text.size() : dot + 1);
  }
  return text.empty();
}

constexpr std::size_t groups = 8;

/// The 16-bit groups of an IPv6 address; `count` is how many are there so far.
struct Groups {
  std::array<std::uint16_t, groups> value{};
  std::size_t count = 0;

  bool add(unsigned group) {
    if (count == groups) {
      return false;
    }
    value.at(count++) = static_cast<std::uint16_t>(group);
    return true;
  }
};

bool add_group(Groups& out, std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  const bool whole =
      !text.empty() && text.size() <= 4 && error == std::errc{} && end == text.data() + text.size();
  return whole && out.add(value);
}

/// An IPv4 address in the place of the last two groups.
bool add_ipv4(Groups& out, std::string_view text) {
  std::array<unsigned, 4> octets{};
  for (unsigned& octet : octets) {
    const std::size_t dot = text.find('.');
    std::from_chars(text.data(), text.data() + text.size(), octet);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  }
  return out.add(octets[0] << 8U | octets[1]) && out.add(octets[2] << 8U | octets[3]);
}

enum class MayEnd : std::uint8_t { in_group, in_ipv4 };

/// "a:b:c"; false when a group is wrong or there are too many.
bool add_groups(Groups& out, std::string_view text, MayEnd may_end) {
  if (text.empty()) {
    return true;
  }
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && may_end == MayEnd::in_ipv4 && is_ipv4(group)) {
      return add_ipv4(out, group);
    }
    if (!add_group(out, group)) {
      return false;
    }
    if (last) {
      return true;
    }
    text.remove_prefix(colon + 1);
  }
}

std::optional<Groups> ipv6_groups(std::string_view text) {
  Groups whole;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    const bool good = add_groups(whole, text, MayEnd::in_ipv4) && whole.count == groups;
    return good ? std::optional(whole) : std::nullopt;
  }
  Groups tail;
  if (!add_groups(whole, text.substr(0, gap), MayEnd::in_group) ||
      !add_groups(tail, text.substr(gap + 2), MayEnd::in_ipv4) ||
      whole.count + tail.count >= groups) {
    return std::nullopt;
  }
  std::copy_n(tail.value.begin(), tail.count, whole.value.end() - static_cast<int>(tail.count));
  return whole;
}

/// Where the longest run of two or more zero groups is (RFC 5952 4.2); length 0: nowhere.
struct Run {
  std::size_t begin = 0, length = 0;
};

Run longest_zeros(const Groups& address) {
  Run best;
  Run run;
  for (std::size_t i = 0; i < groups; ++i) {
    run = address.value.at(i) != 0 ? Run{i + 1, 0} : Run{run.begin, run.length + 1};
    best = run.length > best.length ? run : best;
  }
  return best.length < 2 ? Run{} : best;
}

std::string ipv4_text(unsigned high, unsigned low) {
  return std::to_string(high >> 8U) + '.' + std::to_string(high & 255U) + '.' +
         std::to_string(low >> 8U) + '.' + std::to_string(low & 255U);
}

std::string hexadecimal(unsigned value) {
  std::array<char, 4> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  return {digits.data(), end};
}

/// RFC 5952: lower case, no leading zeros, the longest run of zeros as "::", and the IPv4 address
/// of ::ffff:0:0/96 as one. The system writes the addresses of sockets the same way.
std::string ipv6_text(const Groups& address) {
  const Run zeros = longest_zeros(address);
  const bool mapped = zeros.begin == 0 && zeros.length == 5 && address.value[5] == 0xFFFF;
  std::string text;
  for (std::size_t i = 0; i < groups; ++i) {
    if (zeros.length > 0 && i == zeros.begin) {
      text += "::";
      i += zeros.length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') {
      text += ':';
    }
    if (mapped && i == 6) {
      return text + ipv4_text(address.value[6], address.value[7]);
    }
    text += hexadecimal(address.value.at(i));
  }
  return text;
}

}  // namespace

std::optional<std::string> canonical_ip(std::string_view text) {
  if (is_ipv4(text)) {
    return std::string(text);
  }
  const auto address = ipv6_groups(text);
  return address ? std::optional(ipv6_text(*address)) : std::nullopt;
}

}  // namespace sipspec::stack
