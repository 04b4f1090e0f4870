#pragma once

// Typed comparison of field values: tokens without regard to case where RFC 3261 7.3.1 says so,
// URIs by 19.1.4, numbers by value, quoted strings without their quotes, lists as sets.
//
//   if (!equal(read(path, subject), "Bob")) { ... }

#include "harness/engine/field_path.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// Compares by the kind of `value`; an absent value equals nothing.
bool equal(const FieldValue& value, std::string_view text);
/// Compares by the kind of `a`; two absent values are equal.
bool equal(const FieldValue& a, const FieldValue& b);

/// A list holds `word` as an element; any other value holds it as octets.
bool contains(const FieldValue& value, std::string_view word);

/// Where two octet strings part.
struct Difference {
  bool differs = false;
  std::size_t offset = 0;
  std::string text;  ///< "first difference at octet 12: 0x0D '\r' instead of 0x0A '\n'"
};

Difference first_difference(std::string_view actual, std::string_view expected);

/// For reports: at most 200 octets, control and non-ASCII octets as \xNN.
std::string printable(std::string_view octets);

}  // namespace sipspec::harness
