#include "harness/engine/finding_maker.hpp"

#include "harness/catalogue/case_section.hpp"
#include "harness/catalogue/strictness.hpp"
#include "harness/engine/comparison.hpp"
#include "harness/engine/told.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using reports::Verdict;

std::string_view role_name(DeviceRole role) {
  switch (role) {
    case DeviceRole::uas:
      return "uas";
    case DeviceRole::uac:
      return "uac";
    case DeviceRole::proxy:
      return "proxy";
    case DeviceRole::registrar:
      return "registrar";
    case DeviceRole::b2bua:
      return "b2bua";
    case DeviceRole::gateway:
      return "gateway";
  }
  return "";
}

}  // namespace

FindingMaker::FindingMaker(const Scenario& scenario, const CaseEnvironment& environment,
                           const CaseObserver& observer, stack::TimePoint start)
    : environment_(&environment), observer_(&observer), start_(start) {
  result_.id = scenario.id;
  result_.variant = to_string(environment.variant);
  result_.title = scenario.title;
  result_.purpose = scenario.purpose;
  result_.file = scenario.place.file;
  result_.line = scenario.place.line;
  result_.role = role_name(scenario.role);
  result_.transport = stack::to_string(environment.variant.transport);
  result_.tags = scenario.tags;
  result_.seed = std::to_string(environment.seed);
  result_.verdict = Verdict::pass;
  if (environment.catalogue != nullptr) {
    const CaseSection section = section_of(scenario.id, *environment.catalogue);
    result_.document = section.document;
    result_.section = section.section;
    result_.section_title = section.title;
  }
}

void FindingMaker::message(const Observed& observed, std::string_view actor) {
  reports::MessageRecord record{
      .index = observed.index,
      .at = since_start(observed.at),
      .direction = observed.sender == Side::device ? reports::Direction::from_device
                                                   : reports::Direction::to_device,
      .actor = std::string(actor),
      .from = stack::to_string(observed.source),
      .to = stack::to_string(observed.destination),
      .transport = std::string(stack::to_string(observed.transport)),
      .summary = summary_of(observed.message),
      .octets = observed.octets,
      .step = observed.step,
      .deliberate = observed.deliberate,
  };
  if (observed.repeats >= 0) {
    record.repeats = static_cast<std::uint32_t>(observed.repeats);
  }
  result_.messages.push_back(std::move(record));
}

void FindingMaker::assign_step(std::uint32_t index, const std::string& step,
                               const SourcePlace& place) {
  // Message records are in the order of the exchange.
  result_.messages[index].step = step;
  for (reports::Finding& finding : result_.findings) {
    if (finding.message_index == index && finding.step.empty()) {
      finding.step = step;
      finding.file = place.file;
      finding.line = place.line;
    }
  }
}

void FindingMaker::rule_finding(const Observed* observed, const RuleFinding& found) {
  const Requirement* known = requirement(found.requirement);
  if (known != nullptr && !in_profile(*known)) {
    return;
  }
  const auto [entry, is_new] =
      known_.try_emplace({found.rule, found.requirement}, Known{.index = result_.findings.size()});
  if (!is_new) {
    ++entry->second.repeated;
    return;
  }
  reports::Finding finding = told(found);
  tell_requirement(finding, known);
  if (observed != nullptr) {
    finding.step = observed->step;
    if (observed->sender == Side::harness) {
      finding.blame = reports::Blame::harness;
      finding.verdict = Verdict::error;
    }
  }
  add(std::move(finding));
}

void FindingMaker::held(const StepFinding& what) {
  result_.checks.push_back(row(what, Verdict::pass));
}

void FindingMaker::violated(const StepFinding& what) {
  const Requirement* known = requirement(what.requirement);
  if (known != nullptr && !in_profile(*known)) {
    not_applicable(what, "the requirement does not hold in this profile");
    return;
  }
  if (what.requirement.empty()) {
    result_.checks.push_back(row(what, Verdict::inconc));
    conclude(Verdict::inconc, what.message);
    return;
  }
  result_.checks.push_back(row(what, verdict_of(known)));
  if (merged_with_rule(what)) {
    return;
  }
  reports::Finding finding{.requirement = what.requirement,
                           .check = what.check,
                           .message = what.message,
                           .expected = what.expected,
                           .actual = what.actual,
                           .message_index = what.message_index,
                           .offset = what.offset,
                           .length = what.length,
                           .step = what.step};
  tell_requirement(finding, known);
  if (what.place != nullptr) {
    finding.file = what.place->file;
    finding.line = what.place->line;
  }
  add(std::move(finding));
}

void FindingMaker::not_applicable(const StepFinding& what, std::string_view why) {
  reports::Check check = row(what, Verdict::not_applicable);
  check.actual = why;
  result_.checks.push_back(std::move(check));
}

void FindingMaker::note(stack::TimePoint at, std::string_view lifeline, std::string text) {
  result_.notes.push_back(
      {.at = since_start(at), .lifeline = std::string(lifeline), .text = std::move(text)});
}

void FindingMaker::conclude(Verdict verdict, std::string_view reason) {
  reports::Outcome outcome{.verdict = result_.verdict, .reason = result_.reason};
  reports::combine(outcome, verdict, reason);
  result_.verdict = outcome.verdict;
  result_.reason = std::move(outcome.reason);
}

reports::Offset FindingMaker::since_start(stack::TimePoint at) const {
  return std::chrono::duration_cast<reports::Offset>(at - start_);
}

reports::CaseResult FindingMaker::finish(stack::TimePoint now) {
  for (const auto& [key, known] : known_) {
    if (known.repeated > 0) {
      result_.findings[known.index].message += fmt::format(
          " (also in {} more message{})", known.repeated, known.repeated == 1 ? "" : "s");
    }
  }
  result_.duration = since_start(now);
  return std::move(result_);
}

const Requirement* FindingMaker::requirement(std::string_view id) const {
  return environment_->catalogue == nullptr ? nullptr : environment_->catalogue->find(id);
}

bool FindingMaker::in_profile(const Requirement& requirement) const {
  return in_force(requirement, environment_->profile);
}

void FindingMaker::add(reports::Finding finding) {
  reports::add_finding(result_, finding);
  if (observer_->on_finding) {
    observer_->on_finding(finding);
  }
}

reports::Check FindingMaker::row(const StepFinding& what, Verdict verdict) const {
  const Requirement* known = requirement(what.requirement);
  return {.id = what.check,
          .text = what.text,
          .requirement = what.requirement,
          .level = known == nullptr ? std::string() : std::string(to_string(known->level)),
          .verdict = verdict,
          .actual = what.actual,
          .message_index = what.message_index,
          .step = what.step,
          .file = what.place == nullptr ? std::string() : what.place->file,
          .line = what.place == nullptr ? 0U : what.place->line};
}

bool FindingMaker::merged_with_rule(const StepFinding& what) {
  for (const auto& [key, known] : known_) {
    reports::Finding& finding = result_.findings[known.index];
    if (key.second != what.requirement || !what.message_index ||
        finding.message_index != what.message_index) {
      continue;
    }
    finding.step = what.step;
    if (what.place != nullptr) {
      finding.file = what.place->file;
      finding.line = what.place->line;
    }
    return true;
  }
  return false;
}

}  // namespace sipspec::harness
