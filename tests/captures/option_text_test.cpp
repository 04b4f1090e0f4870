#include "captures/option_text.hpp"

#include "stack/text/utf8.hpp"

#include <gtest/gtest.h>

namespace sipspec::captures {
namespace {

TEST(OptionText, LeavesTextAloneWithItsLineEndsAndTabs) {
  EXPECT_EQ(option_text("m1\tok\nZürich 你好"), "m1\tok\nZürich 你好");
  EXPECT_EQ(option_text(""), "");
}

TEST(OptionText, EscapesControlCharactersAndWhatIsNoUtf8) {
  EXPECT_EQ(option_text(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(option_text("\x1B[2J\x7F\r"), "\\x1B[2J\\x7F\\x0D");
  EXPECT_EQ(option_text("caf\xE9"), "caf\\xE9");
  EXPECT_EQ(option_text("\xC0\x80\xED\xA0\x80\xF5"), "\\xC0\\x80\\xED\\xA0\\x80\\xF5");
  EXPECT_EQ(option_text("\xE4\xBD"), "\\xE4\\xBD");
}

TEST(OptionText, KeepsTheLongestTextAndCutsALongerOne) {
  const std::string longest(max_option_text, 'x');
  EXPECT_EQ(option_text(longest), longest);
  const std::string cut = option_text(longest + 'x');
  EXPECT_EQ(cut.size(), max_option_text);
  EXPECT_TRUE(cut.ends_with("xxx ... (cut)"));
}

TEST(OptionText, CutsBetweenCharactersAndBetweenEscapes) {
  for (const std::string_view piece : {"你", "\xFF", "é"}) {
    std::string text = "a";
    while (text.size() < max_option_text + 10) {
      text += piece;
    }
    const std::string cut = option_text(text);
    EXPECT_LE(cut.size(), max_option_text);
    EXPECT_TRUE(stack::is_utf8(cut));
    const std::string whole = cut.substr(0, cut.size() - std::string_view(" ... (cut)").size());
    const std::string last = option_text(piece);
    EXPECT_TRUE(whole.ends_with(last)) << whole.substr(whole.size() - 8);
  }
}

}  // namespace
}  // namespace sipspec::captures
