#include "harness/scenario/octets.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

std::size_t place_of_mistake(const OctetResult& result) {
  return result ? static_cast<std::size_t>(-1) : result.error().offset;
}

TEST(Hex, ReadsPairsWithWhiteSpaceBetween) {
  EXPECT_EQ(from_hex("4d65 7F\n\t00").value(), std::string("Me\x7F\0", 4));
  EXPECT_EQ(from_hex("").value(), "");
}

TEST(Hex, RefusesBrokenPairsAndOtherCharacters) {
  EXPECT_EQ(place_of_mistake(from_hex("4d6")), 2U);
  EXPECT_EQ(place_of_mistake(from_hex("4 d")), 1U);
  EXPECT_EQ(place_of_mistake(from_hex("4dxx")), 2U);
}

TEST(Base64, ReadsGroupsWithPadding) {
  EXPECT_EQ(from_base64("V2F0c29u").value(), "Watson");
  EXPECT_EQ(from_base64("V2F0\n c28=").value(), "Watso");
  EXPECT_EQ(from_base64("V2F0cw==").value(), "Wats");
  EXPECT_EQ(from_base64("").value(), "");
  EXPECT_EQ(from_base64("+/8A").value(), std::string("\xFB\xFF\0", 3));
}

TEST(Base64, RefusesWhatIsNone) {
  EXPECT_EQ(place_of_mistake(from_base64("V2F")), 3U);
  EXPECT_EQ(place_of_mistake(from_base64("V=F0")), 1U);
  EXPECT_EQ(place_of_mistake(from_base64("V2=0")), 3U);
  EXPECT_EQ(place_of_mistake(from_base64("V2F-")), 3U);
  EXPECT_EQ(place_of_mistake(from_base64("====")), 0U);
}

TEST(Indentation, GoesWithTheFirstAndTheLastBlankLine) {
  EXPECT_EQ(without_indentation("\n    a\n      b\n    c\n  "), "a\n  b\nc\n");
  EXPECT_EQ(without_indentation("\n    a\n    b"), "a\nb");
  EXPECT_EQ(without_indentation("\n  a\n\n  b\n"), "a\n\nb\n");
}

TEST(Indentation, KeepsTheEmptyLineThatEndsAHeader) {
  EXPECT_EQ(without_indentation("\n  M\n  A: b\n\n  "), "M\nA: b\n\n");
}

TEST(Indentation, IsOnlyWhatAllLinesHaveInCommon) {
  EXPECT_EQ(without_indentation("\n\ta\n  b\n"), "\ta\n  b\n");
  EXPECT_EQ(without_indentation("  one line "), "one line ");
  EXPECT_EQ(without_indentation(""), "");
  EXPECT_EQ(without_indentation("  "), "");
  EXPECT_EQ(without_indentation("\n  "), "");
}

TEST(LineEnds, BecomeCrLf) {
  EXPECT_EQ(with_crlf("a\n\nb"), "a\r\n\r\nb");
  EXPECT_EQ(with_crlf(""), "");
}

TEST(Template, OfOctetsDoublesWhatExpandingWouldRead) {
  EXPECT_EQ(as_template("a{b}\\c"), "a{{b}\\\\c");
}

}  // namespace
}  // namespace sipspec::harness
