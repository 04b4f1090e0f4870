#include "stack/body/xml.hpp"

#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

struct Read {
  explicit Read(std::string text, const BodyLimits& limits = usual)
      : octets(std::move(text)), sink(octets), document(parse_xml(octets, limits, sink)) {}

  std::string octets;
  BodyDefectSink sink;
  XmlDocument document;
};

TEST(Xml, HasElementsAttributesAndText) {
  const Read read(
      "<?xml version=\"1.0\" encoding='UTF-8' standalone=\"yes\"?>\r\n<!-- c --><?pi x?>"
      "<a b='1' c=\"2 &lt; 3\">x<d/>y<![CDATA[<&>]]></a >\r\n<!-- end -->");
  EXPECT_TRUE(read.document.well_formed);
  EXPECT_EQ(names(read.sink.defects()), Texts{});
  const XmlElement& root = read.document.root;
  EXPECT_EQ(root.name, "a");
  EXPECT_EQ(root.text, "xy<&>");
  ASSERT_NE(root.attribute("c"), nullptr);
  EXPECT_EQ(*root.attribute("c"), "2 < 3");
  ASSERT_NE(root.child("d"), nullptr);
  EXPECT_EQ(root.child("e"), nullptr);
  EXPECT_EQ(root.place, "<a b='1' c=\"2 &lt; 3\">");
}

TEST(Xml, NamespacesAreResolvedInTheirScope) {
  const Read read(
      "<a xmlns='urn:1' xmlns:p='urn:2' x='v' p:y='w'><p:b/><c xmlns='urn:3'><d/></c>"
      "<e xmlns=''/><f xml:lang='en'/></a>");
  EXPECT_EQ(names(read.sink.defects()), Texts{});
  const XmlElement& root = read.document.root;
  EXPECT_EQ(root.namespace_uri, "urn:1");
  EXPECT_EQ(root.attributes.size(), 2U);
  EXPECT_EQ(root.attributes[0].namespace_uri, "");
  EXPECT_EQ(root.attributes[1].namespace_uri, "urn:2");
  EXPECT_EQ(root.child("b")->namespace_uri, "urn:2");
  EXPECT_EQ(root.child("c")->child("d")->namespace_uri, "urn:3");
  EXPECT_EQ(root.child("e")->namespace_uri, "");
  EXPECT_EQ(root.child("f")->namespace_uri, "urn:1");
}

TEST(Xml, ReferencesAndLineEndsAreCharacters) {
  const Read read("<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;\r\nx\ry</a>");
  EXPECT_EQ(read.document.root.text, "&<>\"'A\xF0\x9F\x98\x80\nx\ny");
  EXPECT_EQ(Read("<a b='x\r\ny\tz'/>").document.root.attributes[0].value, "x y z");
}

TEST(Xml, StopsAtTheFirstFaultAndMarksIt) {
  const struct {
    std::string octets;
    Texts expected;
  } rows[] = {
      {"", {"xml-empty@0+0"}},
      {"  ", {"xml-empty@0+2"}},
      {"<!-- c -->", {"xml-empty@0+10"}},
      {"text", {"xml-text-outside-root@0+4"}},
      {"<a/>text", {"xml-text-outside-root@4+4"}},
      {"<a/><b/>", {"xml-text-outside-root@4+1"}},
      {"<![CDATA[x]]>", {"xml-text-outside-root@0+9"}},
      {"<a>", {"xml-element-unclosed@0+3"}},
      {"<a><b></a>", {"xml-tag-mismatch@6+4"}},
      {"</a>", {"xml-tag-mismatch@0+4"}},
      {"<a></A>", {"xml-tag-mismatch@3+4"}},
      {"<a", {"xml-markup-unclosed@2+0"}},
      {"<a></a", {"xml-markup-unclosed@6+0"}},
      {"<a><!-- x", {"xml-markup-unclosed@3+6"}},
      {"<a><![CDATA[x]]", {"xml-markup-unclosed@3+12"}},
      {"<?xml version='1.0'", {"xml-markup-unclosed@0+19"}},
      {"<a b", {"xml-attribute-invalid@3+1"}},
      {"<a b>", {"xml-attribute-invalid@3+1"}},
      {"<a b=c>", {"xml-attribute-invalid@5+1"}},
      {"<a b='<'/>", {"xml-attribute-invalid@6+1"}},
      {"<a b='1'c='2'/>", {"xml-attribute-invalid@8+1"}},
      {"<a b='1", {"xml-markup-unclosed@7+0"}},
      {"<a b='1' b='2'/>", {"xml-attribute-repeated@9+5"}},
      {"<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", {"xml-attribute-repeated@34+6"}},
      {"<1a/>", {"xml-name-invalid@1+2"}},
      {"<:a/>", {"xml-name-invalid@1+2"}},
      {"<a:b:c/>", {"xml-name-invalid@1+5"}},
      {"< a/>", {"xml-name-invalid@1+1"}},
      {"<a>&nbsp;</a>", {"xml-entity-unknown@3+6"}},
      {"<a>a & b</a>", {"xml-entity-unknown@5+1"}},
      {"<a>&#0;</a>", {"xml-entity-unknown@3+4"}},
      {"<a>&#xD800;</a>", {"xml-entity-unknown@3+8"}},
      {"<a>&#99999999;</a>", {"xml-entity-unknown@3+11"}},
      {"<a>&#xG;</a>", {"xml-entity-unknown@3+5"}},
      {"<a>&#;</a>", {"xml-entity-unknown@3+3"}},
      {"<a>]]></a>", {"xml-markup-invalid@3+3"}},
      {"<a><!-- -- --></a>", {"xml-markup-invalid@3+11"}},
      {"<a><!ELEMENT></a>", {"xml-markup-invalid@3+2"}},
      {"<a></a b>", {"xml-markup-invalid@7+1"}},
      {"<a><?1?></a>", {"xml-markup-invalid@3+5"}},
      {"<a><?xml version='1.0'?></a>", {"xml-declaration-invalid@3+21"}},
      {"<a>\x01</a>", {"xml-character-invalid@3+1"}},
      {"<a>\xEF\xBF\xBF</a>", {"xml-character-invalid@3+1"}},
      {"<a>\xE9</a>", {"xml-not-in-encoding@3+1"}},
      {"<p:a/>", {"xml-prefix-undeclared@1+3"}},
  };

  for (const auto& row : rows) {
    EXPECT_EQ(places(Read(row.octets).sink.defects()), row.expected) << row.octets;
  }
  EXPECT_EQ(names(Read(std::string("<a>\0</a>", 8)).sink.defects()),
            Texts{"xml-character-invalid"});
}

TEST(Xml, DeclarationsAreJudged) {
  for (const std::string good :
       {"<?xml version='1.0'?>", "<?xml version=\"1.1\" standalone='no' ?>",
        "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>"}) {
    EXPECT_EQ(names(Read(good + "<a/>").sink.defects()), Texts{}) << good;
  }
  for (const std::string bad :
       {"<?xml?>", "<?xml version='2.0'?>", "<?xml encoding='x' version='1.0'?>",
        "<?xml version='1.0' encoding=''?>", "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version=1.0?>", " <?xml version='1.0'?>", "<?xml version='1.0' x='y'?>"}) {
    const Read read(bad + "<a/>");
    EXPECT_EQ(names(read.sink.defects()), Texts{"xml-declaration-invalid"}) << bad;
    EXPECT_TRUE(read.document.well_formed) << bad;
  }
}

TEST(Xml, DocumentTypesAreRefusedUnread) {
  const Read read(
      "<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
  EXPECT_EQ(places(read.sink.defects()), Texts{"xml-doctype@0+9"});
  EXPECT_FALSE(read.document.well_formed);
  EXPECT_EQ(read.document.root.text, "");
}

TEST(Xml, DepthIsBounded) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
      text += "<a>";
    }
    for (std::size_t i = 0; i < depth; ++i) {
      text += "</a>";
    }
    return text;
  };
  EXPECT_EQ(names(Read(nested(usual.max_xml_depth)).sink.defects()), Texts{});
  EXPECT_EQ(names(Read(nested(usual.max_xml_depth + 1)).sink.defects()), Texts{"xml-limit-depth"});
  EXPECT_EQ(names(Read(nested(500'000)).sink.defects()), Texts{"xml-limit-depth"});
}

TEST(Xml, NodesAndSizeAreBounded) {
  BodyLimits limits;
  limits.max_xml_nodes = 3;
  EXPECT_EQ(names(Read("<a><b/><c/></a>", limits).sink.defects()), Texts{});
  EXPECT_EQ(names(Read("<a><b/><c x=''/></a>", limits).sink.defects()), Texts{"xml-limit-nodes"});
  limits.max_xml_size = 4;
  EXPECT_EQ(names(Read("<a/>", limits).sink.defects()), Texts{});
  EXPECT_EQ(names(Read("<a />", limits).sink.defects()), Texts{"xml-limit-size"});
}

TEST(Xml, TheDeclaredEncodingIsFound) {
  EXPECT_EQ(declared_xml_encoding("<?xml version=\"1.0\" encoding=\"GB2312\"?><a/>"), "GB2312");
  EXPECT_EQ(declared_xml_encoding("\xEF\xBB\xBF<?xml version='1.0' encoding='x'?>"), "x");
  EXPECT_EQ(declared_xml_encoding("<?xml version='1.0'?><a encoding='x'/>"), "");
  EXPECT_EQ(declared_xml_encoding("<a/>"), "");
  EXPECT_EQ(declared_xml_encoding("<?xml encoding='x"), "");
}

TEST(Xml, EscapedTextReadsBackAsItWas) {
  const std::string text = "a<b>&\"c'";
  EXPECT_EQ(Read("<a b='" + xml_escape(text) + "'>" + xml_escape(text) + "</a>").document.root.text,
            text);
}

}  // namespace
}  // namespace sipspec::stack
