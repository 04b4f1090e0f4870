#pragma once

// Judges one header field value on its own: the defects that validate() finds in it, with offsets
// from the start of the value.

#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {

inline Texts judge(HeaderName name, std::string_view value) {
  const std::string octets = std::string("MESSAGE sip:b@h SIP/2.0\r\n")
                                 .append(canonical_name(name))
                                 .append(":")
                                 .append(value)
                                 .append("\r\n\r\n");
  const auto base = static_cast<std::uint32_t>(octets.find(':', 26) + 1);
  const Message message = Message::parse(octets);
  Texts texts;
  for (Defect defect : validate(message)) {
    EXPECT_EQ(defect.header, name) << value;
    EXPECT_LE(defect.offset + defect.length, octets.size()) << value;
    EXPECT_GE(defect.offset, base) << value;
    defect.offset -= base;
    texts.push_back(to_text(defect));
  }
  return texts;
}

struct GrammarCase {
  std::string_view value;
  Texts defects = {};
};

inline void expect_all(HeaderName name, std::initializer_list<GrammarCase> cases) {
  for (const GrammarCase& each : cases) {
    EXPECT_EQ(judge(name, each.value), each.defects) << canonical_name(name) << ": " << each.value;
  }
}

}  // namespace sipspec::stack
