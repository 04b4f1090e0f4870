#include "stack/body/xml_reader.hpp"

#include "stack/body/xml_characters.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

XmlDocument XmlReader::read() {
  document_.well_formed = read_document();
  return std::move(document_);
}

bool XmlReader::fail(BodyDefectCode code, std::size_t begin, std::size_t length) {
  begin = std::min(begin, text_.size());
  sink_->add(code, text_.substr(begin, length));
  return false;
}

bool XmlReader::count_node() {
  return ++nodes_ <= limits_->max_xml_nodes || fail(xml_limit_nodes, at_);
}

bool XmlReader::skip_white() {
  const std::size_t begin = at_;
  while (!at_end() && is(text_[at_], CharClass::white)) {
    ++at_;
  }
  return at_ > begin;
}

bool XmlReader::skip_past(std::string_view end, std::size_t from) {
  const std::size_t found = text_.find(end, from);
  if (found == std::string_view::npos) {
    return fail(xml_markup_unclosed, at_, text_.size());
  }
  at_ = found + end.size();
  return true;
}

bool XmlReader::read_document() {
  if (text_.size() > limits_->max_xml_size) {
    return fail(xml_limit_size, 0, text_.size());
  }
  if (const auto bad = find_not_xml(text_)) {
    return fail(bad->utf8 ? xml_character_invalid : xml_not_in_encoding, bad->offset);
  }
  if (!read_prolog()) {
    return false;
  }
  while (!at_end()) {
    if (!read_content()) {
      return false;
    }
  }
  if (!root_seen_) {
    return fail(xml_empty, 0, text_.size());
  }
  if (!open_.empty()) {
    const std::string_view place = open_.back().element->place;
    return fail(xml_element_unclosed, static_cast<std::size_t>(place.data() - text_.data()),
                place.size());
  }
  return true;
}

bool XmlReader::read_prolog() {
  at_ += at(byte_order_mark) ? byte_order_mark.size() : 0;
  if (at("<?xml") && is_xml_white_or(text_.substr(at_ + 5), '?')) {
    return read_declaration();
  }
  // White space in front of a declaration is so common a fault that reading goes on behind it.
  const std::size_t begin = at_;
  skip_white();
  if (at("<?xml") && is_xml_white_or(text_.substr(at_ + 5), '?')) {
    fail(xml_declaration_invalid, begin, at_ - begin);
    return read_declaration();
  }
  at_ = begin;
  return true;
}

bool XmlReader::read_declaration() {
  const std::size_t begin = at_;
  if (!skip_past("?>", at_)) {
    return false;
  }
  const std::string_view declaration = text_.substr(begin, at_ - begin);
  if (!is_xml_declaration(declaration)) {
    fail(xml_declaration_invalid, begin, declaration.size());
  }
  return true;
}

bool XmlReader::read_content() {
  if (at("<")) {
    return read_markup();
  }
  return read_text();
}

bool XmlReader::read_markup() {
  if (at("<!--") || at("<?")) {
    return read_miscellaneous();
  }
  if (at("<![CDATA[")) {
    return read_cdata();
  }
  if (at("<!DOCTYPE")) {
    return fail(xml_doctype, at_, 9);
  }
  if (at("<!")) {
    return fail(xml_markup_invalid, at_, 2);
  }
  return at("</") ? read_end_tag() : read_start_tag();
}

bool XmlReader::read_miscellaneous() {
  const std::size_t begin = at_;
  if (at("<!--")) {
    if (!skip_past("-->", at_ + 4)) {
      return false;
    }
    const std::string_view comment = text_.substr(begin + 4, at_ - begin - 7);
    const bool dashes = comment.find("--") != std::string_view::npos || comment.ends_with('-');
    return !dashes || fail(xml_markup_invalid, begin, at_ - begin);
  }
  if (!skip_past("?>", at_ + 2)) {
    return false;
  }
  const std::string_view body = text_.substr(begin + 2, at_ - begin - 4);
  const std::string_view target = body.substr(0, body.find_first_of(" \t\r\n"));
  if (equals_ignoring_case(target, "xml")) {
    return fail(xml_declaration_invalid, begin, at_ - begin);
  }
  return is_xml_name(target) || fail(xml_markup_invalid, begin, at_ - begin);
}

bool XmlReader::read_text() {
  const std::size_t end = std::min(text_.find('<', at_), text_.size());
  if (open_.empty()) {
    const std::string_view outside = trim(text_.substr(at_, end - at_));
    if (!outside.empty()) {
      return fail(xml_text_outside_root, static_cast<std::size_t>(outside.data() - text_.data()),
                  outside.size());
    }
    at_ = end;
    return true;
  }
  std::string& text = open_.back().element->text;
  while (at_ < end) {
    if (at("&")) {
      if (!read_reference(text)) {
        return false;
      }
      continue;
    }
    if (at("]]>")) {
      return fail(xml_markup_invalid, at_, 3);
    }
    append_with_line_end(text_, at_, text);
  }
  return true;
}

bool XmlReader::read_cdata() {
  constexpr std::size_t opening = 9;
  const std::size_t begin = at_;
  if (open_.empty()) {
    return fail(xml_text_outside_root, at_, opening);
  }
  if (!skip_past("]]>", at_ + opening)) {
    return false;
  }
  const std::size_t end = at_ - 3;
  for (std::size_t at = begin + opening; at < end;) {
    append_with_line_end(text_, at, open_.back().element->text);
  }
  return true;
}

bool XmlReader::read_name(Name& name) {
  const std::size_t begin = at_;
  const std::size_t length = xml_name_length(text_.substr(at_));
  name.whole = text_.substr(begin, length);
  const std::size_t colon = name.whole.find(':');
  const bool prefixed = colon != std::string_view::npos;
  name.prefix = prefixed ? name.whole.substr(0, colon) : name.whole.substr(0, 0);
  name.local = prefixed ? name.whole.substr(colon + 1) : name.whole;
  at_ += length;
  const bool good = is_xml_name(name.local) && (!prefixed || is_xml_name(name.prefix)) &&
                    name.local.find(':') == std::string_view::npos;
  return good || fail(xml_name_invalid, begin, std::max<std::size_t>(1, length));
}

bool XmlReader::read_start_tag() {
  const std::size_t begin = at_++;
  if (open_.empty() && root_seen_) {
    return fail(xml_text_outside_root, begin, 1);
  }
  if (open_.size() == limits_->max_xml_depth) {
    return fail(xml_limit_depth, begin);
  }
  Name name;
  std::vector<RawAttribute> attributes;
  bool empty = false;
  if (!count_node() || !read_name(name) || !read_attributes(attributes, empty)) {
    return false;
  }
  const std::size_t declared = namespaces_.size();
  XmlElement* const element = open_element(text_.substr(begin, at_ - begin));
  if (!declare_namespaces(attributes) || !fill(*element, name, attributes)) {
    return false;
  }
  if (empty) {
    namespaces_.resize(declared);
  } else {
    open_.push_back({element, name.whole, declared});
  }
  return true;
}

XmlElement* XmlReader::open_element(std::string_view place) {
  XmlElement* element = &document_.root;
  if (!open_.empty()) {
    // The address of an open element is stable: it gets no sibling before it is closed.
    element = &open_.back().element->children.emplace_back();
  }
  root_seen_ = true;
  element->place = place;
  return element;
}

bool XmlReader::read_attributes(std::vector<RawAttribute>& attributes, bool& empty) {
  while (true) {
    const bool space = skip_white();
    if (at_end()) {
      return fail(xml_markup_unclosed, at_);
    }
    empty = at("/>");
    if (empty || at(">")) {
      at_ += empty ? 2 : 1;
      return true;
    }
    if (!space) {
      return fail(xml_attribute_invalid, at_);
    }
    RawAttribute attribute;
    if (!count_node() || !read_attribute(attribute)) {
      return false;
    }
    attributes.push_back(std::move(attribute));
  }
}

bool XmlReader::read_attribute(RawAttribute& attribute) {
  const std::size_t begin = at_;
  if (!read_name(attribute.name)) {
    return false;
  }
  skip_white();
  if (!at("=")) {
    return fail(xml_attribute_invalid, begin, attribute.name.whole.size());
  }
  ++at_;
  skip_white();
  if (!read_attribute_value(attribute.value)) {
    return false;
  }
  attribute.place = text_.substr(begin, at_ - begin);
  return true;
}

bool XmlReader::read_attribute_value(std::string& value) {
  if (!at("\"") && !at("'")) {
    return fail(at_end() ? xml_markup_unclosed : xml_attribute_invalid, at_);
  }
  const char quote = text_[at_++];
  while (!at_end() && text_[at_] != quote) {
    if (at("<")) {
      return fail(xml_attribute_invalid, at_);
    }
    if (at("&")) {
      if (!read_reference(value)) {
        return false;
      }
      continue;
    }
    const std::size_t length = at("\r\n") ? 2 : 1;
    value += is(text_[at_], CharClass::white) ? ' ' : text_[at_];
    at_ += length;
  }
  if (at_end()) {
    return fail(xml_markup_unclosed, at_);
  }
  ++at_;
  return true;
}

bool XmlReader::read_end_tag() {
  const std::size_t begin = at_;
  at_ += 2;
  Name name;
  if (!read_name(name)) {
    return false;
  }
  skip_white();
  if (!at(">")) {
    return fail(at_end() ? xml_markup_unclosed : xml_markup_invalid, at_);
  }
  ++at_;
  if (open_.empty() || open_.back().name != name.whole) {
    return fail(xml_tag_mismatch, begin, at_ - begin);
  }
  namespaces_.resize(open_.back().namespaces_before);
  open_.pop_back();
  return true;
}

bool XmlReader::read_reference(std::string& out) {
  static constexpr std::pair<std::string_view, char> known[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  constexpr std::size_t longest = 16;
  const std::size_t semicolon = text_.substr(at_, longest).find(';');
  if (semicolon == std::string_view::npos) {
    return fail(xml_entity_unknown, at_);
  }
  const std::string_view body = text_.substr(at_ + 1, semicolon - 1);
  const std::size_t begin = at_;
  at_ += semicolon + 1;
  if (body.starts_with('#')) {
    return read_character_reference(body.substr(1), out) ||
           fail(xml_entity_unknown, begin, semicolon + 1);
  }
  for (const auto& [name, character] : known) {
    if (body == name) {
      out += character;
      return true;
    }
  }
  return fail(xml_entity_unknown, begin, semicolon + 1);
}

bool XmlReader::read_character_reference(std::string_view body, std::string& out) {
  const bool hex = body.starts_with('x');
  body.remove_prefix(hex ? 1 : 0);
  std::uint32_t code = 0;
  for (const char c : body) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(to_lower(c));
    if (digit == std::string_view::npos || digit >= (hex ? 16U : 10U) || code > 0x10FFFFU) {
      return false;
    }
    code = code * (hex ? 16U : 10U) + static_cast<std::uint32_t>(digit);
  }
  if (body.empty() || !is_xml_code_point(code)) {
    return false;
  }
  append_code_point(code, out);
  return true;
}

bool XmlReader::declare_namespaces(const std::vector<RawAttribute>& attributes) {
  for (const RawAttribute& attribute : attributes) {
    if (attribute.name.whole == "xmlns") {
      namespaces_.push_back({{}, attribute.value});
    } else if (attribute.name.prefix == "xmlns") {
      namespaces_.push_back({attribute.name.local, attribute.value});
    }
  }
  return true;
}

std::string XmlReader::namespace_of(const Name& name, bool attribute) {
  if (name.prefix.empty() && attribute) {
    return {};
  }
  for (const Namespace& scope : namespaces_ | std::views::reverse) {
    if (scope.prefix == name.prefix) {
      return scope.uri;
    }
  }
  if (name.prefix == "xml") {
    return std::string(xml_uri);
  }
  if (!name.prefix.empty()) {
    sink_->add(xml_prefix_undeclared, name.whole);
  }
  return {};
}

bool XmlReader::fill(XmlElement& element, const Name& name, std::vector<RawAttribute>& attributes) {
  element.name = name.local;
  element.namespace_uri = namespace_of(name, false);
  for (RawAttribute& raw : attributes) {
    if (raw.name.whole == "xmlns" || raw.name.prefix == "xmlns") {
      continue;
    }
    XmlAttribute attribute{namespace_of(raw.name, true), std::string(raw.name.local),
                           std::move(raw.value), raw.place};
    const auto same = [&attribute](const XmlAttribute& other) {
      return other.name == attribute.name && other.namespace_uri == attribute.namespace_uri;
    };
    if (std::ranges::any_of(element.attributes, same)) {
      sink_->add(xml_attribute_repeated, raw.place);
      return false;
    }
    element.attributes.push_back(std::move(attribute));
  }
  return true;
}

}  // namespace sipspec::stack
