#include "stack/dialog/acceptance.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Action = Acceptance::Action;

const TimePoint start{seconds(1)};

TEST(Acceptance, RepeatsThe2xxUpToT2ApartAndGivesUpAfter64T1) {
  Acceptance acceptance(start, TimerTable{});
  std::vector<long> at;
  Action last = Action::none;
  while (const Deadline next = acceptance.next_deadline()) {
    last = acceptance.on_time(*next);
    at.push_back(std::chrono::duration_cast<milliseconds>(*next - start).count());
  }
  EXPECT_EQ(at, (std::vector<long>{500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500,
                                   32000}));
  EXPECT_EQ(last, Action::give_up);
  EXPECT_TRUE(acceptance.is_done());
}

TEST(Acceptance, IsDoneWithTheAck) {
  Acceptance acceptance(start, TimerTable{});
  EXPECT_FALSE(acceptance.is_done());
  EXPECT_EQ(acceptance.on_time(start + milliseconds(500)), Action::transmit);
  acceptance.on_ack();
  EXPECT_TRUE(acceptance.is_done());
  EXPECT_EQ(acceptance.next_deadline(), std::nullopt);
  EXPECT_EQ(acceptance.on_time(start + seconds(60)), Action::none);
}

TEST(Acceptance, DoesNothingBeforeTheIntervalIsOver) {
  Acceptance acceptance(start, TimerTable{});
  EXPECT_EQ(acceptance.on_time(start + milliseconds(499)), Action::none);
}

}  // namespace
}  // namespace sipspec::stack
