#include "harness/run/scheduler.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;
using Company = SchedulerItem::Company;

stack::TimePoint at(stack::Duration offset) {
  return stack::TimePoint(1s) + offset;
}

SchedulerLimits unlimited() {
  SchedulerLimits limits;
  limits.spacing = 0ms;
  limits.fresh = 1000;
  return limits;
}

std::vector<std::size_t> start_all(Scheduler& scheduler, stack::TimePoint now) {
  std::vector<std::size_t> started;
  while (const auto index = scheduler.next(now)) {
    started.push_back(*index);
  }
  return started;
}

TEST(Scheduler, StartsTheLongestFirstAndKeepsTheOrderOfEquals) {
  Scheduler scheduler({{0, 1s}, {1, 32s}, {2, 1s}, {3, 5s}}, unlimited());
  EXPECT_EQ(start_all(scheduler, at(0ms)), (std::vector<std::size_t>{1, 3, 0, 2}));
}

TEST(Scheduler, RunsAtMostSoManyAtOnce) {
  auto limits = unlimited();
  limits.jobs = 2;
  Scheduler scheduler({{0, 1s}, {1, 1s}, {2, 1s}}, limits);
  EXPECT_EQ(start_all(scheduler, at(0ms)).size(), 2U);
  EXPECT_EQ(scheduler.next_moment(), std::nullopt);
  scheduler.finished(0);
  EXPECT_EQ(start_all(scheduler, at(1ms)), (std::vector<std::size_t>{2}));
}

TEST(Scheduler, SpacesTheStarts) {
  auto limits = unlimited();
  limits.spacing = 2ms;
  Scheduler scheduler({{0, 1s}, {1, 1s}}, limits);
  EXPECT_EQ(start_all(scheduler, at(0ms)).size(), 1U);
  EXPECT_EQ(scheduler.next_moment(), at(2ms));
  EXPECT_FALSE(scheduler.next(at(1999us)));
  EXPECT_TRUE(scheduler.next(at(2ms)));
}

TEST(Scheduler, HasFewCasesInTheirFirstMoments) {
  auto limits = unlimited();
  limits.fresh = 2;
  limits.fresh_span = 200ms;
  Scheduler scheduler({{0, 1s}, {1, 1s}, {2, 1s}}, limits);
  EXPECT_EQ(start_all(scheduler, at(0ms)).size(), 2U);
  EXPECT_FALSE(scheduler.next(at(199ms)));
  EXPECT_EQ(scheduler.next_moment(), at(200ms));
  EXPECT_TRUE(scheduler.next(at(200ms)));
}

TEST(Scheduler, AFreshCaseThatEndsMakesRoomAtOnce) {
  auto limits = unlimited();
  limits.fresh = 1;
  Scheduler scheduler({{0, 1s}, {1, 1s}}, limits);
  EXPECT_EQ(start_all(scheduler, at(0ms)).size(), 1U);
  scheduler.finished(0);
  EXPECT_EQ(start_all(scheduler, at(1ms)).size(), 1U);
}

TEST(Scheduler, ACaseThatNeedsTheDeviceAloneWaitsForAllOthersAndHasNoCompany) {
  Scheduler scheduler({{0, 32s, Company::alone}, {1, 1s}, {2, 1s, Company::alone}}, unlimited());
  EXPECT_EQ(start_all(scheduler, at(0ms)), (std::vector<std::size_t>{1}));
  scheduler.finished(1);
  EXPECT_EQ(start_all(scheduler, at(1ms)), (std::vector<std::size_t>{0}));
  EXPECT_FALSE(scheduler.done());
  scheduler.finished(0);
  EXPECT_EQ(start_all(scheduler, at(2ms)), (std::vector<std::size_t>{2}));
  scheduler.finished(2);
  EXPECT_TRUE(scheduler.done());
}

TEST(Scheduler, GivesBackWhatWasNotStarted) {
  auto limits = unlimited();
  limits.jobs = 1;
  Scheduler scheduler({{0, 3s}, {1, 2s}, {2, 1s, Company::alone}}, limits);
  EXPECT_EQ(start_all(scheduler, at(0ms)), (std::vector<std::size_t>{0}));
  EXPECT_EQ(scheduler.waiting(), 2U);
  EXPECT_EQ(scheduler.drop_waiting(), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(scheduler.waiting(), 0U);
}

TEST(Scheduler, AddsBehindThoseThatWait) {
  auto limits = unlimited();
  limits.jobs = 1;
  Scheduler scheduler({{0, 3s}, {1, 1s}}, limits);
  scheduler.add({7, 100s});
  EXPECT_EQ(scheduler.next(at(0ms)), 0U);
  scheduler.finished(0);
  EXPECT_EQ(scheduler.next(at(0ms)), 1U);
  scheduler.finished(1);
  EXPECT_EQ(scheduler.next(at(0ms)), 7U);
}

TEST(Scheduler, IsDoneWithoutItems) {
  Scheduler scheduler({}, {});
  EXPECT_FALSE(scheduler.next(at(0ms)));
  EXPECT_TRUE(scheduler.done());
}

}  // namespace
}  // namespace sipspec::harness
