#pragma once

// Typed values of header fields, decoded on demand from a message. Every type is a view into the
// message's octets. A decoder takes the raw value and returns the value, or an Error with the
// offset (from the start of the value) and the rule that failed; a decoder is lenient where the
// meaning is clear and leaves the judging of grammar to validate.hpp.

#include "stack/message/error.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// One `;name=value` (generic-param, RFC 3261 25.1).
struct Parameter {
  std::string_view name;
  std::string_view value;  ///< as written, quotes included
  bool has_value = false;  ///< ";lr" has none, ";rport=" has an empty one
};

/// A parameter list, read lazily. Holds the text from the first ';' on.
class Parameters {
 public:
  Parameters() = default;

  explicit Parameters(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }

  /// First parameter of that name (case-insensitive).
  std::optional<Parameter> find(std::string_view name) const;

  bool has(std::string_view name) const { return find(name).has_value(); }

  /// Value of the parameter, "" when absent or without value.
  std::string_view value(std::string_view name) const;

  /// Takes the next parameter off `rest` (start with text()); nullopt at the end.
  static std::optional<Parameter> next(std::string_view& rest);

 private:
  std::string_view text_;
};

/// via-parm (RFC 3261 20.42, 25.1).
struct Via {
  std::string_view raw;               ///< this list element, trimmed
  std::string_view protocol_name;     ///< "SIP"
  std::string_view protocol_version;  ///< "2.0"
  std::string_view transport;         ///< "UDP"
  std::string_view host;              ///< IPv6 with brackets
  std::optional<std::uint16_t> port;
  Parameters parameters;

  std::string_view branch() const { return parameters.value("branch"); }

  std::string_view received() const { return parameters.value("received"); }
};

/// name-addr / addr-spec with header parameters: From, To, Contact, Route, Record-Route ...
struct NameAddr {
  std::string_view raw;
  std::string_view display_name;  ///< as written, quotes included; "" when absent
  std::string_view uri;           ///< without angle brackets
  bool bracketed = false;
  bool wildcard = false;  ///< Contact: *
  Parameters parameters;  ///< header parameters, not URI parameters

  std::string_view tag() const { return parameters.value("tag"); }
};

struct CSeq {
  std::uint32_t number = 0;
  std::string_view method;
};

/// media-type with parameters: Content-Type, an element of Accept.
struct MediaType {
  std::string_view type;
  std::string_view subtype;
  Parameters parameters;
};

Result<Via> parse_via(std::string_view element);
Result<NameAddr> parse_name_addr(std::string_view element);
Result<CSeq> parse_cseq(std::string_view value);
Result<MediaType> parse_media_type(std::string_view value);
/// 1*DIGIT not above `max`.
Result<std::uint32_t> parse_number(std::string_view value, std::uint32_t max = 0xFFFFFFFFU);

/// Walks the elements of a comma list over all rows of one header field, in message order:
///   for (ListCursor vias(message, HeaderName::via); auto element = vias.next();) { ... }
/// Commas inside quotes and angle brackets do not separate.
class ListCursor {
 public:
  ListCursor(const Message& message, HeaderName name) : message_(&message), name_(name) {}

  std::optional<std::string_view> next();

 private:
  const Message* message_;
  HeaderName name_;
  std::size_t row_ = 0;
  std::string_view rest_;
};

// Whole-message shortcuts; nullopt when absent or without a readable value.
std::optional<Via> top_via(const Message& message);
std::optional<NameAddr> from(const Message& message);
std::optional<NameAddr> to(const Message& message);
std::optional<CSeq> cseq(const Message& message);
std::string_view call_id(const Message& message);
std::optional<MediaType> content_type(const Message& message);
std::size_t list_size(const Message& message, HeaderName name);  ///< elements over all rows
/// True when a token list (Allow, Supported, Require ...) holds `token`.
bool list_contains(const Message& message, HeaderName name, std::string_view token);

/// The value with folding replaced by one space and, for a quoted-string, the quotes and escapes
/// removed (RFC 3261 7.3.1, 25.1).
std::string unfold(std::string_view value);
std::string unquote(std::string_view quoted);

}  // namespace sipspec::stack
