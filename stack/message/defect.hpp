#pragma once

// What is wrong with the bytes of a message. A defect is a fact about grammar or framing, found by
// the parser; whether it is a finding, and against whom, is for the monitors to say.

#include <cstdint>
#include <span>
#include <string_view>

#include "stack/message/header_name.hpp"

namespace sipspec::stack {

enum class Severity : std::uint8_t {
  tolerable,  ///< deviates from the grammar, meaning is clear (a bare LF as line end)
  malformed,  ///< the element has no valid meaning, the rest of the message has
  fatal,      ///< start line or framing is lost: nothing after this can be trusted
};

/// One code for each distinct way to be wrong. Names are stable: reports and tests print them.
/// The list is completed by stack/message (owner of this file); codes are never reused.
enum class DefectCode : std::uint16_t;

/// One defect: `offset` and `length` mark octets in Message::bytes().
struct Defect {
  DefectCode code;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  HeaderName header = HeaderName::unknown;  ///< field it was found in; unknown: outside a known one
};

/// What is known of a code, for people: its stable name ("missing-call-id"), the ABNF rule it
/// breaks ("callid"), the clause ("RFC 3261 20.8"), how grave it is, and a sentence.
struct DefectInfo {
  std::string_view name;
  std::string_view rule;
  std::string_view clause;
  Severity severity;
  std::string_view sentence;
};

const DefectInfo& describe(DefectCode code) noexcept;

}  // namespace sipspec::stack
