#pragma once

// message/imdn+xml (RFC 5438 11): what became of a message. The CPIM fields of IMDN are read with
// cpim.hpp and imdn_namespace.
//
//   const Imdn imdn = parse_imdn(utf8, limits, sink);
//   imdn.notification == "delivery" && imdn.status == "delivered"

#include "stack/body/xml.hpp"

#include <string>
#include <string_view>

namespace sipspec::stack {

struct Imdn {
  std::string message_id, date_time;
  std::string recipient_uri, original_recipient_uri, subject;
  std::string notification;  ///< "delivery", "display", "processing"; "" when there is none
  std::string status;        ///< "delivered", "failed", "displayed", "stored", ...
};

inline constexpr std::string_view imdn_xml_namespace = "urn:ietf:params:xml:ns:imdn";

Imdn parse_imdn(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink);
Imdn read_imdn(const XmlDocument& document, BodyDefectSink& sink);

std::string make_imdn(const Imdn& imdn);

}  // namespace sipspec::stack
