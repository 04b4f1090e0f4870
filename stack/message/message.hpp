#pragma once

// A SIP message as it stood on the wire (RFC 3261 section 7): lossless, read in place.
//
// Message is a view: it keeps no copy of the octets, which must outlive it. It holds where the
// start line, each header field and the body are, and the defects met on the way; it never stops at
// the first one. Values are decoded on demand by the functions of fields.hpp.
// Not here: building (builder.hpp), judging (harness/monitor), stream framing (stack/framing).
//
//   const Message message = Message::parse(octets);
//   if (message.is_request() && message.method() == "MESSAGE") { ... message.body() ... }
//   if (auto via = top_via(message)) { via->branch(); }

#include "stack/message/defect.hpp"
#include "stack/message/header_name.hpp"
#include "stack/message/inline_vector.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sipspec::stack {

/// Bounds of what the parser will hold. A bound that is hit is a defect that names it.
struct ParseLimits {
  std::uint32_t max_message = 1U << 20U;  ///< octets
  std::uint32_t max_header_fields = 1024;
  std::uint32_t max_defects = 256;
};

/// One header field row. Offsets count from the start of Message::bytes().
struct HeaderField {
  HeaderName id = HeaderName::unknown;
  bool compact = false;  ///< written in its one-letter form
  bool folded = false;   ///< value goes over several lines
  std::uint32_t name_offset = 0;
  std::uint32_t name_length = 0;
  std::uint32_t value_offset = 0;  ///< white space at both ends excluded, folding left in place
  std::uint32_t value_length = 0;
  std::uint32_t row_end = 0;  ///< one past the line end of the row
};

enum class StartLineKind : std::uint8_t { request, response, unreadable };

class Message {
 public:
  /// Reads one message: everything up to the blank line, then Content-Length octets of body (all
  /// that is left when the field is absent or unreadable). What follows is trailing().
  static Message parse(std::string_view bytes, const ParseLimits& limits = {});

  std::string_view bytes() const { return bytes_; }

  StartLineKind kind() const { return kind_; }

  bool is_request() const { return kind_ == StartLineKind::request; }

  bool is_response() const { return kind_ == StartLineKind::response; }

  // Start line, as written. Empty / zero when the kind has no such part.
  std::string_view method() const { return method_; }

  std::string_view request_uri() const { return request_uri_; }

  std::string_view version() const { return version_; }

  int status() const { return status_; }  ///< 0 when unreadable

  std::string_view reason() const { return reason_; }

  std::string_view start_line() const;  ///< without its line end

  // Header fields in the order of the message.
  std::span<const HeaderField> header_fields() const { return fields_.span(); }

  std::string_view name(const HeaderField& field) const {
    return bytes_.substr(field.name_offset, field.name_length);
  }

  std::string_view value(const HeaderField& field) const {
    return bytes_.substr(field.value_offset, field.value_length);
  }

  /// The row as it stands, line ends included.
  std::string_view row(const HeaderField& field) const {
    return bytes_.substr(field.name_offset, field.row_end - field.name_offset);
  }

  const HeaderField* find(HeaderName name) const;          ///< first row, or null
  const HeaderField* find(std::string_view wanted) const;  ///< any name, compared whole
  std::uint32_t count(HeaderName name) const;              ///< rows, not list elements

  bool has(HeaderName name) const { return find(name) != nullptr; }

  /// Value of the first row, "" when absent.
  std::string_view value_of(HeaderName name) const;

  std::string_view header_section() const;  ///< start line to blank line inclusive

  std::string_view body() const { return body_; }

  std::string_view trailing() const { return trailing_; }  ///< octets after the body

  /// Declared Content-Length; nullopt when absent or not a number.
  std::optional<std::uint32_t> content_length() const { return content_length_; }

  /// Structural defects: start line, header framing, length, limits, missing mandatory header
  /// fields, repeated single fields. Grammar of the values: validate.hpp.
  std::span<const Defect> defects() const { return defects_.span(); }

  bool has_fatal_defect() const;

 private:
  friend class MessageParser;

  std::string_view bytes_, method_, request_uri_, version_, reason_, body_, trailing_;
  StartLineKind kind_ = StartLineKind::unreadable;
  int status_ = 0;
  std::uint32_t start_line_offset_ = 0, start_line_length_ = 0, header_end_ = 0;
  std::optional<std::uint32_t> content_length_;
  InlineVector<HeaderField, 32> fields_;
  InlineVector<Defect, 8> defects_;
};

}  // namespace sipspec::stack
