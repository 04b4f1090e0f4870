#include "harness/run/unsettled.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;

stack::TimePoint at(stack::Duration offset) {
  return stack::TimePoint(1s) + offset;
}

TEST(Unsettled, ALaterSignOfLifeSettlesACase) {
  Unsettled unsettled;
  unsettled.ended(3, at(10ms), at(5ms));
  EXPECT_EQ(unsettled.alive(at(11ms)), (std::vector<std::size_t>{3}));
  EXPECT_TRUE(unsettled.empty());
}

TEST(Unsettled, TheAnswerThatEndedTheCaseDoesNotSettleIt) {
  Unsettled unsettled;
  unsettled.ended(3, at(10ms), at(5ms));
  EXPECT_TRUE(unsettled.alive(at(10ms)).empty());
  EXPECT_FALSE(unsettled.empty());
}

TEST(Unsettled, OnlyCasesThatEndedBeforeAreSettled) {
  Unsettled unsettled;
  unsettled.ended(1, at(10ms), at(5ms));
  unsettled.ended(2, at(30ms), at(25ms));
  EXPECT_EQ(unsettled.alive(at(20ms)), (std::vector<std::size_t>{1}));
  const auto left = unsettled.take();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.front().index, 2U);
  EXPECT_TRUE(unsettled.empty());
}

TEST(Unsettled, TheLastOneToSendIsTheLikeliestCulprit) {
  std::vector<Suspect> suspects = {{1, at(5ms)}, {2, at(25ms)}, {3, at(10ms)}};
  order_by_likelihood(suspects);
  EXPECT_EQ(suspects[0].index, 2U);
  EXPECT_EQ(suspects[1].index, 3U);
  EXPECT_EQ(suspects[2].index, 1U);
}

}  // namespace
}  // namespace sipspec::harness
