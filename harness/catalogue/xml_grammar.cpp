#include "harness/catalogue/xml_grammar.hpp"

#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>

namespace sipspec::harness {

namespace {

constexpr std::string_view blanks = " \t\r\n";

template <class Rules>
std::vector<std::string_view> names_of(const Rules& rules) {
  std::vector<std::string_view> names;
  for (const auto& rule : rules) {
    names.push_back(rule.name);
  }
  return names;
}

/// What was likely meant, or else all that there is.
std::string or_one_of(std::string_view name, const std::vector<std::string_view>& known) {
  std::string meant = suggestion(name, known);
  if (!meant.empty() || known.empty()) {
    return meant;
  }
  return fmt::format("; known here: {}", fmt::join(known, ", "));
}

class GrammarWalk {
 public:
  GrammarWalk(const XmlFile& file, const XmlGrammar& grammar, std::vector<DataError>& errors)
      : file_(&file), grammar_(&grammar), errors_(&errors), before_(errors.size()) {}

  bool run() {
    const pugi::xml_node root = file_->root();
    const ElementRule& rule = grammar_->elements.front();
    if (root.name() != rule.name) {
      const std::array known = {rule.name};
      fail(root, fmt::format("the root element is '{}', not '{}'{}", rule.name, root.name(),
                             suggestion(root.name(), known)));
      return false;
    }
    check_namespace(root);
    element(root, rule);
    return errors_->size() == before_;
  }

 private:
  void fail(std::size_t offset, std::string sentence) {
    errors_->push_back(file_->error(offset, std::move(sentence)));
  }

  void fail(pugi::xml_node node, std::string sentence) {
    fail(file_->offset(node), std::move(sentence));
  }

  void check_namespace(pugi::xml_node root) {
    const pugi::xml_attribute attribute = root.attribute("xmlns");
    if (attribute.value() == grammar_->namespace_uri) {
      return;
    }
    const std::size_t place = attribute ? file_->offset(root, attribute) : file_->offset(root);
    fail(place, fmt::format("the namespace is xmlns=\"{}\"", grammar_->namespace_uri));
  }

  void element(pugi::xml_node node, const ElementRule& rule) {
    attributes(node, rule);
    content(node, rule);
    counts(node, rule);
  }

  // --- Attributes ---

  /// The root may bear its namespace and the hint where an editor finds the schema.
  bool is_frame(pugi::xml_node node, std::string_view name) const {
    return node == file_->root() &&
           (name == "xmlns" || name == "xmlns:xsi" || name == "xsi:schemaLocation");
  }

  void attributes(pugi::xml_node node, const ElementRule& rule) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (node.attribute(attribute.name()) != attribute) {
        fail(file_->offset(node, attribute),
             fmt::format("the attribute '{}' stands twice", attribute.name()));
      } else if (!is_frame(node, attribute.name())) {
        one_attribute(node, attribute, rule);
      }
    }
    for (const AttributeRule& attribute : rule.attributes) {
      if (attribute.presence == Presence::required &&
          !node.attribute(std::string(attribute.name).c_str())) {
        fail(node, fmt::format("'{}' lacks the attribute '{}'", rule.name, attribute.name));
      }
    }
  }

  void one_attribute(pugi::xml_node node, pugi::xml_attribute attribute, const ElementRule& rule) {
    const std::string_view name = attribute.name();
    const auto known = std::ranges::find(rule.attributes, name, &AttributeRule::name);
    if (known == rule.attributes.end()) {
      fail(file_->offset(node, attribute),
           fmt::format("'{}' has no attribute '{}'{}", rule.name, name,
                       or_one_of(name, names_of(rule.attributes))));
      return;
    }
    if (auto mistake = value_mistake(*known, attribute.value()); !mistake.empty()) {
      fail(file_->offset(node, attribute), std::move(mistake));
    }
  }

  // --- Content ---

  void content(pugi::xml_node node, const ElementRule& rule) {
    std::uint8_t rank = 0;
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) {
        one_child(child, rule, rank);
      } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        stray_text(child, rule);
      }
    }
    if (rule.text == TextRule::prose && collapsed(file_->text(node).octets).empty()) {
      fail(node, fmt::format("'{}' is empty", rule.name));
    }
  }

  void stray_text(pugi::xml_node child, const ElementRule& rule) {
    const std::string_view text = child.value();
    const std::size_t at = text.find_first_not_of(blanks);
    if (rule.text == TextRule::none && at != std::string_view::npos) {
      fail(static_cast<std::size_t>(child.offset_debug()) + at,
           fmt::format("'{}' holds no text", rule.name));
    }
  }

  void one_child(pugi::xml_node child, const ElementRule& rule, std::uint8_t& rank) {
    const std::string_view name = child.name();
    const auto known = std::ranges::find(rule.children, name, &ChildRule::name);
    const ElementRule* const own = grammar_->find(name);
    if (known == rule.children.end() || own == nullptr) {
      unknown_child(child, rule);
      return;
    }
    if (known->rank < rank) {
      fail(child, fmt::format("'{}' stands too late in '{}': the order is {}", name, rule.name,
                              order_of(rule)));
    }
    rank = std::max(rank, known->rank);
    element(child, *own);
  }

  void unknown_child(pugi::xml_node child, const ElementRule& rule) {
    if (rule.children.empty()) {
      fail(child, fmt::format("'{}' holds no elements, not even '{}'", rule.name, child.name()));
      return;
    }
    fail(child, fmt::format("'{}' has no element '{}'{}", rule.name, child.name(),
                            or_one_of(child.name(), names_of(rule.children))));
  }

  static std::string order_of(const ElementRule& rule) {
    std::string text;
    const ChildRule* last = nullptr;
    for (const ChildRule& child : rule.children) {
      const bool same = last != nullptr && last->rank == child.rank;
      if (last != nullptr) {
        text += same ? " or " : ", ";
      }
      text += child.name;
      last = &child;
    }
    return text;
  }

  void counts(pugi::xml_node node, const ElementRule& rule) {
    for (const ChildRule& child : rule.children) {
      if (child.occurs == Occurs::any_number) {
        continue;
      }
      const pugi::xml_node first = node.child(std::string(child.name).c_str());
      if (!first && child.occurs == Occurs::once) {
        fail(node, fmt::format("'{}' lacks the element '{}'", rule.name, child.name));
      }
      if (const pugi::xml_node second = first.next_sibling(std::string(child.name).c_str())) {
        fail(second, fmt::format("'{}' stands twice in '{}'", child.name, rule.name));
      }
    }
  }

  const XmlFile* file_;
  const XmlGrammar* grammar_;
  std::vector<DataError>* errors_;
  std::size_t before_;
};

}  // namespace

const ElementRule* XmlGrammar::find(std::string_view name) const {
  const auto rule = std::ranges::find(elements, name, &ElementRule::name);
  return rule == elements.end() ? nullptr : &*rule;
}

bool check_grammar(const XmlFile& file, const XmlGrammar& grammar, std::vector<DataError>& errors) {
  return GrammarWalk(file, grammar, errors).run();
}

}  // namespace sipspec::harness
