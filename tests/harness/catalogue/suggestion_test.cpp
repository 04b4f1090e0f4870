#include "harness/catalogue/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sipspec::harness {
namespace {

constexpr std::array<std::string_view, 4> words = {"send", "expect", "silence", "delivered"};

TEST(Suggestion, NamesTheNearestWord) {
  EXPECT_EQ(nearest_word("sned", words), "send");
  EXPECT_EQ(nearest_word("expct", words), "expect");
  EXPECT_EQ(nearest_word("deliverd", words), "delivered");
  EXPECT_EQ(suggestion("silense", words), "; did you mean 'silence'?");
}

TEST(Suggestion, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_word("registrar", words), "");
  EXPECT_EQ(suggestion("xyz", words), "");
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word(std::string(201, 's'), words), "");
}

TEST(Suggestion, AllowsAThirdOfTheWordToDiffer) {
  constexpr std::array<std::string_view, 1> one = {"abcdef"};
  EXPECT_EQ(nearest_word("abcdxy", one), "abcdef");
  EXPECT_EQ(nearest_word("abcxyz", one), "");
}

}  // namespace
}  // namespace sipspec::harness
