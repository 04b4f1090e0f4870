#include "stack/text/character_class.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace sipspec::stack {
namespace {

/// Walks all 256 octets: `wanted` are in the set, all others are not.
void expect_exactly(CharClass set, std::string_view wanted) {
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    EXPECT_EQ(is(c, set), wanted.find(c) != std::string_view::npos) << "octet " << octet;
  }
}

constexpr std::string_view alphanum =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

std::string with(std::string_view more) {
  return std::string(alphanum).append(more);
}

TEST(CharacterClass, HoldsExactlyTheOctetsOfItsRule) {
  expect_exactly(CharClass::digit, "0123456789");
  expect_exactly(CharClass::hex, "0123456789abcdefABCDEF");
  expect_exactly(CharClass::lower_hex, "0123456789abcdef");
  expect_exactly(CharClass::token, with("-.!%*_+`'~"));
  expect_exactly(CharClass::word, with("-.!%*_+`'~()<>:\\\"/[]?{}"));
  expect_exactly(CharClass::unreserved, with("-_.!~*'()"));
  expect_exactly(CharClass::user, with("-_.!~*'()&=+$,;?/"));
  expect_exactly(CharClass::password, with("-_.!~*'()&=+$,"));
  expect_exactly(CharClass::uri_parameter, with("-_.!~*'()[]/:&+$"));
  expect_exactly(CharClass::uri_header, with("-_.!~*'()[]/?:+$"));
  expect_exactly(CharClass::blank, " \t");
  expect_exactly(CharClass::white, " \t\r\n");
  expect_exactly(CharClass::host, with("-."));
  expect_exactly(CharClass::scheme, with("+-."));
}

TEST(CharacterClass, SplitsTheOctetsIntoControlBlankVisibleAndHigh) {
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    const int memberships =
        static_cast<int>(is(c, CharClass::control)) + static_cast<int>(is(c, CharClass::blank)) +
        static_cast<int>(is(c, CharClass::visible)) + static_cast<int>(is(c, CharClass::high));
    EXPECT_EQ(memberships, 1) << "octet " << octet;
  }
}

TEST(CharacterClass, TakesSeveralSetsAtOnce) {
  EXPECT_TRUE(is('x', CharClass::digit | CharClass::alpha));
  EXPECT_FALSE(is('-', CharClass::digit | CharClass::alpha));
}

TEST(CharacterClass, AnEmptyTextIsAllOfAnythingButARunOfNothing) {
  EXPECT_TRUE(all_are("", CharClass::digit));
  EXPECT_FALSE(is_run_of("", CharClass::digit));
  EXPECT_TRUE(is_run_of("12", CharClass::digit));
  EXPECT_FALSE(is_run_of("1a", CharClass::digit));
}

}  // namespace
}  // namespace sipspec::stack
