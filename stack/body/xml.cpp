#include "stack/body/xml.hpp"

#include "stack/body/xml_reader.hpp"
#include "stack/text/ascii.hpp"

namespace sipspec::stack {

XmlDocument parse_xml(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink) {
  return XmlReader(utf8, limits, sink).read();
}

const XmlElement* XmlElement::child(std::string_view local_name) const {
  for (const XmlElement& element : children) {
    if (element.name == local_name) {
      return &element;
    }
  }
  return nullptr;
}

const std::string* XmlElement::attribute(std::string_view local_name) const {
  for (const XmlAttribute& one : attributes) {
    if (one.name == local_name && one.namespace_uri.empty()) {
      return &one.value;
    }
  }
  return nullptr;
}

std::string_view XmlElement::trimmed_text() const {
  return trim(text);
}

std::string_view declared_xml_encoding(std::string_view octets) noexcept {
  octets = trim(octets.starts_with("\xEF\xBB\xBF") ? octets.substr(3) : octets);
  if (!octets.starts_with("<?xml")) {
    return {};
  }
  const std::string_view declaration = octets.substr(0, octets.find("?>"));
  const std::size_t name = declaration.find("encoding");
  const std::size_t open =
      name == std::string_view::npos ? name : declaration.find_first_of("\"'", name);
  if (open == std::string_view::npos) {
    return {};
  }
  const std::size_t close = declaration.find(declaration[open], open + 1);
  return close == std::string_view::npos ? std::string_view{}
                                         : declaration.substr(open + 1, close - open - 1);
}

std::string xml_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace sipspec::stack
