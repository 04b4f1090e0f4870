#include "harness/catalogue/xml_file.hpp"

#include "harness/catalogue/xml_markup.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace sipspec::harness {
namespace {

std::vector<std::string> errors_of(std::string text) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", std::move(text));
  file.parse(errors);
  std::vector<std::string> sentences;
  for (const DataError& error : errors) {
    sentences.push_back(to_string(error));
  }
  return sentences;
}

using Sentences = std::vector<std::string>;

TEST(XmlFile, CountsColumnsInCharactersNotInOctets) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", "<a>\n  <!-- \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80 --><b/></a>");
  ASSERT_TRUE(file.parse(errors));
  const TextPosition at = file.position(file.offset(file.root().child("b")));
  EXPECT_EQ(at.line, 2U);
  EXPECT_EQ(at.column, 15U);
}

TEST(XmlFile, PassesOverAByteOrderMark) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", "\xEF\xBB\xBF<a><b/></a>");
  ASSERT_TRUE(file.parse(errors));
  EXPECT_EQ(file.position(file.offset(file.root().child("b"))).column, 4U);
}

TEST(XmlFile, FindsAttributesBehindOthersOfAnyShape) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", "<a one='x=\"y\"'\n  two = \"&lt;b c='d'\"\tthree=''/>");
  ASSERT_TRUE(file.parse(errors));
  const auto root = file.root();
  EXPECT_EQ(file.position(file.offset(root, root.attribute("one"))).column, 4U);
  const TextPosition two = file.position(file.offset(root, root.attribute("two")));
  EXPECT_EQ(two.line, 2U);
  EXPECT_EQ(two.column, 3U);
  EXPECT_EQ(file.position(file.offset(root, root.attribute("three"))).column, 23U);
}

TEST(XmlFile, FindsAnOctetOfAValueBehindEntities) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", "<a b=\"&lt;&#x20AC;z\"/>");
  ASSERT_TRUE(file.parse(errors));
  const auto root = file.root();
  EXPECT_STREQ(root.attribute("b").value(), "<\xE2\x82\xACz");
  EXPECT_EQ(file.value_offset(root, root.attribute("b"), 0), 6U);
  EXPECT_EQ(file.value_offset(root, root.attribute("b"), 1), 10U);
  EXPECT_EQ(file.value_offset(root, root.attribute("b"), 4), 18U);
}

TEST(XmlFile, HandsOutTextOctetByOctetWithItsPlaces) {
  const std::string source = "<a> x&amp;\r\n<!-- no --><![CDATA[&amp;]]>\n</a>";
  std::vector<DataError> errors;
  XmlFile file("f.xml", source);
  ASSERT_TRUE(file.parse(errors));
  const XmlText text = file.text(file.root());
  EXPECT_EQ(text.octets, " x&\n&amp;\n");
  EXPECT_EQ(file.offset(text, 0), 3U);
  EXPECT_EQ(file.offset(text, 2), source.find("&amp;"));
  EXPECT_EQ(file.offset(text, 3), source.find("\r\n"));
  EXPECT_EQ(file.offset(text, 5), source.find("[&amp;") + 2);
  EXPECT_EQ(file.offset(text, 9), source.rfind('\n'));
}

TEST(XmlFile, KeepsACarriageReturnThatIsWrittenAsAReference) {
  std::vector<DataError> errors;
  XmlFile file("f.xml", "<a>x&#13;&#10;y</a>");
  ASSERT_TRUE(file.parse(errors));
  EXPECT_EQ(file.text(file.root()).octets, "x\r\ny");
}

TEST(XmlFile, RefusesWhatIsNoUtf8WithItsPlace) {
  EXPECT_EQ(errors_of("<a>\n\xC3\xA4\xFF</a>"), Sentences{"f.xml:2:2: octet 0xFF is no UTF-8"});
  EXPECT_EQ(errors_of("<a>\xC0\x80</a>"), Sentences{"f.xml:1:4: octet 0xC0 is no UTF-8"});
  EXPECT_EQ(errors_of("<a>\xED\xA0\x80</a>"), Sentences{"f.xml:1:4: octet 0xED is no UTF-8"});
  EXPECT_EQ(errors_of("<a>\xF4\x90\x80\x80</a>"), Sentences{"f.xml:1:4: octet 0xF4 is no UTF-8"});
  EXPECT_EQ(errors_of("<a>\xE2\x82"), Sentences{"f.xml:1:4: octet 0xE2 is no UTF-8"});
}

TEST(XmlFile, RefusesCharactersThatXmlForbids) {
  EXPECT_EQ(errors_of(std::string("<a>\0</a>", 8)),
            Sentences{"f.xml:1:4: XML forbids the character with the octet 0x00 here"});
  EXPECT_EQ(errors_of("<a>\x1B</a>"),
            Sentences{"f.xml:1:4: XML forbids the character with the octet 0x1B here"});
}

TEST(XmlFile, RefusesDocumentTypesAndEntities) {
  EXPECT_EQ(
      errors_of("<!DOCTYPE a SYSTEM \"/etc/passwd\"><a/>"),
      Sentences{"f.xml:1:1: a document type (DOCTYPE) is refused: data files have no entities "
                "of their own"});
  EXPECT_EQ(errors_of("<a>&own;</a>"),
            Sentences{"f.xml:1:4: '&own;' is no reference that XML knows"});
  EXPECT_EQ(errors_of("<a>&#0;</a>"),
            Sentences{"f.xml:1:4: '&#0;' is no reference that XML knows"});
  EXPECT_EQ(errors_of("<a b='x & y'/>"), Sentences{"f.xml:1:9: '&' is written &amp;"});
  EXPECT_EQ(errors_of("<a b='x<y'/>"), Sentences{"f.xml:1:8: '<' in an attribute is written &lt;"});
}

TEST(XmlFile, LeavesReferencesInCommentsAndCdataAlone) {
  EXPECT_EQ(errors_of("<a><!-- & <!DOCTYPE --><![CDATA[& <!DOCTYPE]]></a>"), Sentences{});
}

TEST(XmlFile, SaysWhereMarkupIsBroken) {
  EXPECT_EQ(
      errors_of("<a>\n  <b></a>"),
      Sentences{"f.xml:2:8: an end tag does not fit the element that is open, or is missing"});
  EXPECT_EQ(errors_of("<a><!-- "), Sentences{"f.xml:1:4: a comment is not closed by '-->'"});
  EXPECT_EQ(errors_of("<a><![CDATA[x"),
            Sentences{"f.xml:1:4: a CDATA section is not closed by ']]>'"});
  EXPECT_EQ(errors_of("<a/><?x"),
            Sentences{"f.xml:1:5: a processing instruction is not closed by '?>'"});
  EXPECT_EQ(errors_of("<a><? ?></a>"), Sentences{"f.xml:1:6: a '<?' without a name"});
  EXPECT_EQ(errors_of("<a b=c/>"),
            Sentences{"f.xml:1:6: an attribute is broken: it is written name=\"value\""});
  EXPECT_EQ(errors_of("<a><b"), Sentences{"f.xml:1:5: a start tag is broken or not closed by '>'"});
  EXPECT_EQ(errors_of("<a></a"), Sentences{"f.xml:1:6: an end tag is broken or not closed by '>'"});
  EXPECT_EQ(
      errors_of("<a>"),
      Sentences{"f.xml:1:3: an end tag does not fit the element that is open, or is missing"});
  EXPECT_EQ(errors_of(""), Sentences{"f.xml:1:1: the file holds no element"});
  EXPECT_EQ(errors_of("<!-- only -->"), Sentences{"f.xml:1:14: the file holds no element"});
}

TEST(XmlFile, HasOneRootAndNoTextAroundIt) {
  EXPECT_EQ(errors_of("<a/>\n<b/>"), Sentences{"f.xml:2:1: a second root element"});
  EXPECT_EQ(errors_of("<a/>\n x"), Sentences{"f.xml:2:2: text outside of the root element"});
}

TEST(XmlFile, IsUtf8WhateverItDeclares) {
  EXPECT_EQ(errors_of("<?xml version='1.0' encoding='latin1'?><a/>"),
            Sentences{"f.xml:1:1: the encoding is UTF-8, not 'latin1'"});
  EXPECT_EQ(errors_of("<?xml version='1.0' encoding='UTF-8'?><a/>"), Sentences{});
}

TEST(XmlFile, RefusesFilesBeyondTheLimit) {
  EXPECT_EQ(errors_of("<a>" + std::string(max_xml_octets, 'x') + "</a>"),
            Sentences{"f.xml:1:1: the file has more than 4194304 octets, the most that is read"});
}

TEST(DataFile, IsRefusedWhenItCannotBeRead) {
  std::vector<DataError> errors;
  EXPECT_FALSE(read_data_file("/nowhere/at/all.xml", errors));
  EXPECT_FALSE(read_data_file(SIPSPEC_TEST_DIR, errors));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(to_string(errors[0]), "/nowhere/at/all.xml: the file cannot be read");
}

TEST(DataFile, IsRefusedBeyondTheLimitAndReadUpToIt) {
  const std::string path = testing::TempDir() + "sipspec_limit.xml";
  const auto write = [&](std::size_t size) {
    std::ofstream(path, std::ios::binary) << std::string(size, 'x');
  };
  std::vector<DataError> errors;
  write(max_xml_octets);
  const auto whole = read_data_file(path, errors);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->size(), max_xml_octets);
  write(max_xml_octets + 1);
  EXPECT_FALSE(read_data_file(path, errors));
  EXPECT_EQ(errors.size(), 1U);
  std::filesystem::remove(path);
}

TEST(DecodedSize, KnowsTheReferencesOfXml) {
  EXPECT_EQ(decoded_size("amp"), 1U);
  EXPECT_EQ(decoded_size("#10"), 1U);
  EXPECT_EQ(decoded_size("#x7FF"), 2U);
  EXPECT_EQ(decoded_size("#x20AC"), 3U);
  EXPECT_EQ(decoded_size("#x1F600"), 4U);
  EXPECT_EQ(decoded_size("#x110000"), 0U);
  EXPECT_EQ(decoded_size("#xD800"), 0U);
  EXPECT_EQ(decoded_size("#"), 0U);
  EXPECT_EQ(decoded_size("#12a"), 0U);
  EXPECT_EQ(decoded_size("nbsp"), 0U);
}

}  // namespace
}  // namespace sipspec::harness
