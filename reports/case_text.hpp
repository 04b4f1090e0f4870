#pragma once

// A case that did not pass, told in text: for the console, JUnit and ladder.txt. In this order:
// case id and title; file:line of the step; the requirement with document, section and level;
// Expected; Actual; the message with the offending octets marked; the ladder; capture and frame;
// the command that runs just this again.
//
//   out << case_text(result, {.columns = 100}, Paint(Colour::off));

#include "reports/paint.hpp"
#include "reports/result.hpp"

#include <cstdint>
#include <string>

namespace sipspec::reports {

struct CaseTextOptions {
  enum class Messages : std::uint8_t { of_findings, all };
  std::size_t columns = 100;
  Messages messages = Messages::of_findings;
  std::size_t most_findings = 10;  ///< more are counted only
};

/// The head line, then everything about every finding, the ladder and the commands.
std::string case_text(const CaseResult& result, const CaseTextOptions& options, Paint paint);

/// One finding without ladder and commands, indented by `indent`.
std::string finding_text(const CaseResult& result, const Finding& finding, std::string_view indent,
                         std::size_t columns, Paint paint);

/// Requirement, Expected and Actual: what fits under the line of a case.
std::string short_finding_text(const CaseResult& result, const Finding& finding,
                               std::string_view indent, std::size_t columns, Paint paint);

/// "#2, frame 4, 127.0.0.1:5060 -> 127.0.0.1:40012 udp"; "" when the finding names no message.
std::string message_place(const CaseResult& result, const Finding& finding);

/// The message that a finding names, null without one.
const MessageRecord* message_of(const CaseResult& result, const Finding& finding);

}  // namespace sipspec::reports
