#pragma once

// A MIME entity inside a body (RFC 2045, RFC 822 field syntax): rows, an empty line, octets. Not
// for the header of a SIP message, which stack/message reads.
//
//   const MimeEntity part = parse_entity("Content-Type: text/plain\r\n\r\nHi", limits, sink);
//   part.value_of("content-type");   // "text/plain"

#include "stack/body/body_defect.hpp"
#include "stack/body/limits.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// One row; views into what was parsed. The value keeps its folding.
struct MimeField {
  std::string_view name, value;
};

struct MimeEntity {
  std::string_view octets;  ///< all of it: what a signature covers
  std::vector<MimeField> fields;
  std::string_view body;

  /// Value of the first row of that name (compared without regard to case), "" when absent.
  std::string_view value_of(std::string_view name) const;
  std::size_t count(std::string_view name) const;
};

MimeEntity parse_entity(std::string_view octets, const BodyLimits& limits, BodyDefectSink& sink);

/// The rows alone, up to and with the empty line; `rest` becomes what follows.
std::vector<MimeField> parse_fields(std::string_view& rest, const BodyLimits& limits,
                                    BodyDefectSink& sink);

/// "type/subtype" in lower case out of a Content-Type value; "" when it can't be read.
std::string media_type_name(std::string_view content_type);

/// Value of a parameter of a Content-Type, without quotes; "" when absent.
std::string media_type_parameter(std::string_view content_type, std::string_view name);

}  // namespace sipspec::stack
