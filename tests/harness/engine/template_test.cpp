#include "harness/engine/template_expander.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

std::optional<std::string> known(std::string_view name) {
  return name == "a.b" ? std::optional<std::string>("{x}\\r") : std::nullopt;
}

Expansion run(std::string_view text, Escapes escapes = Escapes::decode) {
  Random random(1);
  return expand(text, known, random, escapes);
}

std::string mistake(std::string_view text) {
  const auto result = run(text);
  return result ? "none" : result.error().sentence;
}

TEST(Template, LeavesPlainTextAlone) {
  EXPECT_EQ(*run("Max-Forwards: 70 }"), "Max-Forwards: 70 }");
}

TEST(Template, DoesNotReadAgainWhatAReferenceBroughtIn) {
  EXPECT_EQ(*run("<{a.b}>"), "<{x}\\r>");
}

TEST(Template, WritesOneBraceForTwo) {
  EXPECT_EQ(*run("{{a.b}"), "{a.b}");
}

TEST(Template, DecodesEachEscape) {
  EXPECT_EQ(*run("\\r\\n\\t\\\\\\x00\\xfF"), std::string("\r\n\t\\\0\xFF", 6));
}

TEST(Template, KeepsEscapesOfBodies) {
  EXPECT_EQ(*run("a\\r\\q", Escapes::keep), "a\\r\\q");
}

TEST(Template, Repeats) {
  EXPECT_EQ(*run("{repeat:ab:3}"), "ababab");
}

TEST(Template, RepeatsATextThatHoldsAColonUpToTheLastOne) {
  EXPECT_EQ(*run("{repeat:a:b:2}"), "a:ba:b");
}

TEST(Template, GivesOtherRandomCharactersEachTime) {
  const std::string text = *run("{random}{random}");
  ASSERT_EQ(text.size(), 20U);
  EXPECT_NE(text.substr(0, 10), text.substr(10));
}

TEST(Template, RefusesEveryMistakeWithAReason) {
  EXPECT_EQ(mistake("x{a.b"), "'{' without '}' ('{{' gives one '{')");
  EXPECT_EQ(mistake("{nobody}"), "'{nobody}' has no value here");
  EXPECT_EQ(mistake("{repeat:ab}"), "a repeat is written {repeat:text:count}");
  EXPECT_EQ(mistake("{repeat:a:many}"), "'many' is no count");
  EXPECT_EQ(mistake("{repeat:a:-1}"), "'-1' is no count");
  EXPECT_EQ(mistake("\\q"), "unknown escape; known are \\r \\n \\t \\\\ \\xNN");
  EXPECT_EQ(mistake("\\"), "unknown escape; known are \\r \\n \\t \\\\ \\xNN");
  EXPECT_EQ(mistake("\\x4"), "\\x wants two hexadecimal digits");
  EXPECT_EQ(mistake("\\xg0"), "\\x wants two hexadecimal digits");
  EXPECT_EQ(mistake("{repeat:abcd:4000000000}"), "the text grows beyond 16777216 octets");
}

TEST(Template, NamesThePlaceOfTheMistake) {
  EXPECT_EQ(run("abc{nobody}").error().offset, 3U);
}

TEST(Random, GivesTheSameForTheSameSeedAndCase) {
  EXPECT_EQ(Random(case_seed(7, "a/b", "udp")).token(20),
            Random(case_seed(7, "a/b", "udp")).token(20));
}

TEST(Random, DiffersByRunCaseAndVariant) {
  const std::uint64_t seed = case_seed(7, "a/b", "udp");
  EXPECT_NE(seed, case_seed(8, "a/b", "udp"));
  EXPECT_NE(seed, case_seed(7, "a/c", "udp"));
  EXPECT_NE(seed, case_seed(7, "a/b", "tcp"));
}

TEST(Random, StaysBelowItsBound) {
  Random random(3);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(random.below(3), 3U);
  }
  EXPECT_EQ(random.below(0), 0U);
}

}  // namespace
}  // namespace sipspec::harness
