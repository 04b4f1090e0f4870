#include "harness/scenario/octet_reader.hpp"

#include "harness/scenario/octets.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

bool is_encoded(pugi::xml_node element) {
  return ElementReader::text(element, "encoding", "text") != "text";
}

std::string read_encoded(ElementReader& reader, pugi::xml_node element) {
  for (const char* const attribute : {"line-ends", "trim"}) {
    if (ElementReader::has(element, attribute)) {
      reader.fail(element, attribute,
                  fmt::format("'{}' goes with text, not with an encoding", attribute));
    }
  }
  const XmlText text = reader.file().text(element);
  auto octets = ElementReader::text(element, "encoding") == "hex" ? from_hex(text.octets)
                                                                  : from_base64(text.octets);
  if (octets) {
    return *std::move(octets);
  }
  reader.fail(text, octets.error().offset, octets.error().sentence);
  return {};
}

}  // namespace

std::string read_octets(ElementReader& reader, pugi::xml_node element) {
  if (is_encoded(element)) {
    return read_encoded(reader, element);
  }
  const XmlText text = reader.file().text(element);
  std::string octets =
      ElementReader::yes(element, "trim") ? without_indentation(text.octets) : text.octets;
  if (octets.find('\n') == std::string::npos) {
    return octets;
  }
  if (!ElementReader::has(element, "line-ends")) {
    reader.fail(text, text.octets.find('\n'),
                R"(the text has line breaks: say line-ends="crlf" or line-ends="lf")");
  }
  return ElementReader::text(element, "line-ends") == "crlf" ? with_crlf(octets) : octets;
}

void check_expandable(ElementReader& reader, pugi::xml_node element, TemplateKind kind,
                      NameUser user) {
  if (is_encoded(element)) {
    reader.fail(element, "encoding", "only text can be expanded, not an encoding of octets");
    return;
  }
  reader.check(reader.file().text(element), kind, user);
}

std::string read_template(ElementReader& reader, pugi::xml_node element, NameUser user) {
  std::string octets = read_octets(reader, element);
  if (is_encoded(element)) {
    return as_template(octets);
  }
  reader.check(reader.file().text(element), TemplateKind::octets, user);
  return octets;
}

}  // namespace sipspec::harness
