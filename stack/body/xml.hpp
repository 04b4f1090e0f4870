#pragma once

// XML 1.0 with namespaces, as far as bodies of SIP messages need it: read whole, in UTF-8, judged
// strictly, within bounds. A document type declaration is refused whatever it says: no entity but
// the five of XML and character references is ever expanded. What a well-formedness fault leaves
// unread is not guessed at.
// Not here: schemas; each vocabulary has a parser of its own. Other encodings: xml_text.hpp.
//
//   const XmlDocument document = parse_xml(utf8, limits, sink);
//   if (document.well_formed) { document.root.child("state"); }

#include "stack/body/body_defect.hpp"
#include "stack/body/limits.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct XmlAttribute {
  std::string namespace_uri;  ///< "" without a prefix
  std::string name;           ///< local name
  std::string value;          ///< references expanded, white space normalised
  std::string_view place;
};

struct XmlElement {
  std::string namespace_uri;
  std::string name;  ///< local name
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  std::string text;        ///< all character data directly in it
  std::string_view place;  ///< its start tag

  /// First child element of that local name, whatever its namespace; null when there is none.
  const XmlElement* child(std::string_view local_name) const;
  /// Value of the attribute without prefix, null when absent.
  const std::string* attribute(std::string_view local_name) const;
  /// text without white space at its ends
  std::string_view trimmed_text() const;
};

struct XmlDocument {
  XmlElement root;
  bool well_formed = false;  ///< false: root holds what came before the fault
};

XmlDocument parse_xml(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink);

/// The encoding that an XML declaration at the start of `octets` names; "" when none does.
std::string_view declared_xml_encoding(std::string_view octets) noexcept;

/// Character data and attribute values with & < > " ' as references.
std::string xml_escape(std::string_view text);

}  // namespace sipspec::stack
