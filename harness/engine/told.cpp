#include "harness/engine/told.hpp"

#include "harness/engine/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

using reports::Verdict;

Verdict verdict_of(const Requirement* requirement) {
  if (requirement == nullptr) {
    return Verdict::fail;
  }
  switch (requirement->violation) {
    case Violation::fail:
      return Verdict::fail;
    case Violation::non_strict:
      return Verdict::non_strict;
    case Violation::info:
      return Verdict::info;
  }
  return Verdict::fail;
}

void tell_requirement(reports::Finding& finding, const Requirement* requirement) {
  finding.verdict = verdict_of(requirement);
  if (requirement == nullptr) {
    return;
  }
  finding.document = requirement->document;
  finding.section = requirement->section;
  finding.section_title = requirement->section_title;
  finding.level = to_string(requirement->level);
  finding.sentence = requirement->sentence;
  finding.url = requirement->url;
}

reports::Finding told(const RuleFinding& found) {
  return {.requirement = found.requirement,
          .check = found.rule,
          .message = found.message,
          .expected = found.expected,
          .actual = found.actual,
          .message_index = found.observed,
          .offset = found.offset,
          .length = found.length};
}

std::string summary_of(const stack::Message& message) {
  if (message.is_request()) {
    return printable(fmt::format("{} {}", message.method(), message.request_uri()));
  }
  if (message.is_response()) {
    return printable(fmt::format("{} {}", message.status(), message.reason()));
  }
  return printable(message.start_line().substr(0, 60));
}

}  // namespace sipspec::harness
