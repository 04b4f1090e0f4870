#include "reports/console.hpp"

#include "tests/reports/approval.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sipspec::reports::test {

namespace {

std::string said(const std::vector<Event>& events, Terminal terminal, Verbosity verbosity) {
  std::ostringstream out;
  Console console(out, terminal, {.verbosity = verbosity, .report_paths = {"out/report.html"}});
  for (const auto& event : events) {
    console.on_event(event);
  }
  return out.str();
}

/// Escape sequences as text, so that an approved file can be read.
std::string readable(std::string text) {
  for (std::size_t at = 0; (at = text.find('\x1b', at)) != std::string::npos;) {
    text.replace(at, 1, "␛");
  }
  for (std::size_t at = 0; (at = text.find('\r', at)) != std::string::npos;) {
    text.replace(at, 1, "␍");
  }
  return text;
}

Terminal tty() {
  return terminal_for(IsTty::yes, 110, nullptr);
}

Terminal pipe() {
  return terminal_for(IsTty::no, 110, nullptr);
}

}  // namespace

TEST(Console, InAPipeIsAsApproved) {
  EXPECT_TRUE(
      approved("console_pipe.txt", said(events_of(sample_run()), pipe(), Verbosity::normal)));
}

TEST(Console, OnATerminalIsAsApproved) {
  EXPECT_TRUE(approved("console_tty.txt",
                       readable(said(events_of(sample_run()), tty(), Verbosity::normal))));
}

TEST(Console, VeryVerboseIsAsApproved) {
  RunResult run = sample_run();
  run.cases = {run.cases[0], run.cases[11]};
  run.info.plan.clear();
  EXPECT_TRUE(
      approved("console_very_verbose.txt", said(events_of(run), pipe(), Verbosity::very_verbose)));
}

TEST(Console, QuietSaysOnlyTheEnd) {
  const std::string text = said(events_of(sample_run()), pipe(), Verbosity::quiet);
  EXPECT_TRUE(text.starts_with("\n── known failures"));
  EXPECT_NE(text.find("Gate not passed: 1 fault of sipspec itself (exit code 70)"),
            std::string::npos);
}

TEST(Console, InAPipeHasNoEscapeSequenceAndOneLineACase) {
  const std::string text = said(events_of(large_run(20)), pipe(), Verbosity::normal);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_NE(
      text.find(
          "\nPASS            rfc3261/7.1/passing-case-number-0 [transport=udp ip=4]  23 ms\n"),
      std::string::npos);
}

TEST(Console, InAPipeGivesASignOfLifeEveryThirtySeconds) {
  std::vector<Event> events = {RunStart{}};
  for (int second = 1; second <= 95; ++second) {
    events.emplace_back(Heartbeat{std::chrono::seconds(second), 2, 1, "Timer F: \x1b[2Ja"});
  }
  const std::string text = said(events, pipe(), Verbosity::normal);
  EXPECT_NE(
      text.find("\n00:30 0 of 0 done, 2 running, 1 to start, waiting for Timer F: \\x1b[2Ja\n"),
      std::string::npos);
  EXPECT_NE(text.find("\n01:00 "), std::string::npos);
  EXPECT_NE(text.find("\n01:30 "), std::string::npos);
  EXPECT_EQ(text.find("\n00:31 "), std::string::npos);
}

TEST(Console, TheStatusLineFitsTheTerminal) {
  RunInfo info;
  const std::vector<Event> events = {RunStart{info},
                                     Heartbeat{Offset{1}, 3, 1, std::string(300, 'x')}};
  const std::string text = said(events, terminal_for(IsTty::yes, 60, "1"), Verbosity::normal);
  const std::string status = text.substr(text.rfind('\n') + 1);
  EXPECT_EQ(status.find("[ 0/0 "), 0U);
  EXPECT_TRUE(status.ends_with("…"));
  EXPECT_LT(status.size(), 70U);
}

TEST(Console, NoColorTurnsColoursOffButNotTheStatusLine) {
  const Terminal terminal = terminal_for(IsTty::yes, 100, "1");
  EXPECT_EQ(terminal.colour, Colour::off);
  EXPECT_EQ(terminal.form, Terminal::Form::tty);
  EXPECT_EQ(terminal_for(IsTty::yes, 100, "").colour, Colour::on);
  EXPECT_EQ(terminal_for(IsTty::yes, 100, nullptr).colour, Colour::on);
  EXPECT_EQ(terminal_for(IsTty::no, 100, nullptr).colour, Colour::off);
}

TEST(Console, KeepsTheCasesOfASectionTogetherOnATerminal) {
  RunResult run = large_run(0);
  std::swap(run.cases[1], run.cases[11]);
  const std::string text = said(events_of(run), tty(), Verbosity::normal);
  const std::string heading = "rfc3428 §7 Method Definition\x1b[0m\n";
  EXPECT_NE(text.find(heading), std::string::npos);
  EXPECT_EQ(text.find(heading), text.rfind(heading));
}

TEST(Console, ShowsCasesOfASectionThatNeverBecameComplete) {
  RunResult run = sample_run();
  run.cases.resize(2);
  run.end = RunEnd::interrupted;
  const std::string text = said(events_of(run), tty(), Verbosity::normal);
  EXPECT_NE(text.find("plain-text-is-answered"), std::string::npos);
}

}  // namespace sipspec::reports::test
