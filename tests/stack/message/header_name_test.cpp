#include "stack/message/header_name.hpp"

#include "stack/text/ascii.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::stack {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

TEST(HeaderName, IsFoundInAnyCaseForEveryKnownName) {
  for (std::size_t i = 1; i < header_name_count; ++i) {
    const auto id = static_cast<HeaderName>(i);
    const std::string_view name = canonical_name(id);
    EXPECT_EQ(header_name(name), id) << name;
    EXPECT_EQ(header_name(to_lower(name)), id) << name;
    EXPECT_EQ(header_name(upper(name)), id) << name;
  }
}

TEST(HeaderName, IsFoundByItsCompactFormInBothCases) {
  std::string letters;
  for (std::size_t i = 1; i < header_name_count; ++i) {
    const auto id = static_cast<HeaderName>(i);
    if (const char letter = compact_name(id); letter != '\0') {
      letters += letter;
      EXPECT_EQ(header_name(std::string(1, letter)), id);
      EXPECT_EQ(header_name(upper(std::string(1, letter))), id);
    }
  }
  EXPECT_EQ(letters.size(), 19U) << letters;
}

TEST(HeaderName, IsComparedWholeSoThatNamesWithTheSameHashStayUnknown) {
  // Each collides with a known name in the 12-bit hash that a widely used library takes for a name.
  for (const std::string_view name : {"Det", "Axj", "Bip", "Gda", "Hla", "Khd"}) {
    EXPECT_EQ(header_name(name), HeaderName::unknown) << name;
  }
}

TEST(HeaderName, IsUnknownWhenOneOctetDiffers) {
  for (std::size_t i = 1; i < header_name_count; ++i) {
    const std::string name(canonical_name(static_cast<HeaderName>(i)));
    for (std::size_t at = 0; at < name.size(); ++at) {
      std::string other = name;
      other[at] = static_cast<char>(other[at] ^ 0x40);
      EXPECT_EQ(header_name(other), HeaderName::unknown) << other;
      other[at] = '\xFF';
      EXPECT_EQ(header_name(other), HeaderName::unknown) << other;
    }
    EXPECT_EQ(header_name(name + "x"), HeaderName::unknown);
    if (name.size() > 2) {  // "To" without its last letter is its own compact form
      EXPECT_NE(header_name(std::string_view(name).substr(0, name.size() - 1)),
                static_cast<HeaderName>(i));
    }
  }
}

TEST(HeaderName, OfNothingIsUnknown) {
  EXPECT_EQ(header_name(""), HeaderName::unknown);
  EXPECT_EQ(header_name("z"), HeaderName::unknown);
  EXPECT_EQ(header_name(":"), HeaderName::unknown);
  EXPECT_EQ(canonical_name(HeaderName::unknown), "");
}

TEST(HeaderName, KnowsHowOftenAFieldMayStand) {
  EXPECT_EQ(arity(HeaderName::cseq), Arity::single);
  EXPECT_EQ(arity(HeaderName::via), Arity::list);
  EXPECT_EQ(arity(HeaderName::www_authenticate), Arity::rows);
}

}  // namespace
}  // namespace sipspec::stack
