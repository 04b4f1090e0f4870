#include "reports/event.hpp"

#include <algorithm>

namespace sipspec::reports {

namespace {

using Cases = std::vector<CaseResult>;

Cases::iterator find_case(Cases& cases, std::string_view name) {
  return std::ranges::find_if(cases, [&](const auto& result) { return case_name(result) == name; });
}

/// Octets that were streamed are not repeated at the end.
void take_octets(CaseResult& result, const CaseResult& streamed) {
  for (auto& message : result.messages) {
    const auto found = std::ranges::find(streamed.messages, message.index, &MessageRecord::index);
    if (message.octets.empty() && found != streamed.messages.end()) {
      message.octets = found->octets;
    }
  }
}

Attempt attempt_of(const CaseResult& result) {
  return {.verdict = result.verdict, .reason = result.reason, .duration = result.duration};
}

class Builder {
 public:
  Builder(RunResult& run, Cases& open) : run_(run), open_(open) {}

  void operator()(const RunStart& event) { run_.info = event.info; }

  void operator()(const CaseStart& event) {
    reached(event.at);
    auto& result = open_.emplace_back(event.head);
    result.started = event.at;
  }

  void operator()(const MessageSeen& event) {
    reached(event.at);
    if (const auto found = find_case(open_, event.case_name); found != open_.end()) {
      found->messages.push_back(event.message);
    }
  }

  void operator()(const FindingMade& event) {
    reached(event.at);
    if (const auto found = find_case(open_, event.case_name); found != open_.end()) {
      found->findings.push_back(event.finding);
    }
  }

  void operator()(const CaseEnd& event) {
    reached(event.at);
    CaseResult result = event.result;
    const std::string name = case_name(result);
    if (const auto found = find_case(open_, name); found != open_.end()) {
      take_octets(result, *found);
      open_.erase(found);
    }
    const auto earlier = find_case(run_.cases, name);
    if (earlier == run_.cases.end()) {
      run_.cases.push_back(std::move(result));
      return;
    }
    if (result.attempts.empty()) {
      result.attempts = earlier->attempts;
      result.attempts.push_back(attempt_of(*earlier));
    }
    *earlier = std::move(result);
  }

  void operator()(const Heartbeat& event) { reached(event.at); }

  void operator()(const DeviceEvent& event) {
    reached(event.record.at);
    run_.device_events.push_back(event.record);
  }

  void operator()(const RunFinished& event) {
    reached(event.at);
    run_.end = event.end;
    run_.exit_code = event.exit_code;
    run_.gate = event.gate;
    run_.statistics = event.statistics;
  }

 private:
  void reached(Offset at) { run_.duration = std::max(run_.duration, at); }

  RunResult& run_;
  Cases& open_;
};

CaseResult cut_short(CaseResult result, Offset now) {
  Outcome outcome;
  for (const auto& finding : result.findings) {
    if (finding.kind == FindingKind::conformance) {
      combine(outcome, finding.verdict, one_line(finding));
    }
  }
  combine(outcome, Verdict::inconc, "the run ended while this case was running");
  result.verdict = outcome.verdict;
  result.reason = outcome.reason;
  result.duration = now - result.started;
  return result;
}

}  // namespace

void ResultBuilder::on_event(const Event& event) {
  std::visit(Builder(run_, open_), event);
}

RunResult ResultBuilder::result() const {
  RunResult run = run_;
  for (const auto& result : open_) {
    run.cases.push_back(cut_short(result, run.duration));
  }
  if (run.end == RunEnd::interrupted && run.gate.empty()) {
    run.gate = "the run was interrupted: what follows is what had happened until then";
  }
  return run;
}

}  // namespace sipspec::reports
