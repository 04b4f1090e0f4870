#include "harness/io/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Starts a program and runs the loop until it has ended.
struct Outcome {
  std::vector<std::string> lines;
  std::optional<ExitStatus> status;
};

Outcome run(const ProcessSpec& spec, const std::function<void(EventLoop&, Process&)>& then = {}) {
  EventLoop loop;
  Outcome outcome;
  auto process = Process::start(
      loop, spec,
      {.line = [&](stack::TimePoint, std::string_view line) { outcome.lines.emplace_back(line); },
       .ended =
           [&](stack::TimePoint, ExitStatus status) {
             outcome.status = status;
             loop.stop();
           }});
  EXPECT_TRUE(process) << process.error().message();
  if (!process) {
    return outcome;
  }
  if (then) {
    then(loop, *process);
  }
  loop.call_at(loop.now() + 20s, [&] { loop.stop(); });
  loop.run();
  return outcome;
}

TEST(Process, HandsOverItsOutputByLinesAndItsExitCode) {
  const auto outcome = run({.argv = {"/bin/sh", "-c", "echo one; echo two >&2; exit 3"}});
  EXPECT_EQ(outcome.status, (ExitStatus{3, 0}));
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_NE(std::ranges::find(outcome.lines, "one"), outcome.lines.end());
  EXPECT_NE(std::ranges::find(outcome.lines, "two"), outcome.lines.end());
}

TEST(Process, ReportsTheSignalThatKilledIt) {
  const auto outcome = run({.argv = {"/bin/sh", "-c", "kill -SEGV $$"}});
  EXPECT_EQ(outcome.status, (ExitStatus{0, SIGSEGV}));
  EXPECT_EQ(to_string(*outcome.status), "signal 11 (Segmentation fault)");
  EXPECT_EQ(to_string(ExitStatus{3, 0}), "exit code 3");
}

TEST(Process, TellsOfItsEndAfterAllOfItsOutput) {
  const auto outcome = run({.argv = {"/bin/sh", "-c",
                                     "i=0; while [ $i -lt 2000 ]; do echo $i; "
                                     "i=$((i+1)); done"}});
  ASSERT_EQ(outcome.lines.size(), 2000U);
  EXPECT_EQ(outcome.lines.back(), "1999");
}

TEST(Process, CallsNoHandlerFromWithinItsStart) {
  EventLoop loop;
  bool started = false;
  bool told_early = false;
  const auto process = Process::start(
      loop, {.argv = {"true"}}, {.line = {}, .ended = [&](stack::TimePoint, const ExitStatus&) {
                                   told_early = !started;
                                   loop.stop();
                                 }});
  ASSERT_TRUE(process.has_value());
  started = true;
  loop.run();
  EXPECT_FALSE(told_early);
  EXPECT_EQ(process->status(), (ExitStatus{0, 0}));
}

TEST(Process, ArgumentsAreNotReadByAShell) {
  const auto outcome = run({.argv = {"echo", "$HOME; 'a  b'"}});
  EXPECT_EQ(outcome.lines, std::vector<std::string>{"$HOME; 'a  b'"});
}

TEST(Process, HasItsWorkingDirectoryAndEnvironment) {
  const auto outcome = run({.argv = {"/bin/sh", "-c", "pwd; echo $SIPSPEC_TEST"},
                            .working_directory = "/",
                            .environment = {{"SIPSPEC_TEST", "x y"}}});
  EXPECT_EQ(outcome.lines, (std::vector<std::string>{"/", "x y"}));
}

TEST(Process, IsToldToStopAndThenKilled) {
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome =
      run({.argv = {"/bin/sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; sleep 60"}},
          [](EventLoop& loop, Process& process) {
            loop.call_at(loop.now() + 200ms, [&] { process.terminate(SIGTERM, 100ms); });
          });
  EXPECT_EQ(outcome.status, (ExitStatus{0, SIGKILL}));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 15s);
}

TEST(Process, ItsGroupEndsWithIt) {
  const auto outcome = run({.argv = {"/bin/sh", "-c", "sleep 60 & echo $!; exit 0"}});
  ASSERT_EQ(outcome.lines.size(), 1U);
  const auto child = std::stoi(outcome.lines.front());
  // It is killed, then collected by init: only then is its number unknown.
  for (int i = 0; i < 1000 && ::kill(child, 0) == 0; ++i) {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string text{std::istreambuf_iterator<char>(stat), {}};
    if (text.find(") Z") != std::string::npos) {
      break;
    }
    ::usleep(10'000);
  }
  std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(stat), {}};
  EXPECT_TRUE(text.empty() || text.find(") Z") != std::string::npos) << text;
}

TEST(Process, WhatCannotBeStartedIsAnErrorOfTheSystem) {
  EventLoop loop;
  const auto missing = Process::start(loop, {.argv = {"/nonexistent/program"}}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), boost::system::errc::no_such_file_or_directory);
  EXPECT_FALSE(Process::start(loop, {.argv = {}}, {}));
  EXPECT_FALSE(Process::start(loop, {.argv = {"true"}, .working_directory = "/nonexistent"}, {}));
}

TEST(Process, ItsOutputOnDiskIsBounded) {
  const auto folder = fs::temp_directory_path() / ("sipspec-output-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto outcome =
      run({.argv = {"/bin/sh", "-c", "head -c 12000000 /dev/zero"}, .output = folder});
  EXPECT_EQ(outcome.status, (ExitStatus{0, 0}));
  EXPECT_LE(fs::file_size(folder / "stdout.log"), max_kept_output);
  EXPECT_GT(fs::file_size(folder / "stdout.log"), 0U);
  for (const auto& line : outcome.lines) {
    EXPECT_LE(line.size(), max_output_line);
  }
  fs::remove_all(folder);
}

TEST(Process, DestroyingItKillsIt) {
  int pid = 0;
  {
    EventLoop loop;
    auto process = Process::start(loop, {.argv = {"sleep", "60"}}, {});
    ASSERT_TRUE(process);
    pid = process->pid();
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace sipspec::harness
