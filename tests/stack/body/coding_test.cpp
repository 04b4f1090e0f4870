#include "stack/body/charset.hpp"
#include "stack/body/content_coding.hpp"
#include "stack/body/transfer_encoding.hpp"
#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace sipspec::stack {
namespace {

std::string all_octets() {
  std::string octets;
  for (int octet = 0; octet < 256; ++octet) {
    octets += static_cast<char>(octet);
  }
  return octets;
}

constexpr std::size_t room = 1U << 20U;

TEST(ContentCoding, GivesBackWhatWentIn) {
  const std::string octets = all_octets() + std::string(50'000, 'x') + all_octets();
  for (const ContentCoding coding :
       {ContentCoding::identity, ContentCoding::gzip, ContentCoding::deflate}) {
    const CodingResult back = decode_content(coding, encode_content(coding, octets), room);
    EXPECT_EQ(back.fault, CodingFault::none);
    EXPECT_EQ(back.octets, octets);
    const CodingResult empty = decode_content(coding, encode_content(coding, ""), room);
    EXPECT_EQ(empty.fault, CodingFault::none);
    EXPECT_EQ(empty.octets, "");
  }
}

TEST(ContentCoding, IsKnownByItsNames) {
  EXPECT_EQ(content_coding("GZip"), ContentCoding::gzip);
  EXPECT_EQ(content_coding("x-gzip"), ContentCoding::gzip);
  EXPECT_EQ(content_coding("deflate"), ContentCoding::deflate);
  EXPECT_EQ(content_coding("identity"), ContentCoding::identity);
  EXPECT_EQ(content_coding("br"), std::nullopt);
}

TEST(ContentCoding, EveryCutIsSeen) {
  for (const ContentCoding coding : {ContentCoding::gzip, ContentCoding::deflate}) {
    const std::string whole = encode_content(coding, "Watson, come here. I want to see you.");
    for (std::size_t length = 0; length < whole.size(); ++length) {
      EXPECT_EQ(decode_content(coding, whole.substr(0, length), room).fault, CodingFault::ended)
          << length;
    }
  }
}

TEST(ContentCoding, DamageIsSeen) {
  std::string damaged = encode_content(ContentCoding::gzip, "some text");
  damaged[damaged.size() - 8] = static_cast<char>(damaged[damaged.size() - 8] ^ 1);
  EXPECT_EQ(decode_content(ContentCoding::gzip, damaged, room).fault, CodingFault::invalid);
  EXPECT_EQ(decode_content(ContentCoding::gzip, "plain text", room).fault, CodingFault::invalid);
  const std::string other = encode_content(ContentCoding::deflate, "some text");
  EXPECT_EQ(decode_content(ContentCoding::gzip, other, room).fault, CodingFault::invalid);
}

TEST(ContentCoding, OctetsBehindTheDataAreSeen) {
  const std::string octets = encode_content(ContentCoding::gzip, "text") + "x";
  const CodingResult result = decode_content(ContentCoding::gzip, octets, room);
  EXPECT_EQ(result.fault, CodingFault::excess);
  EXPECT_EQ(result.octets, "text");
}

TEST(ContentCoding, WhatComesOutIsBounded) {
  const std::string bomb = encode_content(ContentCoding::gzip, std::string(100U << 20U, '\0'));
  EXPECT_LT(bomb.size(), 1U << 20U);
  const CodingResult result = decode_content(ContentCoding::gzip, bomb, 1000);
  EXPECT_EQ(result.fault, CodingFault::limit);
  EXPECT_EQ(result.octets.size(), 1000U);
  EXPECT_LT(result.octets.capacity(), 100'000U);
  const std::string exact = encode_content(ContentCoding::gzip, std::string(1000, 'x'));
  EXPECT_EQ(decode_content(ContentCoding::gzip, exact, 1000).fault, CodingFault::none);
  EXPECT_EQ(decode_content(ContentCoding::gzip, exact, 999).fault, CodingFault::limit);
  EXPECT_EQ(decode_content(ContentCoding::identity, "xxx", 2).fault, CodingFault::limit);
}

TEST(Charset, ConvertsWhatSipBodiesUse) {
  EXPECT_EQ(to_utf8("\xE9t\xE9", "ISO-8859-1").text, "\xC3\xA9t\xC3\xA9");
  EXPECT_EQ(to_utf8("\xC4\xE3\xBA\xC3", "gb2312").text, "\xE4\xBD\xA0\xE5\xA5\xBD");
  EXPECT_EQ(to_utf8("\x81\x30\x81\x30", "GB18030").text, "\xC2\x80");
  EXPECT_EQ(from_utf8("\xE4\xBD\xA0\xE5\xA5\xBD", "GB18030").text, "\xC4\xE3\xBA\xC3");
  EXPECT_EQ(to_utf8("plain", "us-ascii").text, "plain");
  EXPECT_EQ(to_utf8("\xC3\xA9", "UTF-8").text, "\xC3\xA9");
}

TEST(Charset, ConvertsTextsOfAnyLength) {
  std::string utf8;
  for (int i = 0; i < 20'000; ++i) {
    utf8 +=
        "\xE4\xBD\xA0"
        "a";
  }
  const CharsetResult narrow = from_utf8(utf8, "GB18030");
  EXPECT_TRUE(narrow.ok());
  EXPECT_EQ(narrow.text.size(), 60'000U);
  EXPECT_EQ(to_utf8(narrow.text, "GB18030").text, utf8);
}

TEST(Charset, TellsWhereATextIsNotInIt) {
  const struct {
    std::string_view octets, charset;
    std::size_t bad;
  } rows[] = {
      {"abc\x80", "US-ASCII", 3},    {"ab\xE9", "UTF-8", 2},  {"\xC4\xE3\xC8\x6C", "GB2312", 2},
      {"\xC4\xE3\xBA", "GB2312", 2}, {"x\x81", "GB18030", 1},
  };

  for (const auto& row : rows) {
    const CharsetResult result = to_utf8(row.octets, row.charset);
    EXPECT_TRUE(result.known);
    EXPECT_EQ(result.bad_offset, row.bad) << row.charset;
  }
  EXPECT_EQ(from_utf8("a\xE4\xBD\xA0", "ISO-8859-1").bad_offset, 1U);
}

TEST(Charset, NamesOutsideTheListNeverReachTheSystem) {
  for (const std::string_view name : {"", "UTF-8//IGNORE", "../../x", "EBCDIC-US", "klingon"}) {
    EXPECT_FALSE(is_known_charset(name)) << name;
    EXPECT_FALSE(to_utf8("x", name).known);
    EXPECT_FALSE(from_utf8("x", name).ok());
  }
}

TEST(Charset, EveryNameOnTheListIsKnownToTheSystem) {
  for (const std::string_view name :
       {"utf-8",        "utf8",       "us-ascii",   "ascii",      "iso-8859-1",  "latin1",
        "iso-8859-2",   "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "windows-1251",
        "windows-1252", "koi8-r",     "gb2312",     "gbk",        "gb18030",     "big5",
        "shift_jis",    "euc-jp",     "euc-kr",     "utf-16le",   "utf-16be",    "utf-16"}) {
    EXPECT_TRUE(from_utf8("A", name).ok()) << name;
  }
}

TEST(TransferEncoding, GivesBackWhatWentIn) {
  const std::string octets = all_octets() + " \r\nline\r\n \t\r\n=" + std::string(200, 'y');
  for (std::size_t cut = 0; cut < 4; ++cut) {
    const std::string some = octets.substr(cut);
    EXPECT_EQ(decode_base64(encode_base64(some)).octets, some);
    EXPECT_TRUE(decode_base64(encode_base64(some)).well_formed);
    EXPECT_EQ(decode_quoted_printable(encode_quoted_printable(some)).octets, some);
    EXPECT_TRUE(decode_quoted_printable(encode_quoted_printable(some)).well_formed);
  }
}

TEST(TransferEncoding, LinesAreNoLongerThanSeventySixCharacters) {
  for (const std::string& text :
       {encode_base64(std::string(500, 'z')), encode_quoted_printable(std::string(500, '='))}) {
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = std::min(text.find("\r\n", begin), text.size());
      EXPECT_LE(end - begin, 76U);
      begin = end + 2;
    }
  }
}

TEST(TransferEncoding, FaultsOfBase64) {
  for (const std::string_view bad : {"SGk", "SG=k", "SGk=x", "S", "S===", "SG!k", "=", "SGkh="}) {
    EXPECT_FALSE(decode_base64(bad).well_formed) << bad;
  }
  EXPECT_TRUE(decode_base64("").well_formed);
  EXPECT_EQ(decode_base64("SG\r\nk=").octets, "Hi");
  EXPECT_EQ(decode_base64("SGk").octets, "Hi");
}

TEST(TransferEncoding, FaultsOfQuotedPrintable) {
  for (const std::string_view bad : {"=", "=4", "=4g", "=x1", "a= b"}) {
    EXPECT_FALSE(decode_quoted_printable(bad).well_formed) << bad;
  }
  EXPECT_EQ(decode_quoted_printable("a= \t\r\nb=3d=\nc").octets, "ab=c");
}

TEST(TransferEncoding, IsKnownByItsNames) {
  EXPECT_EQ(transfer_encoding("Base64"), TransferEncoding::base64);
  EXPECT_EQ(transfer_encoding("QUOTED-printable"), TransferEncoding::quoted_printable);
  EXPECT_EQ(transfer_encoding("binary"), TransferEncoding::identity);
  EXPECT_EQ(transfer_encoding(""), TransferEncoding::identity);
  EXPECT_EQ(transfer_encoding("uuencode"), std::nullopt);
}

}  // namespace
}  // namespace sipspec::stack
