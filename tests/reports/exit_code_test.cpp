#include "reports/exit_code.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sipspec::reports::test {

namespace {

GateInput with(Verdict verdict, std::size_t count = 1) {
  GateInput input;
  for (std::size_t i = 0; i < count; ++i) {
    input.counts.add(verdict);
  }
  input.unexpected = verdict == Verdict::fail ? count : 0;
  return input;
}

}  // namespace

TEST(ExitCode, PrecedenceIsThatOfTheContract) {
  constexpr std::array strongest_first = {2, 130, 143, 70, 3, 1, 74, 6, 5, 4, 0};
  for (std::size_t i = 0; i < strongest_first.size(); ++i) {
    for (std::size_t j = i; j < strongest_first.size(); ++j) {
      EXPECT_EQ(stronger(strongest_first.at(i), strongest_first.at(j)), strongest_first.at(i));
      EXPECT_EQ(stronger(strongest_first.at(j), strongest_first.at(i)), strongest_first.at(i));
    }
  }
}

TEST(Gate, EveryVerdictAloneHasItsCode) {
  EXPECT_EQ(judge(with(Verdict::pass)).exit_code, 0);
  EXPECT_EQ(judge(with(Verdict::info)).exit_code, 0);
  EXPECT_EQ(judge(with(Verdict::non_strict)).exit_code, 0);
  EXPECT_EQ(judge(with(Verdict::fail)).exit_code, 1);
  EXPECT_EQ(judge(with(Verdict::inconc)).exit_code, 5);
  EXPECT_EQ(judge(with(Verdict::notrun)).exit_code, 5);
  EXPECT_EQ(judge(with(Verdict::error)).exit_code, 70);
  EXPECT_EQ(judge(with(Verdict::skipped)).exit_code, 4);
  EXPECT_EQ(judge(with(Verdict::not_applicable)).exit_code, 4);
  EXPECT_EQ(judge(with(Verdict::unimplemented)).exit_code, 4);
}

TEST(Gate, NeverCountsFailuresIntoTheCode) {
  EXPECT_EQ(judge(with(Verdict::fail, 256)).exit_code, 1);
  EXPECT_EQ(judge(with(Verdict::fail, 256)).sentence, "256 cases failed");
}

TEST(Gate, AnEmptySelectionIsNoSuccessUnlessAllowed) {
  GateInput input;
  EXPECT_EQ(judge(input).exit_code, exit_code::nothing_selected);
  EXPECT_EQ(judge(input).sentence, "no case was selected");
  input.empty = EmptySelection::allowed;
  EXPECT_EQ(judge(input).exit_code, exit_code::success);
}

TEST(Gate, StrictMakesABrokenShouldAFailure) {
  GateInput input = with(Verdict::non_strict);
  input.strictness = Strictness::strict;
  EXPECT_EQ(judge(input).exit_code, exit_code::gate_failed);
}

TEST(Gate, ExpectationsThatNoLongerHoldFailIt) {
  for (auto member : {&GateInput::xpass, &GateInput::changed, &GateInput::stale}) {
    GateInput input = with(Verdict::pass);
    input.*member = 1;
    EXPECT_EQ(judge(input).exit_code, exit_code::gate_failed);
  }
}

TEST(Gate, AFlakyCaseIsInconclusiveAndNotGreen) {
  GateInput input = with(Verdict::pass);
  input.flaky = 1;
  EXPECT_EQ(judge(input).exit_code, exit_code::inconclusive);
  EXPECT_EQ(judge(input).sentence, "nothing failed, but 1 case flaky");
}

TEST(Gate, AFailureThatAnExpectationCoversDoesNotFailIt) {
  RunResult run;
  CaseResult known;
  known.verdict = Verdict::fail;
  known.disposition = Disposition::xfail;
  run.cases = {known};
  run.end = RunEnd::complete;
  EXPECT_EQ(judge(gate_input(run)).exit_code, exit_code::success);
  run.cases[0].disposition = Disposition::none;
  EXPECT_EQ(judge(gate_input(run)).exit_code, exit_code::gate_failed);
}

TEST(Gate, AnInterruptedRunWithoutFailuresIsInconclusive) {
  GateInput input = with(Verdict::pass);
  input.end = RunEnd::interrupted;
  EXPECT_EQ(judge(input).exit_code, exit_code::inconclusive);
}

TEST(Gate, EverythingAtOnceGivesTheStrongestWithItsOwnSentence) {
  GateInput input = with(Verdict::fail);
  input.counts.add(Verdict::inconc);
  input.end = RunEnd::max_time;
  EXPECT_EQ(judge(input).exit_code, exit_code::gate_failed);
  input.unwritten_reports = 2;
  EXPECT_EQ(judge(input).exit_code, exit_code::gate_failed);
  input.end = RunEnd::setup_failed;
  EXPECT_EQ(judge(input).exit_code, exit_code::setup_failed);
  input.internal_errors = 1;
  EXPECT_EQ(judge(input).sentence, "1 fault of sipspec itself");
  input.stop = Stop::sigterm;
  EXPECT_EQ(judge(input).exit_code, 143);
  input.stop = Stop::sigint;
  EXPECT_EQ(judge(input).exit_code, 130);
  input.end = RunEnd::usage_error;
  EXPECT_EQ(judge(input).exit_code, 2);
}

TEST(Gate, AReportThatCannotBeWrittenIsNoSuccess) {
  GateInput input = with(Verdict::pass);
  input.unwritten_reports = 1;
  EXPECT_EQ(judge(input).exit_code, exit_code::report_not_written);
}

}  // namespace sipspec::reports::test
