#include "stack/body/multipart.hpp"

#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

struct Read {
  explicit Read(std::string text, std::string_view boundary = "b", const BodyLimits& limits = usual)
      : octets(std::move(text)),
        sink(octets),
        multipart(parse_multipart(octets, boundary, limits, sink)) {}

  Texts bodies() const {
    Texts found;
    for (const MimeEntity& part : multipart.parts) {
      found.emplace_back(part.body);
    }
    return found;
  }

  std::string octets;
  BodyDefectSink sink;
  Multipart multipart;
};

const std::string two_parts =
    "--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b\r\nContent-Type: text/html\r\n\r\ntwo\r\n"
    "--b--\r\n";

TEST(Multipart, HasItsPartsInOrder) {
  const Read read(two_parts);
  EXPECT_EQ(read.bodies(), (Texts{"one", "two"}));
  EXPECT_EQ(read.multipart.parts[1].value_of("content-TYPE"), "text/html");
  EXPECT_TRUE(read.multipart.closed);
  EXPECT_EQ(names(read.sink.defects()), Texts{});
}

TEST(Multipart, KeepsPreambleAndEpilogueApart) {
  const Read read("hello\r\n" + two_parts + "goodbye");
  EXPECT_EQ(read.multipart.preamble, "hello");
  EXPECT_EQ(read.multipart.epilogue, "goodbye");
  EXPECT_EQ(read.bodies(), (Texts{"one", "two"}));
}

TEST(Multipart, TheLineEndBeforeADelimiterIsNotPartOfTheBody) {
  const Read read("--b\r\n\r\ntext\r\n\r\n--b--");
  EXPECT_EQ(read.bodies(), Texts{"text\r\n"});
  EXPECT_EQ(names(read.sink.defects()), Texts{});
}

TEST(Multipart, APartMayHaveNoFieldsAndNoBody) {
  const Read read("--b\r\n\r\n\r\n--b\r\nX: y\r\n\r\n--b--\r\n");
  EXPECT_EQ(read.bodies(), (Texts{"", ""}));
  EXPECT_TRUE(read.multipart.parts[0].fields.empty());
}

TEST(Multipart, PartsAreAnyOctets) {
  std::string binary;
  for (int octet = 0; octet < 256; ++octet) {
    binary += static_cast<char>(octet);
  }
  binary += "\r\n--\r\n--c\r\n--bb\r\n --b\r\nx--b\r\n";
  const std::string octets = MultipartBuilder("b").part("x/y", binary).serialize();
  const Read read(octets);
  EXPECT_EQ(read.bodies(), Texts{binary});
  EXPECT_EQ(names(read.sink.defects()), Texts{});
}

TEST(Multipart, PaddingBehindADelimiterIsSkipped) {
  const Read read("--b \t \r\n\r\none\r\n--b-- \t\r\n");
  EXPECT_EQ(read.bodies(), Texts{"one"});
  EXPECT_TRUE(read.multipart.closed);
}

TEST(Multipart, ALineThatOnlyBeginsLikeADelimiterIsNone) {
  const Read read("--b\r\n\r\n--boundary\r\n--b-x\r\n--b--x\r\n--b--\r\n");
  EXPECT_EQ(read.bodies(), Texts{"--boundary\r\n--b-x\r\n--b--x"});
}

TEST(Multipart, ReadsBoundariesOfOddCharacters) {
  const std::string odd = "'()+_,-./:=? x";
  const MultipartBuilder made = MultipartBuilder(odd).part("text/plain", "hi");
  EXPECT_EQ(made.content_type(), "multipart/mixed;boundary=\"" + odd + "\"");
  EXPECT_EQ(media_type_parameter(made.content_type(), "boundary"), odd);
  EXPECT_EQ(Read(made.serialize(), odd).bodies(), Texts{"hi"});
}

TEST(Multipart, ABoundaryHasOneToSeventyCharactersAndNoSpaceAtItsEnd) {
  EXPECT_TRUE(is_boundary(std::string(70, 'x')));
  EXPECT_FALSE(is_boundary(std::string(71, 'x')));
  EXPECT_FALSE(is_boundary(""));
  EXPECT_FALSE(is_boundary("a "));
  EXPECT_TRUE(is_boundary("a b"));
  EXPECT_FALSE(is_boundary("a\"b"));
  EXPECT_FALSE(is_boundary("a\nb"));
}

TEST(Multipart, WithoutDelimiterIsAllPreamble) {
  const Read read("just text");
  EXPECT_TRUE(read.multipart.parts.empty());
  EXPECT_EQ(read.multipart.preamble, "just text");
  EXPECT_EQ(places(read.sink.defects()), Texts{"boundary-absent@0+9"});
}

TEST(Multipart, WithoutClosingDelimiterKeepsItsLastPart) {
  const Read read("--b\r\n\r\none\r\n--b\r\n\r\ntwo");
  EXPECT_EQ(read.bodies(), (Texts{"one", "two"}));
  EXPECT_FALSE(read.multipart.closed);
  EXPECT_EQ(names(read.sink.defects()), Texts{"multipart-unclosed"});
}

TEST(Multipart, ThatOnlyClosesHasNoPart) {
  const Read read("--b--\r\n");
  EXPECT_TRUE(read.multipart.parts.empty());
  EXPECT_TRUE(read.multipart.closed);
}

TEST(Multipart, DelimitersThatShareALineEndHaveAnEmptyPartBetweenThem) {
  const Read read("--b\r\n--b--\r\n");
  EXPECT_EQ(read.bodies(), Texts{""});
  EXPECT_EQ(names(read.sink.defects()), Texts{});
}

TEST(Multipart, BareLineFeedsAreSeenAndTolerated) {
  const Read read("--b\nContent-Type: text/plain\n\none\n--b--\n");
  EXPECT_EQ(read.bodies(), Texts{"one"});
  ASSERT_FALSE(read.sink.defects().empty());
  for (const std::string& name : names(read.sink.defects())) {
    EXPECT_EQ(name, "mime-line-end-bare");
  }
}

TEST(Multipart, PartsBeyondTheLimitAreNotRead) {
  MultipartBuilder made("b");
  for (int i = 0; i < 4; ++i) {
    made.part("text/plain", "x");
  }
  BodyLimits limits;
  limits.max_parts = 4;
  EXPECT_EQ(names(Read(made.serialize(), "b", limits).sink.defects()), Texts{});
  limits.max_parts = 3;
  const Read cut(made.serialize(), "b", limits);
  EXPECT_EQ(cut.multipart.parts.size(), 3U);
  EXPECT_EQ(names(cut.sink.defects()), Texts{"multipart-limit-parts"});
}

TEST(MimeEntity, UnfoldsNothingAndKeepsFolding) {
  const std::string octets = "Content-Type: a/b;\r\n c=d\r\nX:y\r\n\r\nrest";
  BodyDefectSink sink(octets);
  const MimeEntity entity = parse_entity(octets, usual, sink);
  EXPECT_EQ(entity.value_of("content-type"), "a/b;\r\n c=d");
  EXPECT_EQ(media_type_parameter(entity.value_of("content-type"), "c"), "d");
  EXPECT_EQ(entity.body, "rest");
  EXPECT_EQ(names(sink.defects()), Texts{});
}

TEST(MimeEntity, FaultsOfItsHeader) {
  const struct {
    std::string octets;
    Texts expected;
  } rows[] = {
      {"no colon\r\n\r\n", {"mime-field-colon-missing@0+8"}},
      {": v\r\n\r\n", {"mime-field-name-invalid@0+0"}},
      {"a b: v\r\n\r\n", {"mime-field-name-invalid@0+3"}},
      {"A: v\r\n", {"mime-header-unclosed@0+6"}},
      {"A: v", {"mime-header-unclosed@0+4"}},
      {"Content-Type: text\r\n\r\n", {"content-type-invalid@14+4"}},
      {"Content-Type: a/b\r\ncontent-type: c/d\r\n\r\n", {"content-type-repeated@33+3"}},
      {"A: v\n\r\n", {"mime-line-end-bare@0+4"}},
      {"\r\nbody", {}},
      {"", {}},
  };

  for (const auto& row : rows) {
    BodyDefectSink sink(row.octets);
    parse_entity(row.octets, usual, sink);
    EXPECT_EQ(places(sink.defects()), row.expected) << row.octets;
  }
}

TEST(MediaType, IsTypeAndSubtypeInLowerCase) {
  EXPECT_EQ(media_type_name("Application/MANSCDP+xml"), "application/manscdp+xml");
  EXPECT_EQ(media_type_name("text / plain ; charset=x"), "text/plain");
  EXPECT_EQ(media_type_name("text"), "");
  EXPECT_EQ(media_type_name("/plain"), "");
  EXPECT_EQ(media_type_name(""), "");
  EXPECT_EQ(media_type_parameter("a/b;C=\"x\\\"y\"", "c"), "x\"y");
}

}  // namespace
}  // namespace sipspec::stack
