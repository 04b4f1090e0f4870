#pragma once

// Names a place in a message, and reads it as a typed value.
//
//   status  reason  version  method  request-uri  start-line  arrival  connection
//   body  octets                                    and their .length
//   body.type  body.part[1].content-type  body.cpim.from.uri  body.imdn.status  body.list[0].uri
//
// (what a body holds: body_values.hpp), and the header fields:
//
//   via[i]  contact[i]  allow  header(X-Name)[i]    any header field; [i]: list element or row
//   via.branch .received .rport .host .port .transport .protocol .version .ttl .maddr  or any
//   parameter from.uri .tag .display                          likewise to, contact, route, ... or
//   any parameter from.uri.user .host .port .scheme               parts of the URI, or a URI
//   parameter cseq.number  cseq.method  content-type.type .subtype .charset www-authenticate.realm
//   parameters of challenges and credentials
//
// The value knows how it compares (comparison.hpp) and which octets of the message show it.
// Not here: checks (check_evaluator.hpp).
//
//   auto path = FieldPath::parse("via[0].received");
//   FieldValue value = read(*path, subject);

#include "harness/monitor/monitor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

struct FieldPath {
  std::string text;  ///< as written
  std::string base;  ///< "via", "status", "x-name"; lower case
  std::optional<std::uint32_t> index;
  std::vector<std::string> parts;  ///< after the base: "uri", "user"

  /// nullopt when the text has not the shape of a path. Unknown names are header fields.
  static std::optional<FieldPath> parse(std::string_view text);
};

/// How two values compare.
enum class ValueKind : std::uint8_t {
  text,   ///< octet by octet
  token,  ///< case-insensitive (RFC 3261 7.3.1)
  number,
  quoted,      ///< quoted-string: without quotes and escapes
  uri,         ///< RFC 3261 19.1.4
  media_type,  ///< type and parameters without regard to case and order
  token_set,   ///< list without regard to order, tokens case-insensitive
  text_set,    ///< list without regard to order, elements octet by octet (methods, Call-IDs)
  octets,      ///< body
};

struct FieldValue {
  ValueKind kind = ValueKind::text;
  bool present = false;
  std::string text;                ///< as written, unfolded; lists: elements joined by ", "
  std::vector<std::string> items;  ///< list elements; one item for a single value
  std::uint32_t offset = 0;        ///< octets of the message that show it
  std::uint32_t length = 0;        ///< 0: no place (absent, or made like "arrival")
};

/// What a path reads from: the message and, for "arrival", the request it answers (may be null).
struct Subject {
  const Observed* message = nullptr;
  const Observed* request = nullptr;
};

FieldValue read(const FieldPath& path, const Subject& subject);

/// Octets that best show that `path` is absent: the start line of the message.
std::uint32_t start_line_length(const stack::Message& message);

}  // namespace sipspec::harness
