#include "stack/transaction/schedule.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const TimePoint start{seconds(1)};

ObservedSchedule seen(std::initializer_list<int> instants_ms, int until_ms) {
  ObservedSchedule schedule;
  for (const int instant : instants_ms) {
    schedule.transmissions.push_back(start + milliseconds(instant));
  }
  schedule.observed_until = start + milliseconds(until_ms);
  return schedule;
}

std::optional<ScheduleDeviation> deviation(const ObservedSchedule& schedule) {
  return first_deviation(schedule, TimerTable{}, milliseconds(100));
}

TEST(RetransmissionSchedule, IsThatOfTimerE) {
  std::vector<Duration> expected;
  for (const int ms : {500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}) {
    expected.emplace_back(milliseconds(ms));
  }
  EXPECT_EQ(retransmission_schedule(TimerTable{}), expected);
}

TEST(FirstDeviation, FindsNothingInARightSeries) {
  EXPECT_FALSE(deviation(seen({0, 500, 1500, 3500}, 5000)));
  EXPECT_FALSE(deviation(seen({0, 590, 1590}, 3600))) << "within the tolerance";
  EXPECT_FALSE(deviation(seen({0}, 400))) << "not watched for long enough";
  EXPECT_FALSE(deviation(seen({}, 5000)));
  EXPECT_FALSE(
      deviation(seen({0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}, 60000)))
      << "Timer F ends it";
}

TEST(FirstDeviation, NamesACopyThatCameTooEarly) {
  const auto found = deviation(seen({0, 200}, 300));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->transmission, 2);
  EXPECT_EQ(found->expected, "after 500 ms");
  EXPECT_EQ(found->actual, "after 200 ms");
}

TEST(FirstDeviation, NamesACopyThatCameTooLate) {
  const auto found = deviation(seen({0, 500, 2500}, 3000));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->transmission, 3);
  EXPECT_EQ(found->actual, "after 2000 ms");
}

TEST(FirstDeviation, NamesACopyThatDidNotCome) {
  const auto found = deviation(seen({0, 500}, 4000));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->transmission, 3);
  EXPECT_EQ(found->actual, "nothing for 3500 ms");
}

TEST(FirstDeviation, ExpectsNothingAfterAnAnswer) {
  ObservedSchedule schedule = seen({0, 500}, 9000);
  schedule.stopped_at = start + milliseconds(700);
  EXPECT_FALSE(deviation(schedule));
}

TEST(TimerTable, DerivesAllTimers) {
  const TimerTable timers;
  EXPECT_EQ(timers.timer_f(), seconds(32));
  EXPECT_EQ(timers.timer_j(Transport::udp), seconds(32));
  EXPECT_EQ(timers.timer_j(Transport::tcp), Duration{0});
  EXPECT_EQ(timers.timer_k(Transport::udp), seconds(5));
  EXPECT_EQ(timers.timer_k(Transport::wss), Duration{0});
  EXPECT_EQ(timers.earliest_100(), milliseconds(3500));
  EXPECT_EQ(timers.timer_e(1), milliseconds(500));
  EXPECT_EQ(timers.timer_e(4), seconds(4));
  EXPECT_EQ(timers.timer_e(40), seconds(4));
}

}  // namespace
}  // namespace sipspec::stack
