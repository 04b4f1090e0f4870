#include "stack/body/imdn.hpp"

#include "stack/body/date_time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

struct Kind {
  std::string_view element;
  std::string_view name;
  std::array<std::string_view, 4> statuses;
};

constexpr std::array<Kind, 3> kinds = {{
    {"delivery-notification", "delivery", {"delivered", "failed", "forbidden", "error"}},
    {"display-notification", "display", {"displayed", "forbidden", "error", "error"}},
    {"processing-notification", "processing", {"processed", "stored", "forbidden", "error"}},
}};

constexpr std::array<std::string_view, 8> order = {"message-id",
                                                   "datetime",
                                                   "recipient-uri",
                                                   "original-recipient-uri",
                                                   "subject",
                                                   "delivery-notification",
                                                   "display-notification",
                                                   "processing-notification"};

bool is_of_imdn(const XmlElement& element) {
  return element.namespace_uri == imdn_xml_namespace;
}

void read_status(const XmlElement& notification, const Kind& kind, Imdn& imdn,
                 BodyDefectSink& sink) {
  const XmlElement* const status = notification.child("status");
  const bool empty = status == nullptr || status->children.empty();
  const XmlElement* const first = empty ? nullptr : &status->children.front();
  if (first == nullptr) {
    sink.add(imdn_status_missing, notification.place);
    return;
  }
  imdn.status = first->name;
  if (is_of_imdn(*first) && std::ranges::find(kind.statuses, first->name) == kind.statuses.end()) {
    sink.add(imdn_status_unknown, first->place);
  }
}

void read_element(const XmlElement& element, Imdn& imdn, BodyDefectSink& sink) {
  const std::string_view text = element.trimmed_text();
  if (element.name == "message-id") {
    imdn.message_id = text;
  } else if (element.name == "datetime") {
    imdn.date_time = text;
    if (!is_date_time(text)) {
      sink.add(imdn_date_time_invalid, element.place);
    }
  } else if (element.name == "recipient-uri") {
    imdn.recipient_uri = text;
  } else if (element.name == "original-recipient-uri") {
    imdn.original_recipient_uri = text;
  } else if (element.name == "subject") {
    imdn.subject = text;
  }
  for (const Kind& kind : kinds) {
    if (element.name == kind.element && imdn.notification.empty()) {
      imdn.notification = kind.name;
      read_status(element, kind, imdn, sink);
    } else if (element.name == kind.element) {
      sink.add(imdn_notification_repeated, element.place);
    }
  }
}

void judge_order(const XmlElement& root, BodyDefectSink& sink) {
  std::ptrdiff_t last = 0;
  for (const XmlElement& element : root.children) {
    const std::ptrdiff_t place = std::ranges::find(order, element.name) - order.begin();
    if (is_of_imdn(element) && place < last) {
      sink.add(imdn_order, element.place);
    }
    last = place;
  }
}

}  // namespace

Imdn parse_imdn(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink) {
  return read_imdn(parse_xml(utf8, limits, sink), sink);
}

Imdn read_imdn(const XmlDocument& document, BodyDefectSink& sink) {
  Imdn imdn;
  if (!document.well_formed) {
    return imdn;
  }
  const XmlElement& root = document.root;
  if (root.name != "imdn" || !is_of_imdn(root)) {
    sink.add(imdn_root_wrong, root.place);
    return imdn;
  }
  for (const XmlElement& element : root.children) {
    if (is_of_imdn(element)) {
      read_element(element, imdn, sink);
    }
  }
  judge_order(root, sink);
  if (imdn.message_id.empty()) {
    sink.add(imdn_message_id_missing, root.place);
  }
  if (imdn.date_time.empty() && !sink.has(imdn_date_time_invalid)) {
    sink.add(imdn_date_time_missing, root.place);
  }
  if (imdn.notification.empty()) {
    sink.add(imdn_notification_missing, root.place);
  }
  return imdn;
}

std::string make_imdn(const Imdn& imdn) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"";
  xml.append(imdn_xml_namespace).append("\">");
  const auto add = [&xml](std::string_view name, std::string_view text) {
    if (!text.empty()) {
      xml.append("<").append(name).append(">").append(xml_escape(text));
      xml.append("</").append(name).append(">");
    }
  };
  add("message-id", imdn.message_id);
  add("datetime", imdn.date_time);
  add("recipient-uri", imdn.recipient_uri);
  add("original-recipient-uri", imdn.original_recipient_uri);
  add("subject", imdn.subject);
  if (!imdn.notification.empty()) {
    const std::string name = imdn.notification + "-notification";
    xml.append("<").append(name).append("><status><").append(imdn.status);
    xml.append("/></status></").append(name).append(">");
  }
  return xml.append("</imdn>\r\n");
}

}  // namespace sipspec::stack
