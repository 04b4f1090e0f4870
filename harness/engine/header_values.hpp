#pragma once

// Typed reading of header fields for field paths: which kind of value each header field has, and
// its parts. Part of field_path.hpp, kept apart because the table is long.

#include "harness/engine/field_path.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// A value that is there, with one item.
FieldValue single(ValueKind kind, std::string text);
/// Notes where `view` (a part of the message's octets) stands.
void mark(FieldValue& value, const stack::Message& message, std::string_view view);

/// A URI or, with parts, its user, host, port, scheme or one of its parameters.
FieldValue uri_part(const stack::Message& message, std::string_view uri,
                    std::span<const std::string> parts);

/// The header field `name` (lower case, any form): without index the first value, or the whole list
/// of a list header field; `parts` go into it.
FieldValue header_value(const stack::Message& message, std::string_view name,
                        std::optional<std::uint32_t> index, std::span<const std::string> parts);

/// Number of list elements (rows, where commas do not separate).
std::uint32_t header_count(const stack::Message& message, std::string_view name);

}  // namespace sipspec::harness
