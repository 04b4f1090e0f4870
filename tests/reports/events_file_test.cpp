#include "reports/events_file.hpp"

#include "reports/html.hpp"
#include "reports/json.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace sipspec::reports::test {

namespace {

std::filesystem::path file_for_test() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = std::filesystem::path(testing::TempDir()) / "sipspec-events" /
                    (std::string(info->name()) + ".jsonl");
  std::filesystem::remove(path);
  return path;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_events(const std::filesystem::path& path, const std::vector<Event>& events) {
  EventsWriter writer(path);
  for (const auto& event : events) {
    writer.on_event(event);
  }
  ASSERT_TRUE(writer.close().ok());
}

void overwrite(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace

TEST(EventsFile, GivesBackTheWholeRun) {
  const auto path = file_for_test();
  const RunResult run = sample_run();
  write_events(path, events_of(run));
  const auto read = read_events(path);
  ASSERT_TRUE(read) << read.error.sentence;
  EXPECT_TRUE(read->problems.empty());
  EXPECT_EQ(read->run.end, RunEnd::complete);
  EXPECT_TRUE(render_json(read->run) == render_json(run));
  EXPECT_TRUE(render_html(read->run, {}) == render_html(run, {}));
}

TEST(EventsFile, GivesBackAHostileRunTheSameInEveryReport) {
  const auto path = file_for_test();
  const RunResult run = hostile_run();
  write_events(path, events_of(run));
  const auto read = read_events(path);
  ASSERT_TRUE(read) << read.error.sentence;
  EXPECT_TRUE(render_json(read->run) == render_json(run));
  EXPECT_EQ(read->run.cases[0].messages[0].octets, run.cases[0].messages[0].octets);
}

TEST(EventsFile, IsFlushedWithEveryEvent) {
  const auto path = file_for_test();
  EventsWriter writer(path);
  std::size_t size = 0;
  for (const auto& event : events_of(sample_run())) {
    writer.on_event(event);
    const std::string now = content(path);
    EXPECT_GT(now.size(), size);
    EXPECT_TRUE(now.ends_with('\n'));
    size = now.size();
  }
}

TEST(EventsFile, HoldsTheOctetsOfAStreamedMessageOnce) {
  const auto path = file_for_test();
  RunResult run = sample_run();
  run.cases = {run.cases[1]};
  write_events(path, events_of(run));
  const std::string text = content(path);
  const std::string needle = "Watson, come here.";
  EXPECT_NE(text.find(needle), std::string::npos);
  EXPECT_EQ(text.find(needle), text.rfind(needle));
}

TEST(EventsFile, WithoutItsEndIsAnInterruptedRun) {
  const auto path = file_for_test();
  auto events = events_of(sample_run());
  events.pop_back();
  write_events(path, events);
  const auto read = read_events(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->run.end, RunEnd::interrupted);
  EXPECT_EQ(read->run.cases.size(), sample_run().cases.size());
  EXPECT_FALSE(read->run.gate.empty());
}

TEST(EventsFile, ShowsACaseThatWasRunningWhenTheRunWasKilled) {
  const auto path = file_for_test();
  const CaseResult victim = sample_case("no-contact-in-2xx");
  CaseResult head;
  head.id = victim.id;
  head.variant = victim.variant;
  write_events(path, {RunStart{}, CaseStart{Offset{10}, head},
                      MessageSeen{Offset{20}, case_name(victim), victim.messages[0]},
                      Heartbeat{Offset{1000}, 1, 0, "r1"}});
  const auto read = read_events(path);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->run.cases.size(), 1U);
  EXPECT_EQ(read->run.cases[0].verdict, Verdict::inconc);
  EXPECT_EQ(read->run.cases[0].messages.at(0).octets, victim.messages[0].octets);
  EXPECT_EQ(read->run.cases[0].duration, Offset{990});
}

TEST(EventsFile, KeepsTheFindingsOfACaseThatWasCut) {
  const auto path = file_for_test();
  const CaseResult victim = sample_case("no-contact-in-2xx");
  CaseResult head;
  head.id = victim.id;
  write_events(path, {RunStart{}, CaseStart{Offset{10}, head},
                      FindingMade{Offset{20}, victim.id, victim.findings[0]}});
  const auto read = read_events(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->run.cases.at(0).verdict, Verdict::fail);
}

TEST(EventsFile, CanBeCutAnywhere) {
  const auto path = file_for_test();
  RunResult run = sample_run();
  run.cases = {run.cases[1], run.cases[5]};
  write_events(path, events_of(run));
  const std::string text = content(path);
  const std::size_t first_line = text.find('\n') + 1;
  for (std::size_t size = first_line; size < text.size() - 1; size += 97) {
    overwrite(path, std::string_view(text).substr(0, size));
    const auto read = read_events(path);
    ASSERT_TRUE(read) << size;
    EXPECT_EQ(read->run.end, RunEnd::interrupted) << size;
    const bool whole_line = text[size - 1] == '\n';
    EXPECT_EQ(read->problems.empty(), whole_line) << size;
  }
}

TEST(EventsFile, LeavesOutADamagedLineAndSaysWhich) {
  const auto path = file_for_test();
  overwrite(path, to_line(RunStart{}) + "\n{\"event\":\"??\"}\n[]\n{\n" +
                      to_line(RunFinished{Offset{1}, RunEnd::complete, 0, "good"}) + "\n");
  const auto read = read_events(path);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->problems.size(), 3U);
  EXPECT_TRUE(read->problems[0].starts_with("line 2: "));
  EXPECT_EQ(read->run.end, RunEnd::complete);
}

TEST(EventsFile, RefusesWhatIsNone) {
  const auto path = file_for_test();
  EXPECT_FALSE(read_events(path));
  std::filesystem::create_directories(path.parent_path());
  overwrite(path, "");
  EXPECT_FALSE(read_events(path));
  overwrite(path, "<html>\n");
  EXPECT_FALSE(read_events(path));
  overwrite(path, "{\"event\":\"case_end\"}\n");
  EXPECT_FALSE(read_events(path));
}

TEST(EventsFile, DoesNotBreakOnValuesOfOtherTypes) {
  const auto path = file_for_test();
  overwrite(
      path,
      to_line(RunStart{}) +
          "\n{\"event\":\"case_end\",\"at_us\":\"x\",\"result\":{\"id\":7,\"line\":-1,"
          "\"verdict\":\"MAYBE\",\"findings\":[1,{}],\"messages\":{},\"started_us\":1e300}}\n");
  const auto read = read_events(path);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->run.cases.size(), 1U);
  EXPECT_EQ(read->run.cases[0].verdict, Verdict::notrun);
  EXPECT_EQ(read->run.cases[0].line, 0U);
}

TEST(EventsFile, SaysWhyItCannotBeWritten) {
  EventsWriter writer("/proc/none/events.jsonl");
  writer.on_event(RunStart{});
  const WriteResult result = writer.close();
  EXPECT_FALSE(result.ok());
  EXPECT_NE(result.sentence().find("/proc/none/events.jsonl: "), std::string::npos);
}

TEST(EventsFile, ADiskThatIsFullIsNoticed) {
  EventsWriter writer("/dev/full");
  writer.on_event(RunStart{});
  EXPECT_FALSE(writer.close().ok());
}

TEST(ResultBuilder, ARetryReplacesTheCaseAndKeepsTheFirstAttempt) {
  ResultBuilder builder;
  CaseResult result;
  result.id = "a";
  result.verdict = Verdict::inconc;
  result.reason = "no answer";
  builder.on_event(CaseEnd{Offset{1}, result});
  result.verdict = Verdict::pass;
  builder.on_event(CaseEnd{Offset{2}, result});
  const RunResult run = builder.result();
  ASSERT_EQ(run.cases.size(), 1U);
  EXPECT_EQ(run.cases[0].verdict, Verdict::pass);
  ASSERT_EQ(run.cases[0].attempts.size(), 1U);
  EXPECT_EQ(run.cases[0].attempts[0].reason, "no answer");
}

TEST(WriteFile, LeavesNoHalfAndNoRest) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "sipspec-write";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(write_file(folder / "a/b.txt", "one").ok());
  ASSERT_TRUE(write_file(folder / "a/b.txt", "two").ok());
  EXPECT_EQ(content(folder / "a/b.txt"), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "a"), {}), 1);
  EXPECT_FALSE(write_file("/dev/full/x", "x").ok());
  EXPECT_FALSE(write_file(folder / "a", "a folder is in the way").ok());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

}  // namespace sipspec::reports::test
