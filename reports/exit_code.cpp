#include "reports/exit_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sipspec::reports {

namespace {

// The strongest first.
constexpr std::array precedence = {exit_code::usage,
                                   exit_code::interrupted,
                                   exit_code::terminated,
                                   exit_code::internal_error,
                                   exit_code::setup_failed,
                                   exit_code::gate_failed,
                                   exit_code::report_not_written,
                                   exit_code::max_time,
                                   exit_code::inconclusive,
                                   exit_code::nothing_selected,
                                   exit_code::success};

std::string amount(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

class Verdicts {
 public:
  void add_if(bool applies, int code, std::string sentence) {
    if (applies) {
      gates_.push_back({code, std::move(sentence)});
    }
  }

  Gate strongest() const {
    Gate best{.exit_code = exit_code::success, .sentence = ""};
    for (const auto& gate : gates_) {
      if (stronger(best.exit_code, gate.exit_code) != best.exit_code || best.sentence.empty()) {
        best = gate;
      }
    }
    return best;
  }

 private:
  std::vector<Gate> gates_;
};

std::vector<std::string> failures(const GateInput& input) {
  std::vector<std::string> out;
  const auto add = [&](std::size_t count, std::string_view one, std::string_view many) {
    if (count != 0) {
      out.push_back(amount(count, one, many));
    }
  };
  add(input.unexpected, "case failed", "cases failed");
  add(input.xpass, "case passed that was expected to fail",
      "cases passed that were expected to fail");
  add(input.changed, "case failed in another way than expected",
      "cases failed in another way than expected");
  add(input.stale, "expectation matches nothing", "expectations match nothing");
  if (input.strictness == Strictness::strict) {
    add(input.counts[Verdict::non_strict], "case breaks a SHOULD and --strict was given",
        "cases break a SHOULD and --strict was given");
  }
  return out;
}

std::vector<std::string> doubts(const GateInput& input) {
  std::vector<std::string> out;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count != 0) {
      out.push_back(fmt::format("{} {}", amount(count, "case", "cases"), what));
    }
  };
  add(input.counts[Verdict::inconc], "inconclusive");
  add(input.counts[Verdict::notrun], "not run");
  add(input.flaky, "flaky");
  return out;
}

}  // namespace

int stronger(int a, int b) {
  const auto* rank_a = std::ranges::find(precedence, a);
  const auto* rank_b = std::ranges::find(precedence, b);
  return rank_a <= rank_b ? a : b;
}

GateInput gate_input(const RunResult& run) {
  GateInput input;
  input.counts = Counts(run.cases);
  for (const auto& result : run.cases) {
    const Disposition disposition = result.disposition;
    const bool covered = disposition == Disposition::xfail || disposition == Disposition::changed;
    input.unexpected += result.verdict == Verdict::fail && !covered ? 1U : 0U;
    input.xpass += disposition == Disposition::xpass ? 1U : 0U;
    input.changed += disposition == Disposition::changed ? 1U : 0U;
    input.flaky += disposition == Disposition::flaky ? 1U : 0U;
  }
  input.strictness = run.info.strictness == "strict" ? Strictness::strict : Strictness::normal;
  input.end = run.end;
  return input;
}

Gate judge(const GateInput& input) {
  Verdicts verdicts;
  const Counts& counts = input.counts;
  const auto failed = failures(input);
  const auto doubted = doubts(input);
  const std::size_t internal = input.internal_errors + counts[Verdict::error];
  verdicts.add_if(input.end == RunEnd::usage_error, exit_code::usage, "nothing was sent");
  verdicts.add_if(input.stop == Stop::sigint, exit_code::interrupted, "interrupted by the user");
  verdicts.add_if(input.stop == Stop::sigterm, exit_code::terminated, "ended by a signal");
  verdicts.add_if(internal != 0, exit_code::internal_error,
                  amount(internal, "fault", "faults") + " of sipspec itself");
  verdicts.add_if(input.end == RunEnd::setup_failed, exit_code::setup_failed,
                  "the device could not be started or reached");
  verdicts.add_if(!failed.empty(), exit_code::gate_failed,
                  fmt::format("{}", fmt::join(failed, ", ")));
  verdicts.add_if(input.unwritten_reports != 0, exit_code::report_not_written,
                  amount(input.unwritten_reports, "report", "reports") + " could not be written");
  verdicts.add_if(input.end == RunEnd::max_time, exit_code::max_time, "the time limit was reached");
  verdicts.add_if(!doubted.empty() || input.end == RunEnd::interrupted, exit_code::inconclusive,
                  doubted.empty()
                      ? "the run was interrupted"
                      : fmt::format("nothing failed, but {}", fmt::join(doubted, ", ")));
  verdicts.add_if(counts.judged() == 0 && input.empty == EmptySelection::refused,
                  exit_code::nothing_selected,
                  counts.total() == 0 ? "no case was selected" : "no case applied to this device");
  verdicts.add_if(true, exit_code::success,
                  counts.judged() == 0 ? "no case was run"
                                       : fmt::format("{} judged, none failed unexpectedly",
                                                     amount(counts.judged(), "case", "cases")));
  return verdicts.strongest();
}

}  // namespace sipspec::reports
