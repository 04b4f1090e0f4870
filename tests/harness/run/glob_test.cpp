#include "harness/run/glob.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::harness {
namespace {

TEST(Glob, AnIdFitsItself) {
  EXPECT_TRUE(glob_matches("rfc3428/7/a", "rfc3428/7/a"));
  EXPECT_FALSE(glob_matches("rfc3428/7/a", "rfc3428/7/b"));
}

TEST(Glob, AFolderFitsEverythingBelowIt) {
  EXPECT_TRUE(glob_matches("rfc3428/7", "rfc3428/7/a"));
  EXPECT_TRUE(glob_matches("rfc3428/7/", "rfc3428/7/a"));
  EXPECT_FALSE(glob_matches("rfc3428/7", "rfc3428/77/a"));
}

TEST(Glob, OneStarStaysWithinAComponent) {
  EXPECT_TRUE(glob_matches("rfc3428/*/a", "rfc3428/7/a"));
  EXPECT_TRUE(glob_matches("rfc3428/7/no-*-2xx", "rfc3428/7/no-contact-in-2xx"));
  EXPECT_FALSE(glob_matches("rfc3428/*", "rfc3428/7/a"));
}

TEST(Glob, TwoStarsSpanComponents) {
  EXPECT_TRUE(glob_matches("rfc3428/**", "rfc3428/7/a"));
  EXPECT_TRUE(glob_matches("**/a", "rfc3428/7/a"));
  EXPECT_TRUE(glob_matches("**", "a"));
  EXPECT_TRUE(glob_matches("rfc3428/**/a", "rfc3428/a"));
  EXPECT_FALSE(glob_matches("rfc3261/**", "rfc3428/7/a"));
}

TEST(Glob, AQuestionMarkIsOneCharacter) {
  EXPECT_TRUE(glob_matches("rfc3428/?/a", "rfc3428/7/a"));
  EXPECT_FALSE(glob_matches("rfc3428/?/a", "rfc3428/77/a"));
}

TEST(Glob, AStarAsFirstCharacterOfTheTextIsNoLiteral) {
  EXPECT_TRUE(glob_matches("*a", "*ba"));
  EXPECT_FALSE(glob_matches("*a", "*ab"));
}

TEST(Glob, ManyStarsTakeNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) {
    pattern += "*a";
  }
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(5000, 'a')));
}

}  // namespace
}  // namespace sipspec::harness
