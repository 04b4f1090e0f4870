#include "harness/judge/judge.hpp"

#include <gtest/gtest.h>

TEST(Judge, HasNothingToSayOfNothing) {
  const sipspec::harness::Catalogue catalogue;
  sipspec::harness::Judge judge({.catalogue = &catalogue});
  const auto result = judge.finish(0);
  EXPECT_TRUE(result.cases.empty());
  EXPECT_EQ(result.statistics.sip_messages, 0U);
}
