#include "harness/io/event_loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <vector>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;

TEST(EventLoop, TheFirstMomentIsNotZero) {
  const EventLoop loop;
  EXPECT_GE(loop.now(), stack::TimePoint(1s));
}

TEST(EventLoop, CallsInTheOrderOfMomentsAndThenOfRegistration) {
  EventLoop loop;
  std::vector<int> calls;
  const auto now = loop.now();
  loop.call_at(now + 2ms, [&] { calls.push_back(3); });
  loop.call_at(now + 1ms, [&] { calls.push_back(1); });
  loop.call_at(now + 1ms, [&] { calls.push_back(2); });
  loop.call_at(now + 3ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(calls, (std::vector<int>{1, 2, 3}));
}

TEST(EventLoop, NeverCallsBeforeTheMoment) {
  EventLoop loop;
  const auto when = loop.now() + 5ms;
  stack::TimePoint called{};
  loop.call_at(when, [&] {
    called = loop.now();
    loop.stop();
  });
  loop.run();
  EXPECT_GE(called, when);
}

TEST(EventLoop, ACancelledCallIsNotMade) {
  EventLoop loop;
  bool called = false;
  const auto timer = loop.call_at(loop.now(), [&] { called = true; });
  loop.cancel(timer);
  loop.cancel(timer);
  loop.cancel(TimerId::none);
  loop.call_at(loop.now() + 1ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(called);
}

TEST(EventLoop, ACallMayCancelOneThatIsDueAsWell) {
  EventLoop loop;
  bool called = false;
  TimerId second = TimerId::none;
  const auto now = loop.now();
  loop.call_at(now, [&] { loop.cancel(second); });
  second = loop.call_at(now, [&] { called = true; });
  loop.call_at(now, [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(called);
}

TEST(EventLoop, WhatIsPostedRunsBeforeTimersThatAreDue) {
  EventLoop loop;
  std::vector<int> calls;
  loop.call_at(loop.now(), [&] {
    calls.push_back(2);
    loop.stop();
  });
  loop.post([&] { calls.push_back(1); });
  loop.run();
  EXPECT_EQ(calls, (std::vector<int>{1, 2}));
}

TEST(EventLoop, APostThatPostsAgainDoesNotHoldUpTheClock) {
  EventLoop loop;
  int posts = 0;
  bool rang = false;
  std::function<void()> again = [&] {
    ++posts;
    loop.post(again);
  };
  loop.post(again);
  loop.call_at(loop.now() + 1ms, [&] {
    rang = true;
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(rang);
  EXPECT_GT(posts, 0);
}

TEST(EventLoop, GivesTerminationSignalsToTheTask) {
  EventLoop loop;
  int seen = 0;
  loop.on_termination([&](int signal) {
    seen = signal;
    loop.stop();
  });
  loop.post([] { std::raise(SIGTERM); });
  loop.run();
  EXPECT_EQ(seen, SIGTERM);
}

TEST(EventLoop, RunsAgainAfterAStop) {
  EventLoop loop;
  loop.post([&] { loop.stop(); });
  loop.run();
  bool called = false;
  loop.post([&] {
    called = true;
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(called);
}

TEST(EventLoop, WallTimeFollowsTheAxis) {
  const EventLoop loop;
  const auto now = loop.now();
  EXPECT_EQ(loop.wall_time(now + 5s) - loop.wall_time(now), std::chrono::microseconds(5s));
}

}  // namespace
}  // namespace sipspec::harness
