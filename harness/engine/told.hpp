#pragma once

// How what monitors saw is told in results: a requirement's words and verdict in a finding, a
// message in one line. For live cases and for captures alike.
//
//   reports::Finding finding = told(rule_finding);
//   tell_requirement(finding, catalogue.find(finding.requirement));

#include "harness/catalogue/requirement.hpp"
#include "harness/monitor/monitor.hpp"
#include "reports/finding.hpp"

#include <string>

namespace sipspec::harness {

/// What a violation of it makes of a verdict; of a requirement that nobody knows, FAIL.
reports::Verdict verdict_of(const Requirement* requirement);

/// Document, section, level, sentence, address and verdict; null: the verdict only.
void tell_requirement(reports::Finding& finding, const Requirement* requirement);

/// The finding as the rule gave it; without the requirement's words.
reports::Finding told(const RuleFinding& found);

/// "MESSAGE sip:bob@...", "415 Unsupported Media Type": one line, printable.
std::string summary_of(const stack::Message& message);

}  // namespace sipspec::harness
