#include "reports/broken.hpp"

#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

namespace sipspec::reports::test {
namespace {

Finding finding(std::string requirement, Verdict verdict = Verdict::fail) {
  Finding one;
  one.requirement = std::move(requirement);
  one.verdict = verdict;
  return one;
}

CaseResult case_with(std::string id, std::vector<Finding> findings) {
  CaseResult result;
  result.id = std::move(id);
  for (Finding& one : findings) {
    add_finding(result, std::move(one));
  }
  return result;
}

std::vector<std::string> ids(const std::vector<Broken>& all) {
  std::vector<std::string> out;
  for (const Broken& one : all) {
    out.push_back(one.finding->requirement);
  }
  return out;
}

TEST(BrokenRequirements, AreNamedOnceWithEachOfTheirCasesOnce) {
  const std::vector<CaseResult> cases = {case_with("a", {finding("R1"), finding("R1")}),
                                         case_with("b", {finding("R1")})};
  const auto all = broken_requirements(cases);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].cases, (std::vector<const CaseResult*>{&cases[0], &cases[1]}));
}

TEST(BrokenRequirements, ComeGravestFirstThenByCasesThenById) {
  const std::vector<CaseResult> cases = {
      case_with("a", {finding("R9"), finding("R1", Verdict::non_strict), finding("R3")}),
      case_with("b", {finding("R9"), finding("R1", Verdict::non_strict), finding("R2")})};
  EXPECT_EQ(ids(broken_requirements(cases)), (std::vector<std::string>{"R9", "R2", "R3", "R1"}));
}

TEST(BrokenRequirements, HaveTheGravestVerdictOfTheirFindings) {
  const std::vector<CaseResult> cases = {
      case_with("a", {finding("R1", Verdict::info), finding("R1", Verdict::fail)})};
  EXPECT_EQ(broken_requirements(cases).at(0).verdict, Verdict::fail);
}

TEST(BrokenRequirements, LeaveOutWhatIsNotTheDevicesOrNamesNone) {
  Finding own = finding("R1");
  own.blame = Blame::harness;
  Finding interop = finding("R2");
  interop.kind = FindingKind::interop;
  const std::vector<CaseResult> cases = {case_with("a", {own, interop, finding("")})};
  EXPECT_TRUE(broken_requirements(cases).empty());
}

}  // namespace
}  // namespace sipspec::reports::test
