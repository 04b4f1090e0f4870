#include "harness/run/unanswered.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using reports::Verdict;

Observed response(const std::string& start_line, const std::string& sequence) {
  Observed message;
  message.octets = start_line + "\r\nCSeq: " + sequence + "\r\n\r\n";
  return message;
}

/// What the case looks like whose step r1 waited in vain.
reports::CaseResult missing(const std::string& requirement) {
  reports::Finding finding;
  finding.requirement = requirement;
  finding.check = "r1.arrives";
  reports::CaseResult result;
  result.checks.push_back({.id = "r1.arrives", .requirement = requirement});
  add_finding(result, finding);
  result.reason = requirement + ": no final response to m1";
  return result;
}

class Unanswereds : public ::testing::Test {
 protected:
  std::vector<std::size_t> hear(Observed message) {
    message.message = stack::Message::parse(message.octets);
    return cases_.heard(message);
  }

  Unanswered cases_;
};

TEST_F(Unanswereds, WaitUntilAMessageIsAccepted) {
  EXPECT_TRUE(cases_.has_to_wait(3, missing("RFC4475-3.1.1.1-01")));
  EXPECT_TRUE(hear(response("SIP/2.0 100 Trying", "1 MESSAGE")).empty());
  EXPECT_TRUE(hear(response("SIP/2.0 200 OK", "1 OPTIONS")).empty());
  EXPECT_TRUE(hear(response("SIP/2.0 400 Bad Request", "1 MESSAGE")).empty());
  EXPECT_EQ(hear(response("SIP/2.0 202 Accepted", "1 MESSAGE")), std::vector<std::size_t>{3});
  EXPECT_FALSE(cases_.has_to_wait(4, missing("RFC4475-3.1.1.1-01")));
  EXPECT_FALSE(cases_.is_mute());
}

TEST_F(Unanswereds, AreOnlyThoseThatMissASpecialAnswer) {
  EXPECT_FALSE(cases_.has_to_wait(1, missing("RFC3261-8.2.6-01")));
  EXPECT_FALSE(cases_.has_to_wait(2, reports::CaseResult()));
}

TEST_F(Unanswereds, ShowAMuteDeviceOnlyWithAPlainOne) {
  cases_.has_to_wait(1, missing("RFC4475-3.1.1.1-01"));
  EXPECT_FALSE(cases_.is_mute());
  cases_.has_to_wait(2, missing("RFC3261-8.2.6-01"));
  EXPECT_TRUE(cases_.is_mute());
  EXPECT_EQ(cases_.take(), std::vector<std::size_t>{1});
  EXPECT_TRUE(cases_.take().empty());
}

TEST(AnswerRule, TakesTheFindingWithItsRowAndReason) {
  Catalogue catalogue;
  Requirement rule;
  rule.id = "RFC3261-8.2.6-01";
  rule.section = "8.2.6";
  catalogue.add(rule);
  reports::CaseResult result = missing("RFC4475-3.1.1.1-01");
  result.findings.at(0).verdict = result.verdict = Verdict::non_strict;
  lay_on_answer_rule(result, catalogue);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.findings.at(0).verdict, Verdict::fail);
  EXPECT_EQ(result.findings.at(0).requirement, "RFC3261-8.2.6-01");
  EXPECT_EQ(result.findings.at(0).section, "8.2.6");
  EXPECT_EQ(result.checks.at(0).requirement, "RFC3261-8.2.6-01");
  EXPECT_EQ(result.reason, "RFC3261-8.2.6-01: no final response to m1");
}

TEST(AnswerRule, LeavesOtherFindingsAlone) {
  Catalogue catalogue;
  Requirement rule;
  rule.id = "RFC3261-8.2.6-01";
  catalogue.add(rule);
  reports::CaseResult result = missing("RFC4475-3.1.1.1-01");
  result.findings.at(0).check = "via-echo";
  lay_on_answer_rule(result, catalogue);
  EXPECT_EQ(result.findings.at(0).requirement, "RFC4475-3.1.1.1-01");
}

}  // namespace
}  // namespace sipspec::harness
