#pragma once

// One pass over an XML document that builds its tree. Not part of the public interface of
// stack/body. Stops at the first well-formedness fault: behind it nothing is certain.

#include "stack/body/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

class XmlReader {
 public:
  XmlReader(std::string_view text, const BodyLimits& limits, BodyDefectSink& sink)
      : text_(text), limits_(&limits), sink_(&sink) {}

  XmlDocument read();

 private:
  /// A qualified name as written.
  struct Name {
    std::string_view prefix, local;
    std::string_view whole;
  };

  struct RawAttribute {
    Name name;
    std::string value;
    std::string_view place;
  };

  struct Open {
    XmlElement* element;
    std::string_view name;          ///< as written
    std::size_t namespaces_before;  ///< how many declarations the elements around it have
  };

  struct Namespace {
    std::string_view prefix;
    std::string uri;
  };

  bool read_document();
  bool read_prolog();
  bool read_declaration();
  bool read_content();
  bool read_markup();
  bool read_miscellaneous();
  bool read_text();
  bool read_cdata();
  bool read_start_tag();
  bool read_attributes(std::vector<RawAttribute>& attributes, bool& empty);
  bool read_attribute(RawAttribute& attribute);
  bool read_attribute_value(std::string& value);
  bool read_end_tag();
  bool read_reference(std::string& out);
  static bool read_character_reference(std::string_view body, std::string& out);
  bool read_name(Name& name);
  bool skip_past(std::string_view end, std::size_t from);

  XmlElement* open_element(std::string_view place);
  bool declare_namespaces(const std::vector<RawAttribute>& attributes);
  bool fill(XmlElement& element, const Name& name, std::vector<RawAttribute>& attributes);
  std::string namespace_of(const Name& name, bool attribute);

  bool fail(BodyDefectCode code, std::size_t begin, std::size_t length = 1);
  bool count_node();
  bool skip_white();

  bool at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  bool at_end() const { return at_ >= text_.size(); }

  std::string_view text_;
  const BodyLimits* limits_;
  BodyDefectSink* sink_;
  std::size_t at_ = 0;
  std::uint32_t nodes_ = 0;
  XmlDocument document_;
  bool root_seen_ = false;
  std::vector<Open> open_;
  std::vector<Namespace> namespaces_;
};

}  // namespace sipspec::stack
