#include "stack/body/composing.hpp"

#include "stack/body/date_time.hpp"
#include "stack/text/number.hpp"

#include <array>
#include <cstddef>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

constexpr std::array<std::string_view, 4> names = {"state", "lastactive", "contenttype", "refresh"};

/// The index of the element among those of the schema; 4 for one of another vocabulary.
std::size_t place_of(const XmlElement& element) {
  std::size_t place = 0;
  while (place < names.size() &&
         (element.name != names[place] || element.namespace_uri != composing_namespace)) {
    ++place;
  }
  return place;
}

void judge_order(const XmlElement& root, BodyDefectSink& sink) {
  std::array<int, names.size() + 1> seen{};
  std::size_t last = 0;
  for (const XmlElement& element : root.children) {
    const std::size_t place = place_of(element);
    if (place < names.size() && ++seen[place] > 1) {
      sink.add(composing_element_repeated, element.place);
    }
    if (place < last) {
      sink.add(composing_order, element.place);
    }
    last = place;
  }
}

void read_element(const XmlElement& element, Composing& composing, BodyDefectSink& sink) {
  const std::string_view text = element.trimmed_text();
  switch (place_of(element)) {
    case 0:
      composing.state = text;
      break;
    case 1:
      composing.last_active = text;
      if (!is_date_time(text, ZoneNeed::optional)) {
        sink.add(composing_last_active_invalid, element.place);
      }
      break;
    case 2:
      composing.content_type = text;
      break;
    case 3: {
      const Number number = read_number(text.starts_with('+') ? text.substr(1) : text);
      if (number.fault == NumberFault::not_digits || (number.ok() && number.value == 0)) {
        sink.add(composing_refresh_invalid, element.place);
      } else {
        // Of a number beyond 32 bits only that it is large is of use.
        composing.refresh = number.ok() ? number.value : 0xFFFFFFFFU;
      }
      break;
    }
    default:
      break;
  }
}

}  // namespace

Composing parse_composing(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink) {
  return read_composing(parse_xml(utf8, limits, sink), sink);
}

Composing read_composing(const XmlDocument& document, BodyDefectSink& sink) {
  Composing composing;
  if (!document.well_formed) {
    return composing;
  }
  const XmlElement& root = document.root;
  if (root.name != "isComposing" || root.namespace_uri != composing_namespace) {
    sink.add(composing_root_wrong, root.place);
    return composing;
  }
  for (const XmlElement& element : root.children) {
    read_element(element, composing, sink);
  }
  judge_order(root, sink);
  if (composing.state.empty()) {
    sink.add(composing_state_missing, root.place);
  } else if (composing.state != "active" && composing.state != "idle") {
    sink.add(composing_state_unknown, root.place);
  }
  return composing;
}

std::string make_composing(const Composing& composing) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<isComposing xmlns=\"";
  xml.append(composing_namespace).append("\">");
  const auto add = [&xml](std::string_view name, std::string_view text) {
    if (!text.empty()) {
      xml.append("<").append(name).append(">").append(xml_escape(text));
      xml.append("</").append(name).append(">");
    }
  };
  add("state", composing.state);
  add("lastactive", composing.last_active);
  add("contenttype", composing.content_type);
  add("refresh", composing.refresh ? std::to_string(*composing.refresh) : std::string());
  return xml.append("</isComposing>\r\n");
}

}  // namespace sipspec::stack
