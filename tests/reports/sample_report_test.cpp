// Writes every report of the sample into a folder: SIPSPEC_SAMPLE_DIR says where, to look at them.

#include "reports/console.hpp"
#include "reports/events_file.hpp"
#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/ladder_svg.hpp"
#include "reports/write_file.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sipspec::reports::test {

namespace {

std::filesystem::path folder() {
  const char* wanted = std::getenv("SIPSPEC_SAMPLE_DIR");
  return wanted != nullptr ? std::filesystem::path(wanted)
                           : std::filesystem::path(testing::TempDir()) / "sipspec-sample";
}

std::string console_text(const RunResult& run) {
  std::ostringstream out;
  Console console(out, terminal_for(IsTty::yes, 118, nullptr), {});
  replay(run, console);
  return out.str();
}

}  // namespace

TEST(SampleReport, EveryReportOfOneRunIsWrittenToAFolder) {
  const RunResult run = sample_run();
  const auto to = folder();
  EXPECT_TRUE(write_file(to / "report.html", render_html(run, {})).ok());
  EXPECT_TRUE(write_file(to / "large.html", render_html(large_run(120), {})).ok());
  EXPECT_TRUE(write_file(to / "hostile.html", render_html(hostile_run(), {})).ok());
  EXPECT_TRUE(write_file(to / "results.json", render_json(run)).ok());
  EXPECT_TRUE(write_file(to / "junit.xml", render_junit(run, {})).ok());
  EXPECT_TRUE(write_file(to / "strict.xml", render_junit(run, {JunitDialect::strict})).ok());
  EXPECT_TRUE(write_file(to / "hostile.xml", render_junit(hostile_run(), {})).ok());
  EXPECT_TRUE(write_file(to / "console.txt", console_text(run)).ok());
  const SvgOptions own{.use = SvgOptions::Use::own_file};
  EXPECT_TRUE(write_file(to / "ladder.svg", ladder_svg(lay_out(run.cases.back()), own)).ok());
  EventsWriter events(to / "events.jsonl");
  for (const Event& event : events_of(run)) {
    events.on_event(event);
  }
  EXPECT_TRUE(events.close().ok());
}

}  // namespace sipspec::reports::test
