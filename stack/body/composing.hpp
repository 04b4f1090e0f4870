#pragma once

// application/im-iscomposing+xml (RFC 3994): is the other one typing?
//
//   const Composing composing = parse_composing(utf8, limits, sink);
//   if (composing.is_active()) { ... }

#include "stack/body/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

struct Composing {
  std::string state;  ///< "active", "idle" or what else stood there; "" when missing
  std::string last_active;
  std::string content_type;
  std::optional<std::uint32_t> refresh;  ///< seconds

  /// Any state but "active" is idle to a receiver (RFC 3994 3.3).
  bool is_active() const { return state == "active"; }
};

inline constexpr std::string_view composing_namespace = "urn:ietf:params:xml:ns:im-iscomposing";

Composing parse_composing(std::string_view utf8, const BodyLimits& limits, BodyDefectSink& sink);
Composing read_composing(const XmlDocument& document, BodyDefectSink& sink);

std::string make_composing(const Composing& composing);

}  // namespace sipspec::stack
