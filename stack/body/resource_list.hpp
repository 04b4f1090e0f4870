#pragma once

// application/resource-lists+xml (RFC 4826 3.2) as the recipients of a MESSAGE (RFC 5365, RFC
// 5363), with the copy control of RFC 5364. Lists in lists are read flat.
//
//   const ResourceList list = parse_resource_list(utf8, limits, sink);
//   for (const ListEntry& entry : list.entries) { entry.uri; }

#include "stack/body/xml.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct ListEntry {
  std::string uri;
  std::string display_name;
  std::string copy_control;  ///< "to", "cc", "bcc"; "" when absent
  bool anonymize = false;
};

struct ResourceList {
  std::vector<ListEntry> entries;
};

inline constexpr std::string_view resource_lists_namespace =
    "urn:ietf:params:xml:ns:resource-lists";
inline constexpr std::string_view copy_control_namespace = "urn:ietf:params:xml:ns:copycontrol";

ResourceList parse_resource_list(std::string_view utf8, const BodyLimits& limits,
                                 BodyDefectSink& sink);
ResourceList read_resource_list(const XmlDocument& document, BodyDefectSink& sink);

std::string make_resource_list(const ResourceList& list);

}  // namespace sipspec::stack
