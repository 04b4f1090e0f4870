#pragma once

// Application/MANSCDP+xml of GB/T 28181 (video surveillance): Control, Query, Notify and Response
// documents with a command, a number and a device. Only this frame is judged, and whether lists
// hold as many items as they say; the elements of each command are not.
//
//   const Manscdp keepalive = parse_manscdp(utf8, limits, sink);
//   keepalive.kind == "Notify" && keepalive.command == "Keepalive"

#include "stack/body/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// An element below the root that holds text: ("Status", "OK").
struct ManscdpValue {
  std::string name, text;
};

struct Manscdp {
  std::string kind;                         ///< "Notify"
  std::string command;                      ///< CmdType: "Keepalive", "Catalog"
  std::string number;                       ///< SN
  std::string device_id;                    ///< DeviceID
  std::vector<ManscdpValue> values;         ///< further elements with text
  std::optional<std::uint32_t> total;       ///< SumNum
  std::optional<std::uint32_t> list_count;  ///< Num of the list in it
  std::uint32_t items = 0;                  ///< items that the list has
};

Manscdp parse_manscdp(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink);
Manscdp read_manscdp(const XmlDocument& document, BodyDefectSink& sink);

/// In UTF-8, with `charset` in its declaration: convert it with from_utf8(). Lists are not made.
std::string make_manscdp(const Manscdp& document, std::string_view charset = "GB2312");

}  // namespace sipspec::stack
