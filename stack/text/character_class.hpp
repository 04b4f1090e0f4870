#pragma once

// Sets of octets, as bits in one table of 256 entries, so that "is this octet in the set" is one
// load and one test. The sets are those of the Internet text protocols (RFC 2234, RFC 2396, RFC
// 2822 and their heirs); what they are used for is not known here.
//
//   is(c, CharClass::token)
//   is(c, CharClass::digit | CharClass::blank)

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class CharClass : std::uint32_t {
  digit = 1U << 0U,
  alpha = 1U << 1U,
  hex = 1U << 2U,
  lower_hex = 1U << 3U,       ///< 0-9 a-f
  token = 1U << 4U,           ///< alphanum - . ! % * _ + ` ' ~
  word = 1U << 5U,            ///< token and ( ) < > : \ " / [ ] ? { }
  blank = 1U << 6U,           ///< space, tab
  white = 1U << 7U,           ///< blank, CR, LF: what linear white space is made of
  control = 1U << 8U,         ///< 0-31 without tab, and 127
  quoted = 1U << 9U,          ///< printable, without " and backslash
  comment = 1U << 10U,        ///< printable, without ( ) and backslash
  visible = 1U << 11U,        ///< 33-126
  high = 1U << 12U,           ///< 128-255
  unreserved = 1U << 13U,     ///< alphanum - _ . ! ~ * ' ( )
  user = 1U << 14U,           ///< unreserved & = + $ , ; ? /
  password = 1U << 15U,       ///< unreserved & = + $ ,
  uri_parameter = 1U << 16U,  ///< unreserved [ ] / : & + $
  uri_header = 1U << 17U,     ///< unreserved [ ] / ? : + $
  uri = 1U << 18U,            ///< reserved and unreserved, % and [ ]
  host = 1U << 19U,           ///< alphanum - .
  reason = 1U << 20U,         ///< reserved, unreserved, %, blank
  scheme = 1U << 21U,         ///< alphanum + - .
  uri_plain = 1U << 22U,      ///< uri without %
};

constexpr CharClass operator|(CharClass a, CharClass b) {
  // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): the enumerators are bits
  return static_cast<CharClass>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

namespace detail {

constexpr bool contains(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

constexpr std::uint32_t classes_of(int octet) {
  const char c = static_cast<char>(octet);
  const bool digit = c >= '0' && c <= '9';
  const bool lower = c >= 'a' && c <= 'z';
  const bool alpha = lower || (c >= 'A' && c <= 'Z');
  const bool alphanum = digit || alpha;
  const bool visible = octet > 0x20 && octet < 0x7F;
  const bool blank = c == ' ' || c == '\t';
  const bool token = alphanum || (visible && contains("-.!%*_+`'~", c));
  const bool unreserved = alphanum || (visible && contains("-_.!~*'()", c));
  const bool reserved = visible && contains(";/?:@&=+$,", c);
  std::uint32_t bits = 0;
  const auto set = [&bits](bool in, CharClass which) {
    bits |= in ? static_cast<std::uint32_t>(which) : 0U;
  };
  set(digit, CharClass::digit);
  set(alpha, CharClass::alpha);
  set(digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'), CharClass::hex);
  set(digit || (c >= 'a' && c <= 'f'), CharClass::lower_hex);
  set(token, CharClass::token);
  set(token || (visible && contains("()<>:\\\"/[]?{}", c)), CharClass::word);
  set(blank, CharClass::blank);
  set(blank || c == '\r' || c == '\n', CharClass::white);
  set((octet < 0x20 && c != '\t') || octet == 0x7F, CharClass::control);
  set(visible && c != '"' && c != '\\', CharClass::quoted);
  set(visible && c != '(' && c != ')' && c != '\\', CharClass::comment);
  set(visible, CharClass::visible);
  set(octet >= 0x80, CharClass::high);
  set(unreserved, CharClass::unreserved);
  set(unreserved || (visible && contains("&=+$,;?/", c)), CharClass::user);
  set(unreserved || (visible && contains("&=+$,", c)), CharClass::password);
  set(unreserved || (visible && contains("[]/:&+$", c)), CharClass::uri_parameter);
  set(unreserved || (visible && contains("[]/?:+$", c)), CharClass::uri_header);
  set(reserved || unreserved || (visible && contains("%[]", c)), CharClass::uri);
  set(reserved || unreserved || c == '[' || c == ']', CharClass::uri_plain);
  set(alphanum || c == '-' || c == '.', CharClass::host);
  set(reserved || unreserved || c == '%' || blank, CharClass::reason);
  set(alphanum || c == '+' || c == '-' || c == '.', CharClass::scheme);
  return bits;
}

constexpr std::array<std::uint32_t, 256> make_class_table() {
  std::array<std::uint32_t, 256> table{};
  for (int octet = 0; octet < 256; ++octet) {
    table[static_cast<std::size_t>(octet)] = classes_of(octet);
  }
  return table;
}

inline constexpr std::array<std::uint32_t, 256> class_table = make_class_table();

}  // namespace detail

/// True when `c` is in one of the sets of `wanted`.
constexpr bool is(char c, CharClass wanted) noexcept {
  return (detail::class_table[static_cast<unsigned char>(c)] &
          static_cast<std::uint32_t>(wanted)) != 0;
}

/// True when all octets of `text` are in `wanted`; so it is for an empty text.
constexpr bool all_are(std::string_view text, CharClass wanted) noexcept {
  return std::ranges::all_of(text, [wanted](char c) { return is(c, wanted); });
}

/// 1*set
constexpr bool is_run_of(std::string_view text, CharClass wanted) noexcept {
  return !text.empty() && all_are(text, wanted);
}

}  // namespace sipspec::stack
