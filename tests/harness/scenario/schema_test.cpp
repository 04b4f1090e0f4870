// scenarios/scenario.xsd and the grammar of the loader say the same: elements, attributes, words.
// In the schema each complexType bears the name of its element.

#include "harness/scenario/grammar.hpp"
#include "harness/scenario/library.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include <map>
#include <set>
#include <string>

namespace sipspec::harness {
namespace {

using Set = std::set<std::string>;

/// What both sides say of one element.
struct ElementShape {
  Set attributes;  ///< "name", "name!" when required, "name=word|word" when of given words
  Set children;    ///< "name", "name!" when there is exactly one
  bool text = false;

  bool operator==(const ElementShape&) const = default;
};

void PrintTo(const ElementShape& shape, std::ostream* out) {
  *out << testing::PrintToString(shape.attributes) << " " << testing::PrintToString(shape.children)
       << (shape.text ? " text" : "");
}

using Shapes = std::map<std::string, ElementShape>;

std::string with_words(std::string name, const Set& words) {
  char mark = '=';
  for (const std::string& word : words) {
    name += mark + word;
    mark = '|';
  }
  return name;
}

Shapes shapes_of_grammar() {
  Shapes shapes;
  for (const ElementRule& rule : scenario_grammar().elements) {
    ElementShape& shape = shapes[std::string(rule.name)];
    shape.text = rule.text != TextRule::none;
    for (const AttributeRule& attribute : rule.attributes) {
      const Set words(attribute.words.begin(), attribute.words.end());
      const std::string mark = attribute.presence == Presence::required ? "!" : "";
      shape.attributes.insert(with_words(std::string(attribute.name) + mark, words));
    }
    for (const ChildRule& child : rule.children) {
      shape.children.insert(std::string(child.name) + (child.occurs == Occurs::once ? "!" : ""));
    }
  }
  return shapes;
}

class SchemaReader {
 public:
  SchemaReader() {
    EXPECT_TRUE(document_.load_file(SIPSPEC_SOURCE_DIR "/scenarios/scenario.xsd"));
    schema_ = document_.child("xs:schema");
  }

  Shapes shapes() const {
    Shapes shapes;
    for (const pugi::xml_node type : schema_.children("xs:complexType")) {
      ElementShape& shape = shapes[type.attribute("name").value()];
      shape.text = static_cast<bool>(type.child("xs:simpleContent"));
      for (const auto& found : type.select_nodes(".//xs:attribute")) {
        shape.attributes.insert(attribute(found.node()));
      }
      for (const auto& found : type.select_nodes(".//xs:element")) {
        shape.children.insert(child(found.node()));
      }
    }
    return shapes;
  }

  std::string target() const { return schema_.attribute("targetNamespace").value(); }

 private:
  std::string attribute(pugi::xml_node node) const {
    const bool required = std::string_view(node.attribute("use").value()) == "required";
    return with_words(std::string(node.attribute("name").value()) + (required ? "!" : ""),
                      words(node.attribute("type").value()));
  }

  static std::string child(pugi::xml_node node) {
    EXPECT_STREQ(node.attribute("name").value(), node.attribute("type").value());
    const bool in_choice = std::string_view(node.parent().name()) == "xs:choice";
    const bool once = !in_choice && !node.attribute("minOccurs");
    return std::string(node.attribute("name").value()) + (once ? "!" : "");
  }

  /// Words of a simple type; of a list, those of its items.
  Set words(const std::string& type) const {
    const auto found = schema_.find_child_by_attribute("xs:simpleType", "name", type.c_str());
    Set all;
    for (const auto& word : found.select_nodes(".//xs:enumeration")) {
      all.insert(word.node().attribute("value").value());
    }
    if (const auto list = found.select_node(".//xs:list").node()) {
      all.merge(words(list.attribute("itemType").value()));
    }
    return all;
  }

  pugi::xml_document document_;
  pugi::xml_node schema_;
};

TEST(Schema, SaysTheSameAsTheLoader) {
  const Shapes loader = shapes_of_grammar();
  const Shapes schema = SchemaReader().shapes();
  for (const auto& [name, shape] : loader) {
    ASSERT_TRUE(schema.contains(name)) << name;
    EXPECT_EQ(schema.at(name), shape) << name;
  }
  for (const auto& [name, shape] : schema) {
    EXPECT_TRUE(loader.contains(name)) << name;
  }
}

TEST(Schema, HasTheNamespaceOfTheLoader) {
  EXPECT_EQ(SchemaReader().target(), scenario_grammar().namespace_uri);
}

TEST(Grammar, DescribesEveryChildThatItNames) {
  for (const ElementRule& rule : scenario_grammar().elements) {
    for (const ChildRule& child : rule.children) {
      EXPECT_NE(scenario_grammar().find(child.name), nullptr) << child.name;
    }
  }
}

}  // namespace
}  // namespace sipspec::harness
