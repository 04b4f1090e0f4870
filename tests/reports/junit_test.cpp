#include "reports/junit.hpp"

#include "reports/write_file.hpp"
#include "tests/reports/approval.hpp"
#include "tests/reports/sample_run.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

namespace sipspec::reports::test {

namespace {

constexpr JunitOptions strict{.dialect = JunitDialect::strict, .attachment_prefix = {}};

std::size_t count(std::string_view text, std::string_view needle) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(needle, at)) != std::string_view::npos; ++at) {
    ++found;
  }
  return found;
}

/// The value of the first attribute of that name.
std::string attribute(std::string_view text, std::string_view name) {
  const std::string key = fmt::format(" {}=\"", name);
  const std::size_t begin = text.find(key) + key.size();
  return std::string(text.substr(begin, text.find('"', begin) - begin));
}

bool well_formed(const std::string& xml, const std::string& name) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  EXPECT_TRUE(write_file(path, xml).ok());
  const std::string command = fmt::format("xmllint --nonet --noout '{}'", path.string());
  return std::system(command.c_str()) == 0;
}

RunResult small_run() {
  RunResult run = sample_run();
  run.cases = {run.cases[0], run.cases[2],  run.cases[4],
               run.cases[6], run.cases[10], run.cases[13]};
  return run;
}

}  // namespace

TEST(Junit, RichIsAsApproved) {
  EXPECT_TRUE(approved("junit_rich.xml", render_junit(small_run(), {})));
}

TEST(Junit, StrictIsAsApproved) {
  EXPECT_TRUE(approved("junit_strict.xml", render_junit(small_run(), strict)));
}

TEST(Junit, IsWellFormedInBothDialectsWhateverTheDeviceSent) {
  EXPECT_TRUE(well_formed(render_junit(sample_run(), {}), "rich.xml"));
  EXPECT_TRUE(well_formed(render_junit(sample_run(), strict), "strict.xml"));
  EXPECT_TRUE(well_formed(render_junit(hostile_run(), {}), "hostile-rich.xml"));
  EXPECT_TRUE(well_formed(render_junit(hostile_run(), strict), "hostile-strict.xml"));
  EXPECT_TRUE(well_formed(render_junit(RunResult{}, {}), "empty.xml"));
}

TEST(Junit, CountsAgreeWithTheElementsAndWithTheModel) {
  const RunResult run = sample_run();
  const std::string xml = render_junit(run, {});
  const Counts counts(run.cases);
  EXPECT_EQ(attribute(xml, "tests"), std::to_string(counts.total()));
  EXPECT_EQ(count(xml, "<testcase "), counts.total());
  EXPECT_EQ(attribute(xml, "failures"), std::to_string(count(xml, "<failure ")));
  EXPECT_EQ(attribute(xml, "errors"), std::to_string(count(xml, "<error ")));
  // One of the failures is known, and skipped here.
  EXPECT_EQ(count(xml, "<failure "), counts[Verdict::fail] - 1);
  EXPECT_EQ(count(xml, "<error "),
            counts[Verdict::error] + counts[Verdict::inconc] + counts[Verdict::notrun]);
  EXPECT_EQ(count(xml, "<skipped "), counts[Verdict::skipped] + counts[Verdict::unimplemented] +
                                         counts[Verdict::not_applicable] + 1);
}

TEST(Junit, StrictHasNothingThatItsReadersRefuse) {
  const std::string xml = render_junit(sample_run(), strict);
  EXPECT_EQ(count(xml, " assertions="), 0U);
  EXPECT_EQ(count(xml, " line="), 0U);
  EXPECT_EQ(count(xml, "   <properties>"), 0U);
  EXPECT_EQ(count(xml, "  <properties>"), count(xml, "<testsuite "));
  EXPECT_GT(count(xml, "[[PROPERTY|case.id="), 0U);
}

TEST(Junit, MapsEveryVerdict) {
  RunInfo info;
  CaseResult result;
  const auto status = [&](Verdict verdict) {
    result.verdict = verdict;
    return junit_status(result, info);
  };
  EXPECT_EQ(status(Verdict::pass), JunitStatus::passed);
  EXPECT_EQ(status(Verdict::info), JunitStatus::passed);
  EXPECT_EQ(status(Verdict::non_strict), JunitStatus::passed);
  EXPECT_EQ(status(Verdict::fail), JunitStatus::failure);
  EXPECT_EQ(status(Verdict::inconc), JunitStatus::error);
  EXPECT_EQ(status(Verdict::notrun), JunitStatus::error);
  EXPECT_EQ(status(Verdict::error), JunitStatus::error);
  EXPECT_EQ(status(Verdict::skipped), JunitStatus::skipped);
  EXPECT_EQ(status(Verdict::unimplemented), JunitStatus::skipped);
  EXPECT_EQ(status(Verdict::not_applicable), JunitStatus::skipped);
  info.strictness = "strict";
  EXPECT_EQ(status(Verdict::non_strict), JunitStatus::failure);
  result.disposition = Disposition::xpass;
  EXPECT_EQ(status(Verdict::pass), JunitStatus::failure);
  result.disposition = Disposition::xfail;
  EXPECT_EQ(status(Verdict::fail), JunitStatus::skipped);
}

TEST(Junit, NamesAreUniqueAndTheSameInEveryRun) {
  RunResult run;
  for (const char* id : {"a.b/c", "a_b/c", "a/b/c"}) {
    CaseResult result;
    result.id = id;
    result.verdict = Verdict::pass;
    result.duration = Offset{1000};
    run.cases.push_back(result);
  }
  EXPECT_EQ(junit_class(run.cases[0]), "sipspec.a_b");
  EXPECT_EQ(junit_class(run.cases[2]), "sipspec.a.b");
  const std::string xml = render_junit(run, {});
  EXPECT_EQ(count(xml, "<testcase name=\"c\" classname=\"sipspec.a_b\""), 1U);
  EXPECT_EQ(count(xml, "<testcase name=\"a_b/c\" classname=\"sipspec.a_b\""), 1U);
}

TEST(Junit, ARunWithoutCasesIsOneErrorAndNeverAnEmptySuite) {
  RunResult run;
  run.end = RunEnd::setup_failed;
  run.gate = "the device could not be reached";
  const std::string xml = render_junit(run, {});
  EXPECT_EQ(count(xml, "<testcase "), 1U);
  EXPECT_EQ(attribute(xml, "errors"), "1");
  EXPECT_EQ(count(xml, "<error type=\"setup_failed\" message=\"the device could not be reached\">"),
            1U);
}

TEST(Junit, CutsTextsBeforeTheFileGrowsTooLarge) {
  JunitOptions small;
  small.most_octets = 20'000;
  const std::string xml = render_junit(large_run(50), small);
  EXPECT_LT(xml.size(), 120'000U);
  EXPECT_GT(render_junit(large_run(50), {}).size(), xml.size());
  EXPECT_TRUE(well_formed(xml, "cut.xml"));
}

}  // namespace sipspec::reports::test
