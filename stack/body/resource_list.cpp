#include "stack/body/resource_list.hpp"

#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

bool is_of_lists(const XmlElement& element, std::string_view name) {
  return element.name == name && element.namespace_uri == resource_lists_namespace;
}

const std::string* copy_control(const XmlElement& entry, std::string_view name) {
  for (const XmlAttribute& attribute : entry.attributes) {
    if (attribute.name == name && attribute.namespace_uri == copy_control_namespace) {
      return &attribute.value;
    }
  }
  return nullptr;
}

/// anyURI with a scheme; of it a SIP URI is read.
bool is_absolute_uri(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < uri.size() &&
         is(uri.front(), CharClass::alpha) && is_run_of(uri.substr(0, colon), CharClass::scheme) &&
         all_are(uri, CharClass::visible | CharClass::high);
}

bool has_body_header(std::string_view uri) {
  const auto parsed = parse_uri(uri);
  std::string_view headers = parsed ? parsed->headers : std::string_view{};
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find('&'), headers.size());
    const std::string_view one = headers.substr(0, end);
    if (equals_ignoring_case(one.substr(0, one.find('=')), "body")) {
      return true;
    }
    headers.remove_prefix(std::min(end + 1, headers.size()));
  }
  return false;
}

ListEntry read_entry(const XmlElement& element, BodyDefectSink& sink) {
  ListEntry entry;
  const std::string* const uri = element.attribute("uri");
  if (uri == nullptr) {
    sink.add(list_entry_without_uri, element.place);
  } else {
    entry.uri = trim(*uri);
    if (!is_absolute_uri(entry.uri)) {
      sink.add(list_uri_invalid, element.place);
    } else if (has_body_header(entry.uri)) {
      sink.add(list_uri_with_body, element.place);
    }
  }
  if (const XmlElement* const name = element.child("display-name")) {
    entry.display_name = name->trimmed_text();
  }
  if (const std::string* const copy = copy_control(element, "copyControl")) {
    entry.copy_control = *copy;
    if (*copy != "to" && *copy != "cc" && *copy != "bcc") {
      sink.add(list_copy_control_invalid, element.place);
    }
  }
  const std::string* const anonymize = copy_control(element, "anonymize");
  entry.anonymize = anonymize != nullptr && (*anonymize == "true" || *anonymize == "1");
  return entry;
}

// The depth is that of the document, which is bounded.
// NOLINTNEXTLINE(misc-no-recursion)
void read_list(const XmlElement& list, ResourceList& found, BodyDefectSink& sink) {
  for (const XmlElement& element : list.children) {
    if (is_of_lists(element, "entry")) {
      found.entries.push_back(read_entry(element, sink));
    } else if (is_of_lists(element, "list")) {
      sink.add(list_nested, element.place);
      read_list(element, found, sink);
    } else if (is_of_lists(element, "entry-ref") || is_of_lists(element, "external")) {
      sink.add(list_by_reference, element.place);
    }
  }
}

}  // namespace

ResourceList parse_resource_list(std::string_view utf8, const BodyLimits& limits,
                                 BodyDefectSink& sink) {
  return read_resource_list(parse_xml(utf8, limits, sink), sink);
}

ResourceList read_resource_list(const XmlDocument& document, BodyDefectSink& sink) {
  ResourceList found;
  if (!document.well_formed) {
    return found;
  }
  if (!is_of_lists(document.root, "resource-lists")) {
    sink.add(list_root_wrong, document.root.place);
    return found;
  }
  for (const XmlElement& element : document.root.children) {
    if (is_of_lists(element, "list")) {
      read_list(element, found, sink);
    }
  }
  return found;
}

std::string make_resource_list(const ResourceList& list) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<resource-lists xmlns=\"";
  xml.append(resource_lists_namespace).append("\" xmlns:cp=\"").append(copy_control_namespace);
  xml += "\"><list>";
  for (const ListEntry& entry : list.entries) {
    xml.append("<entry uri=\"").append(xml_escape(entry.uri)).append("\"");
    if (!entry.copy_control.empty()) {
      xml.append(" cp:copyControl=\"").append(xml_escape(entry.copy_control)).append("\"");
    }
    xml += entry.anonymize ? " cp:anonymize=\"true\">" : ">";
    if (!entry.display_name.empty()) {
      xml.append("<display-name>").append(xml_escape(entry.display_name));
      xml += "</display-name>";
    }
    xml += "</entry>";
  }
  return xml.append("</list></resource-lists>\r\n");
}

}  // namespace sipspec::stack
