#include "harness/run/unanswered.hpp"

#include "harness/engine/finding_maker.hpp"
#include "harness/engine/told.hpp"
#include "stack/message/fields.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::harness {

namespace {

/// The row of an expect step that says whether its message came.
bool is_of_arrival(std::string_view check) {
  return check.ends_with(".arrives");
}

bool misses(const reports::Finding& finding) {
  return is_of_arrival(finding.check);
}

bool is_special(const reports::Finding& finding) {
  return finding.requirement != answer_requirement;
}

/// Refusals do not count: a device may refuse what is malformed and be silent about all the rest.
bool accepts_a_message(const Observed& message) {
  const auto sequence = stack::cseq(message.message);
  const int status = message.message.status();
  return status >= 200 && status < 300 && (!sequence || sequence->method == "MESSAGE");
}

}  // namespace

std::vector<std::size_t> Unanswered::heard(const Observed& message) {
  if (accepted_ || !accepts_a_message(message)) {
    return {};
  }
  accepted_ = true;
  return take();
}

bool Unanswered::has_to_wait(std::size_t index, const reports::CaseResult& result) {
  for (const reports::Finding& finding : result.findings) {
    plain_missed_ = plain_missed_ || (misses(finding) && !is_special(finding));
  }
  const bool waits = !accepted_ && std::ranges::any_of(result.findings, [](const auto& finding) {
    return misses(finding) && is_special(finding);
  });
  if (waits) {
    waiting_.push_back(index);
  }
  return waits;
}

std::vector<std::size_t> Unanswered::take() {
  return std::exchange(waiting_, {});
}

void lay_on_answer_rule(reports::CaseResult& result, const Catalogue& catalogue) {
  const Requirement* rule = catalogue.find(answer_requirement);
  if (rule == nullptr) {
    return;
  }
  for (reports::Finding& finding : result.findings) {
    if (!misses(finding) || !is_special(finding)) {
      continue;
    }
    for (reports::Check& check : result.checks) {
      if (check.id == finding.check && check.requirement == finding.requirement) {
        check.requirement = rule->id;
        check.level = to_string(rule->level);
        check.verdict = verdict_of(rule);
      }
    }
    const std::string former = finding.requirement + ":";
    finding.requirement = rule->id;
    tell_requirement(finding, rule);
    if (result.reason.starts_with(former)) {
      result.reason.replace(0, former.size(), rule->id + ":");
    }
    result.verdict = combine(result.verdict, finding.verdict);
  }
}

}  // namespace sipspec::harness
