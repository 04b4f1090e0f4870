#include "reports/verdict.hpp"

#include "reports/result.hpp"

#include <gtest/gtest.h>

namespace sipspec::reports::test {

TEST(Verdict, OrderOfTheFirstSixIsTheOrderInWhichTheyOverride) {
  for (std::size_t i = 1; i < 6; ++i) {
    EXPECT_GT(severity(all_verdicts.at(i)), severity(all_verdicts.at(i - 1)));
  }
}

TEST(Verdict, CombinesAllPairsToTheGraverOneWhateverTheOrder) {
  for (const Verdict a : all_verdicts) {
    for (const Verdict b : all_verdicts) {
      const Verdict both = combine(a, b);
      EXPECT_EQ(both, combine(b, a));
      EXPECT_EQ(severity(both), std::max(severity(a), severity(b)));
      EXPECT_TRUE(both == a || both == b);
    }
  }
}

TEST(Verdict, NoTwoHaveTheSameSeverityNameOrSymbol) {
  for (const Verdict a : all_verdicts) {
    for (const Verdict b : all_verdicts) {
      if (a != b) {
        EXPECT_NE(severity(a), severity(b));
        EXPECT_NE(to_string(a), to_string(b));
        EXPECT_NE(symbol(a), symbol(b));
      }
    }
    EXPECT_EQ(verdict_from(to_string(a)), a);
  }
  EXPECT_EQ(verdict_from("pass"), std::nullopt);
}

TEST(Verdict, ACheckThatDoesNotApplyTakesNothingFromAPass) {
  EXPECT_EQ(combine(Verdict::pass, Verdict::not_applicable), Verdict::pass);
  EXPECT_EQ(combine(Verdict::pass, Verdict::skipped), Verdict::pass);
}

TEST(Verdict, WhatWasNotReachedOrNotImplementedIsNeverAPass) {
  EXPECT_EQ(combine(Verdict::pass, Verdict::notrun), Verdict::notrun);
  EXPECT_EQ(combine(Verdict::pass, Verdict::unimplemented), Verdict::unimplemented);
  EXPECT_EQ(combine(Verdict::fail, Verdict::unimplemented), Verdict::fail);
}

TEST(Outcome, KeepsTheFirstReasonOfTheGravestVerdict) {
  for (const Verdict a : all_verdicts) {
    for (const Verdict b : all_verdicts) {
      Outcome outcome{a, "first"};
      combine(outcome, b, "second");
      const bool graver = severity(b) > severity(a);
      EXPECT_EQ(outcome.reason, graver ? "second" : "first") << to_string(a) << to_string(b);
      EXPECT_EQ(outcome.verdict, graver ? b : a);
    }
  }
}

TEST(Outcome, ALaterPassNeverCoversAnEarlierFail) {
  Outcome outcome;
  combine(outcome, Verdict::fail, "415 without Accept");
  combine(outcome, Verdict::pass, "all is well");
  combine(outcome, Verdict::fail, "another");
  EXPECT_EQ(outcome.verdict, Verdict::fail);
  EXPECT_EQ(outcome.reason, "415 without Accept");
}

TEST(CaseResult, AnInteropFindingLeavesTheVerdictAlone) {
  CaseResult result;
  result.verdict = Verdict::pass;
  Finding finding;
  finding.kind = FindingKind::interop;
  finding.verdict = Verdict::fail;
  add_finding(result, finding);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.findings.size(), 1U);
}

TEST(CaseResult, AFindingInACaseThatWasNotJudgedYetMakesItsVerdict) {
  CaseResult result;
  Finding finding;
  finding.requirement = "R-1";
  finding.message = "wrong";
  finding.verdict = Verdict::non_strict;
  add_finding(result, finding);
  EXPECT_EQ(result.verdict, Verdict::non_strict);
  EXPECT_EQ(result.reason, "R-1: wrong");
}

TEST(Counts, AddUp) {
  Counts counts;
  for (const Verdict verdict : all_verdicts) {
    counts.add(verdict);
    EXPECT_EQ(counts[verdict], 1U);
  }
  EXPECT_EQ(counts.total(), 10U);
  EXPECT_EQ(counts.judged(), 6U);
}

TEST(Disposition, NamesAreReadBack) {
  for (const auto value :
       {Disposition::none, Disposition::expected, Disposition::unexpected, Disposition::xfail,
        Disposition::xpass, Disposition::changed, Disposition::flaky, Disposition::stale}) {
    EXPECT_EQ(disposition_from(to_string(value)), value);
  }
  EXPECT_EQ(disposition_from("?"), std::nullopt);
}

}  // namespace sipspec::reports::test
