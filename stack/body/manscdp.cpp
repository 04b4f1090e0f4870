#include "stack/body/manscdp.hpp"

#include "stack/text/character_class.hpp"
#include "stack/text/number.hpp"

#include <algorithm>
#include <array>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

constexpr std::size_t device_id_digits = 20;

std::optional<std::uint32_t> number_of(std::string_view text) {
  const Number number = read_number(text);
  return number.ok() ? std::optional(number.value) : std::nullopt;
}

void read_list(const XmlElement& list, const std::string& num, Manscdp& found,
               BodyDefectSink& sink) {
  found.list_count = number_of(num);
  found.items = static_cast<std::uint32_t>(
      std::ranges::count_if(list.children, [](const XmlElement& e) { return e.name == "Item"; }));
  if (found.list_count != found.items) {
    sink.add(manscdp_count_wrong, list.place);
  }
}

void read_element(const XmlElement& element, Manscdp& found, BodyDefectSink& sink) {
  const std::string_view text = element.trimmed_text();
  if (element.name == "CmdType") {
    found.command = text;
  } else if (element.name == "SN") {
    found.number = text;
    const Number number = read_number(text);
    if (!text.empty() &&
        (number.fault == NumberFault::not_digits || (number.ok() && number.value == 0))) {
      sink.add(manscdp_number_invalid, element.place);
    }
  } else if (element.name == "DeviceID") {
    found.device_id = text;
    if (!text.empty() && (text.size() != device_id_digits || !all_are(text, CharClass::digit))) {
      sink.add(manscdp_device_invalid, element.place);
    }
  } else if (element.name == "SumNum") {
    found.total = number_of(text);
  } else if (const std::string* const num = element.attribute("Num")) {
    read_list(element, *num, found, sink);
  } else if (element.children.empty()) {
    found.values.push_back({element.name, std::string(text)});
  }
}

}  // namespace

Manscdp parse_manscdp(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink) {
  return read_manscdp(parse_xml(utf8, limits, sink), sink);
}

Manscdp read_manscdp(const XmlDocument& document, BodyDefectSink& sink) {
  constexpr std::array<std::string_view, 4> roots = {"Control", "Query", "Notify", "Response"};
  Manscdp found;
  if (!document.well_formed) {
    return found;
  }
  const XmlElement& root = document.root;
  if (std::ranges::find(roots, root.name) == roots.end()) {
    sink.add(manscdp_root_wrong, root.place);
    return found;
  }
  found.kind = root.name;
  for (const XmlElement& element : root.children) {
    read_element(element, found, sink);
  }
  if (found.command.empty()) {
    sink.add(manscdp_command_missing, root.place);
  }
  if (found.number.empty()) {
    sink.add(manscdp_number_missing, root.place);
  }
  if (found.device_id.empty()) {
    sink.add(manscdp_device_missing, root.place);
  }
  return found;
}

std::string make_manscdp(const Manscdp& document, std::string_view charset) {
  std::string xml = R"(<?xml version="1.0" encoding=")";
  xml.append(charset).append("\"?>\r\n<").append(document.kind).append(">\r\n");
  const auto add = [&xml](std::string_view name, std::string_view text) {
    xml.append("<").append(name).append(">").append(xml_escape(text));
    xml.append("</").append(name).append(">\r\n");
  };
  add("CmdType", document.command);
  add("SN", document.number);
  add("DeviceID", document.device_id);
  for (const ManscdpValue& value : document.values) {
    add(value.name, value.text);
  }
  return xml.append("</").append(document.kind).append(">\r\n");
}

}  // namespace sipspec::stack
