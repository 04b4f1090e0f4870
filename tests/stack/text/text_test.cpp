#include "stack/text/ascii.hpp"
#include "stack/text/number.hpp"
#include "stack/text/utf8.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace sipspec::stack {
namespace {

TEST(Ascii, ComparesWithoutCaseForLettersOnly) {
  EXPECT_TRUE(equals_ignoring_case("Call-ID", "cALL-id"));
  EXPECT_FALSE(equals_ignoring_case("Call-ID", "Call-I"));
  EXPECT_FALSE(equals_ignoring_case("a[", "a{"));  // these differ by the bit that letters do
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
  EXPECT_FALSE(equals_ignoring_case("\xC3\x89", "\xC3\xA9"));
  EXPECT_TRUE(starts_ignoring_case("sip/2.0", "SIP/"));
  EXPECT_FALSE(starts_ignoring_case("SIP", "SIP/"));
}

TEST(Ascii, TrimsWhiteSpaceAndLineEnds) {
  EXPECT_EQ(trim("\r\n\t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \t\r\n"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Utf8, AcceptsWhatRfc3629Allows) {
  for (const std::string_view text :
       {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndBrokenSequencesAtTheirOffset) {
  for (const std::string_view bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2z", "\xE0\x9F\xBF", "\xE0\xA0",
        "\xE1\x80z", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
    EXPECT_EQ(find_invalid_utf8(std::string("ab").append(bad)), 2U);
  }
}

TEST(Number, ReadsUpToItsBound) {
  EXPECT_EQ(read_number("0").value, 0U);
  EXPECT_EQ(read_number("4294967295").value, 4294967295U);
  EXPECT_EQ(read_number("00000000000000000000007").value, 7U);
  EXPECT_EQ(read_number("255", 255).value, 255U);
}

TEST(Number, TellsTooLargeFromNotANumber) {
  EXPECT_EQ(read_number("4294967296").fault, NumberFault::too_large);
  EXPECT_EQ(read_number("256", 255).fault, NumberFault::too_large);
  EXPECT_EQ(read_number("99999999999999999999999999").fault, NumberFault::too_large);
  for (const std::string_view text : {"", " 1", "1 ", "-1", "+1", "1a", "0x1", "99999999999x"}) {
    EXPECT_EQ(read_number(text).fault, NumberFault::not_digits) << text;
  }
}

}  // namespace
}  // namespace sipspec::stack
