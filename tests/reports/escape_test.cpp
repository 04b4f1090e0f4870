#include "reports/escape.hpp"

#include "reports/base64.hpp"
#include "reports/sha256.hpp"
#include "reports/utf8.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sipspec::reports::test {

using namespace std::string_literals;

TEST(Visible, ShowsEveryControlOctetAsText) {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string one(1, static_cast<char>(octet));
    const bool printable = octet >= 0x20 && octet < 0x7F;
    EXPECT_EQ(visible(one) == one, printable) << octet;
    for (const char c : visible(one)) {
      EXPECT_GE(c, 0x20);
      EXPECT_LT(c, 0x7F);
    }
  }
}

TEST(Visible, KeepsHarmlessUtf8) {
  EXPECT_EQ(visible("Grüße 世界 ☎ 🙂"), "Grüße 世界 ☎ 🙂");
}

TEST(Visible, EscapesWhatTurnsOrHidesText) {
  EXPECT_EQ(visible("a\u202Eb"), "a\\xe2\\x80\\xaeb");
  for (const char* hidden :
       {"\u061C", "\u200E", "\u200F", "\u202A", "\u202E", "\u2066", "\u2069", "\u2028", "\u2029",
        "\u200B", "\u2060", "\uFEFF", "\u0085", "\u009B", "\uFFFE", "\U000E0041"}) {
    EXPECT_TRUE(visible(hidden).starts_with("\\x")) << visible(hidden);
  }
}

TEST(Visible, EscapesOctetsThatAreNotUtf8) {
  EXPECT_EQ(visible("\xff"), "\\xff");
  EXPECT_EQ(visible("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(visible("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(visible("\xe2\x82"), "\\xe2\\x82");  // cut
}

TEST(Visible, TwiceIsOnce) {
  const std::string hostile = "\x1b[2J\r\n\t\0\xff\\x41"s;
  EXPECT_EQ(visible(visible(hostile)), visible(hostile));
}

TEST(Visible, KeepsLinesWhenAsked) {
  EXPECT_EQ(visible("a\r\nb\nc\rd", Newlines::keep), "a\nb\nc\\rd");
  EXPECT_EQ(visible("a\r\nb\t"), "a\\r\\nb\\t");
}

TEST(Xml, HasNoIllegalCharacterAndNoOpenMarkup) {
  EXPECT_EQ(xml_text("<a b=\"c\">'&\0"s), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;\\x00");
  EXPECT_EQ(xml_attribute("a\nb"), "a\\nb");
  EXPECT_EQ(xml_text("a\nb"), "a\nb");
}

TEST(Cdata, SplitsItsOwnEndMark) {
  EXPECT_EQ(cdata("a]]>b"), "<![CDATA[a]]]]><![CDATA[>b]]>");
  EXPECT_EQ(cdata("]]>]]>"), "<![CDATA[]]]]><![CDATA[>]]]]><![CDATA[>]]>");
}

TEST(Clip, CutsAtColumnsAndNeverInsideACharacter) {
  EXPECT_EQ(clip("abcdef", 6), "abcdef");
  EXPECT_EQ(clip("abcdef", 4), "abc…");
  EXPECT_EQ(clip("世界世界", 5), "世界…");
  EXPECT_EQ(clip("世界世界", 4), "世…");
  EXPECT_EQ(clip("abc", 0), "");
  EXPECT_EQ(display_width("e\u0301世"), 3U);
}

TEST(FileName, IsReadableForOrdinaryIds) {
  EXPECT_EQ(file_name("rfc3428/8/no-contact-in-2xx"), "rfc3428/8/no-contact-in-2xx");
  EXPECT_EQ(file_name("a [transport=tcp ip=4]"), "a%20%5Btransport%3Dtcp%20ip%3D4%5D");
}

TEST(FileName, NeverLeavesItsFolderAndHasNoForbiddenCharacter) {
  for (const auto& name : {"../../etc/passwd"s, "/etc/passwd"s, "a/./b"s, ""s, "a//b"s, "."s,
                           "C:\\x\"<>|*?#"s, "a\0b"s, "\xff\x1b"s}) {
    const std::string path = file_name(name);
    EXPECT_FALSE(path.starts_with('/')) << path;
    EXPECT_EQ(path.find(".."), std::string::npos) << path;
    EXPECT_EQ(path.find_first_of("\":<>|*?#\\"), std::string::npos) << path;
    EXPECT_FALSE(path.empty());
  }
}

TEST(FileName, IsInjectiveAndShort) {
  std::set<std::string> paths;
  std::set<std::string> names = {"a/b", "a%2Fb", "a%b", "a",  "a/",  "/a",
                                 "",    "%",     ".",   "..", "%2E", "A"};
  for (int i = 0; i < 50; ++i) {
    names.insert(std::string(300, 'x') + std::to_string(i));
    names.insert(std::string(150, '/') + std::to_string(i));
  }
  for (const auto& name : names) {
    const std::string path = file_name(name);
    EXPECT_LE(path.size(), 200U);
    EXPECT_TRUE(paths.insert(path).second) << name.substr(0, 20) << " as " << path;
  }
}

TEST(Sha256, KnowsThePublishedExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Base64, IsReadBackForEveryLength) {
  std::string octets;
  for (int i = 0; i < 260; ++i) {
    EXPECT_EQ(base64_decode(base64_encode(octets)), octets);
    octets += static_cast<char>(i);
  }
  EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
  for (const char* wrong : {"Zm9vYg=", "Zm9vYg", "Zm9v\n", "Zm9vYh==", "====", "Zm=v"}) {
    EXPECT_EQ(base64_decode(wrong), std::nullopt) << wrong;
  }
}

}  // namespace sipspec::reports::test
