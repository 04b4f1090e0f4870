#include "stack/text/cursor.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sipspec::stack {
namespace {

struct DelimitedCase {
  std::string_view text;
  Delimited result;
  std::size_t offset;  ///< where the cursor stands then
};

TEST(Cursor, ReadsQuotedStringsWithPairsFoldingAndUtf8) {
  using enum Delimited;
  const DelimitedCase cases[] = {
      {R"("")", ok, 2},
      {R"("a b"c)", ok, 5},
      {R"("a\"b")", ok, 6},
      {R"("a\\")", ok, 5},
      {"\"a\r\n b\"", ok, 7},
      {"\"\xC3\xA9\"", ok, 4},
      {"\"(<,;>)\"", ok, 8},
      {std::string_view("\"\\\0\"", 4), ok, 4},
      {"\"\\\x7F\"", ok, 4},
      {"abc", missing, 0},
      {"", missing, 0},
      {R"(")", unclosed, 0},
      {R"("abc)", unclosed, 0},
      {R"("abc\)", unclosed, 0},
      {R"("abc\")", unclosed, 0},
      {"\"a\x01\"", invalid, 2},
      {std::string_view("\"a\0\"", 4), invalid, 2},
      {"\"a\\\r\"", invalid, 2},
      {"\"a\\\n\"", invalid, 2},
      {"\"a\\\xC3\xA9\"", invalid, 2},
      {"\"a\xC3(\"", not_utf8, 2},
      {"\"\xFF\"", not_utf8, 1},
  };
  for (const DelimitedCase& each : cases) {
    Cursor in(each.text);
    EXPECT_EQ(in.skip_quoted_string(), each.result) << each.text;
    EXPECT_EQ(in.offset(), each.offset) << each.text;
  }
}

TEST(Cursor, ReadsNestedComments) {
  using enum Delimited;
  const DelimitedCase cases[] = {
      {"()", ok, 2},           {"(a (b) c) d", ok, 9},  {R"((a \) b))", ok, 8},
      {"(\"<,;\")", ok, 7},    {"a", missing, 0},       {"(a", unclosed, 0},
      {"(a (b)", unclosed, 0}, {R"((a\)", unclosed, 0}, {"(a\x02)", invalid, 2},
      {"(\x80)", not_utf8, 1},
  };
  for (const DelimitedCase& each : cases) {
    Cursor in(each.text);
    EXPECT_EQ(in.skip_comment(), each.result) << each.text;
    EXPECT_EQ(in.offset(), each.offset) << each.text;
  }
}

TEST(Cursor, ReadsADeeplyNestedCommentWithoutDepthOfItsOwn) {
  const std::string deep = std::string(100000, '(') + std::string(100000, ')');
  Cursor in(deep);
  EXPECT_EQ(in.skip_comment(), Delimited::ok);
  EXPECT_TRUE(in.at_end());
}

TEST(Cursor, StaysBeforeASeparatorThatIsNotThere) {
  Cursor in("a ; b");
  EXPECT_EQ(in.take(CharClass::token), "a");
  EXPECT_FALSE(in.skip_separator(','));
  EXPECT_EQ(in.offset(), 1U);
  EXPECT_TRUE(in.skip_separator(';'));
  EXPECT_EQ(in.rest(), "b");
}

TEST(Cursor, DoesNotMoveBehindTheEnd) {
  Cursor in("ab");
  in.seek(7);
  EXPECT_TRUE(in.at_end());
  EXPECT_FALSE(in.at('b'));
  EXPECT_FALSE(in.at(CharClass::visible));
  EXPECT_FALSE(in.skip('b'));
  EXPECT_EQ(in.take(CharClass::visible), "");
  EXPECT_EQ(in.since(1), "b");
}

TEST(ListEnd, IsTheNextCommaOutsideQuotesAndBrackets) {
  EXPECT_EQ(find_list_end("a,b"), 1U);
  EXPECT_EQ(find_list_end("a,b", 2), 3U);
  EXPECT_EQ(find_list_end(R"("a,b",c)"), 5U);
  EXPECT_EQ(find_list_end(R"("a\",b",c)"), 7U);
  EXPECT_EQ(find_list_end("<sip:a,b@c>,d"), 11U);
  EXPECT_EQ(find_list_end(R"(<sip:a"@c>,d)"), 10U);
  EXPECT_EQ(find_list_end(R"("a,b)"), 4U);
  EXPECT_EQ(find_list_end("<a,b"), 4U);
  EXPECT_EQ(find_list_end(""), 0U);
}

}  // namespace
}  // namespace sipspec::stack
