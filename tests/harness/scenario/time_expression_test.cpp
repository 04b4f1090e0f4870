#include "harness/scenario/time_expression.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;

struct Timers {
  stack::Duration t1 = 500ms, t2 = 4s, t4 = 5s;
};

stack::Duration value(std::string_view text) {
  return evaluate(parse_time(text).value(), Timers{});
}

std::string mistake(std::string_view text) {
  const auto read = parse_time(text);
  return read ? "" : read.error().sentence;
}

TEST(TimeExpression, ReadsLiteralTimesInEveryUnit) {
  EXPECT_EQ(value("500ms"), 500ms);
  EXPECT_EQ(value("3s"), 3s);
  EXPECT_EQ(value("2min"), 2min);
  EXPECT_EQ(value("40us"), 40us);
  EXPECT_EQ(value("1.5s"), 1500ms);
  EXPECT_EQ(value("0s"), 0s);
  EXPECT_EQ(value("10 ms"), 10ms);
}

TEST(TimeExpression, ReadsTimersWithFactorsAndSums) {
  EXPECT_EQ(value("T1"), 500ms);
  EXPECT_EQ(value("64*T1"), 32s);
  EXPECT_EQ(value("T1+200ms"), 700ms);
  EXPECT_EQ(value("2*T2 + 1s"), 9s);
  EXPECT_EQ(value(" 0.5 * T4 "), 2500ms);
  EXPECT_EQ(value("T1+T2+T4"), 9500ms);
}

TEST(TimeExpression, FollowsTheTableItIsEvaluatedAgainst) {
  const auto span = parse_time("64*T1+8s").value();
  EXPECT_EQ(evaluate(span, 10ms, 80ms, 100ms), 8640ms);
  EXPECT_EQ(span.text, "64*T1+8s");
}

TEST(TimeExpression, IsZeroWithoutTerms) {
  EXPECT_EQ(evaluate(TimeExpression{}, Timers{}), 0s);
}

TEST(TimeExpression, SaysWhatIsWrongAndWhere) {
  const std::string hint = "; a time is like 500ms, 64*T1 or T1+200ms";
  EXPECT_EQ(mistake("500"), "'500' is no time: a unit (us, ms, s, min) is expected at ''" + hint);
  EXPECT_EQ(mistake("64*T3"), "'64*T3' is no time: T1, T2 or T4 is expected at 'T3'" + hint);
  EXPECT_EQ(mistake("1s+"), "'1s+' is no time: a number, T1, T2 or T4 is expected at ''" + hint);
  EXPECT_EQ(mistake("1s 2s"), "'1s 2s' is no time: '+' or the end is expected at '2s'" + hint);
  EXPECT_EQ(mistake("-1s"), "'-1s' is no time: a number, T1, T2 or T4 is expected at '-1s'" + hint);
  EXPECT_EQ(mistake("25.0x"),
            "'25.0x' is no time: a unit (us, ms, s, min) is expected at 'x'" + hint);
}

TEST(TimeExpression, RefusesWhatIsTooLong) {
  EXPECT_EQ(value("1440min"), 24h);
  EXPECT_NE(mistake("1441min"), "");
  EXPECT_EQ(value("10000*T1"), 5000s);
  EXPECT_NE(mistake("10001*T1"), "");
  EXPECT_NE(mistake(std::string(400, '9') + "s"), "");
}

}  // namespace
}  // namespace sipspec::harness
