#include "harness/engine/check_evaluator.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using State = CheckOutcome::State;

constexpr std::string_view request_octets =
    "MESSAGE sip:bob@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;rport\r\n"
    "Via: SIP/2.0/UDP old;branch=z9hG4bKb\r\nFrom: <sip:a@h>;tag=f\r\nTo: <sip:b@h>\r\n"
    "Call-ID: c1\r\nCSeq: 4 MESSAGE\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view response_octets =
    "SIP/2.0 405 Method Not Allowed\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;rport=5070;received=192.0.2.1\r\n"
    "Via: SIP/2.0/UDP old;branch=z9hG4bKb\r\nFrom: <sip:a@h>;tag=f\r\nTo: <sip:b@h>;tag=t\r\n"
    "Call-ID: c1\r\nCSeq: 5 MESSAGE\r\nAllow: OPTIONS, MESSAGE\r\nX-N: 12\r\n"
    "Content-Length: 5\r\n\r\nhellO";

class Checks : public ::testing::Test {
 protected:
  Checks() {
    request_.octets = request_octets;
    request_.message = stack::Message::parse(request_.octets);
    response_.octets = response_octets;
    response_.message = stack::Message::parse(response_.octets);
  }

  CheckOutcome run(CheckOperator op, std::string field, std::string value, std::string when = "") {
    check_ = {.op = op, .field = std::move(field), .value = value, .when = std::move(when)};
    const CheckInput input{.subject = {.message = &response_, .request = &request_},
                           .value = std::move(value),
                           .message_of = [this](std::string_view id) {
                             return id == "m1" ? Subject{.message = &request_} : Subject();
                           }};
    return evaluate(compile(check_).value(), input);
  }

  State state(CheckOperator op, std::string field, std::string value = "", std::string when = "") {
    return run(op, std::move(field), std::move(value), std::move(when)).state;
  }

  std::string_view shown(const CheckOutcome& outcome) const {
    return std::string_view(response_.octets).substr(outcome.offset, outcome.length);
  }

  Observed request_, response_;
  Check check_;
};

TEST_F(Checks, StatusTakesCodesAndClasses) {
  EXPECT_EQ(state(CheckOperator::status, "", "2xx 405"), State::passed);
  EXPECT_EQ(state(CheckOperator::status, "", "4XX"), State::passed);
  const CheckOutcome failed = run(CheckOperator::status, "", "2xx 404");
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(failed.expected.front(), "status 2xx 404");
  EXPECT_EQ(shown(failed), "SIP/2.0 405 Method Not Allowed");
}

TEST_F(Checks, PresentAndAbsentLookAtHeaderFieldsAndParameters) {
  EXPECT_EQ(state(CheckOperator::present, "Allow"), State::passed);
  EXPECT_EQ(state(CheckOperator::present, "via[0].received"), State::passed);
  EXPECT_EQ(state(CheckOperator::present, "contact"), State::failed);
  EXPECT_EQ(state(CheckOperator::absent, "contact"), State::passed);
  const CheckOutcome failed = run(CheckOperator::absent, "allow", "");
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(shown(failed), "OPTIONS, MESSAGE");
  EXPECT_EQ(failed.actual, "allow: OPTIONS, MESSAGE");
}

TEST_F(Checks, EqualsIsTyped) {
  EXPECT_EQ(state(CheckOperator::equals, "via.transport", "udp"), State::passed);
  EXPECT_EQ(state(CheckOperator::equals, "cseq.number", "005"), State::passed);
  EXPECT_EQ(state(CheckOperator::equals, "contact", "x"), State::failed);
}

TEST_F(Checks, EqualsOfABodyShowsTheFirstDifference) {
  const CheckOutcome failed = run(CheckOperator::equals, "body", "hello");
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_NE(failed.message.find("octet 4: 0x4F 'O' instead of 0x6F 'o'"), std::string::npos);
  EXPECT_EQ(shown(failed), "O");
}

TEST_F(Checks, NotEqualsHoldsForOtherValues) {
  EXPECT_EQ(state(CheckOperator::not_equals, "to.tag", "t"), State::failed);
  EXPECT_EQ(state(CheckOperator::not_equals, "to.tag", "u"), State::passed);
}

TEST_F(Checks, NotEqualsToNothingWantsSomething) {
  EXPECT_EQ(state(CheckOperator::not_equals, "to.tag", ""), State::passed);
  EXPECT_EQ(state(CheckOperator::not_equals, "contact", ""), State::failed);
}

TEST_F(Checks, ContainsLooksForEveryTokenOfAList) {
  EXPECT_EQ(state(CheckOperator::contains, "allow", "MESSAGE OPTIONS"), State::passed);
  EXPECT_EQ(state(CheckOperator::contains, "allow", "MESSAGE INVITE"), State::failed);
  EXPECT_EQ(state(CheckOperator::contains, "allow", "MESS"), State::failed);
  EXPECT_EQ(state(CheckOperator::contains, "body", "ell"), State::passed);
  EXPECT_EQ(state(CheckOperator::contains, "supported", "path"), State::failed);
}

TEST_F(Checks, NotContainsLooksForAnyToken) {
  EXPECT_EQ(state(CheckOperator::not_contains, "allow", "INVITE BYE"), State::passed);
  EXPECT_EQ(state(CheckOperator::not_contains, "allow", "INVITE MESSAGE"), State::failed);
  EXPECT_EQ(state(CheckOperator::not_contains, "supported", "path"), State::passed);
}

TEST_F(Checks, MatchesTheWholeValueWithoutReadingReferences) {
  EXPECT_EQ(state(CheckOperator::matches, "call-id", "c\\d{1}"), State::passed);
  EXPECT_EQ(state(CheckOperator::matches, "call-id", "c"), State::failed);
  EXPECT_EQ(state(CheckOperator::matches, "contact", ".*"), State::failed);
}

TEST_F(Checks, CopiedAllowsWhatTheRfcAdds) {
  EXPECT_EQ(state(CheckOperator::copied, "Via From To Call-ID", ""), State::passed);
  EXPECT_EQ(state(CheckOperator::copied, "Via", "m1"), State::passed);
}

TEST_F(Checks, CopiedShowsTheChangedRow) {
  const CheckOutcome failed = run(CheckOperator::copied, "Via CSeq", "m1");
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(failed.expected.front(), "CSeq: 4 MESSAGE");
  EXPECT_EQ(failed.actual, "CSeq: 5 MESSAGE");
  EXPECT_EQ(shown(failed), "5 MESSAGE");
}

TEST_F(Checks, CopiedComparesAsTheRfcDoes) {
  const auto copied = [this](std::string field, std::string_view row, std::string_view instead) {
    std::string octets(response_octets);
    octets.replace(octets.find(row), row.size(), instead);
    response_.octets = std::move(octets);
    response_.message = stack::Message::parse(response_.octets);
    return state(CheckOperator::copied, std::move(field), "m1");
  };
  EXPECT_EQ(copied("CSeq", "CSeq: 5", "CSeq: 0004"), State::passed);
  EXPECT_EQ(copied("CSeq", "CSeq: 5", "CSeq:\r\n 4"), State::passed);
  EXPECT_EQ(copied("CSeq", "CSeq: 5 MESSAGE", "CSeq: 4 message"), State::failed);
  EXPECT_EQ(copied("CSeq", "CSeq: 5 MESSAGE", "CSeq: 4"), State::passed) << "the grammar rule's";
  EXPECT_EQ(copied("From", "From: <sip:a@h>", "From: \"A\" <sip:a@H>"), State::passed);
  EXPECT_EQ(copied("From", "tag=f", "tag=F"), State::failed);
  EXPECT_EQ(copied("From", "From: <sip:a@h>", "From: <sip:A@h>"), State::failed);
  EXPECT_EQ(copied("Call-ID", "c1", "C1"), State::failed);
  EXPECT_EQ(copied("Call-ID", "Call-ID: c1", "Call-ID: c1\r\nCall-ID: c1"), State::passed)
      << "the rule of single fields owns it";
  EXPECT_EQ(copied("Via", "branch=z9hG4bKb", "branch=z9hG4bKc"), State::failed);
}

TEST_F(Checks, DiffersFromDoesNotApplyToWhatIsMissing) {
  EXPECT_EQ(state(CheckOperator::differs_from, "to.tag", "m1.to.tag"), State::not_applicable);
  EXPECT_EQ(state(CheckOperator::differs_from, "contact", "m1.contact"), State::not_applicable);
}

TEST_F(Checks, CopiedFromNothingDoesNotApply) {
  EXPECT_EQ(state(CheckOperator::copied, "Via", "r9"), State::not_applicable);
}

TEST_F(Checks, SameAsAndDiffersFromCompareWithAnotherMessage) {
  EXPECT_EQ(state(CheckOperator::same_as, "from.tag", "m1.from.tag"), State::passed);
  EXPECT_EQ(state(CheckOperator::same_as, "cseq.number", "m1.cseq.number"), State::failed);
  EXPECT_EQ(state(CheckOperator::differs_from, "cseq.number", "m1.cseq.number"), State::passed);
  EXPECT_EQ(state(CheckOperator::differs_from, "from.tag", "m1.from.tag"), State::failed);
  EXPECT_EQ(state(CheckOperator::same_as, "from.tag", "r9.from.tag"), State::not_applicable);
}

TEST_F(Checks, CountCountsElements) {
  EXPECT_EQ(state(CheckOperator::count, "via", "2"), State::passed);
  EXPECT_EQ(state(CheckOperator::count, "allow", "1"), State::failed);
  EXPECT_EQ(state(CheckOperator::count, "contact", "0"), State::passed);
}

TEST_F(Checks, BoundsAreNumericAndInclusive) {
  EXPECT_EQ(state(CheckOperator::at_least, "header(X-N)", "12"), State::passed);
  EXPECT_EQ(state(CheckOperator::at_least, "header(X-N)", "13"), State::failed);
  EXPECT_EQ(state(CheckOperator::at_most, "header(X-N)", "12"), State::passed);
  EXPECT_EQ(state(CheckOperator::at_most, "header(X-N)", "9"), State::failed);
  EXPECT_EQ(state(CheckOperator::at_most, "contact", "9"), State::failed);
}

TEST_F(Checks, WhenDecidesWhetherACheckApplies) {
  EXPECT_EQ(state(CheckOperator::present, "contact", "", "2xx"), State::not_applicable);
  EXPECT_EQ(state(CheckOperator::present, "contact", "", "405"), State::failed);
}

TEST_F(Checks, AnUnreadableStartLineIsTheMonitorsBusiness) {
  for (const std::string_view line : {"SIP/2.0 4x5", "SIP", "\x01"}) {
    response_.octets = std::string(line) + "\r\nCall-ID: c1\r\n\r\n";
    response_.message = stack::Message::parse(response_.octets);
    EXPECT_EQ(state(CheckOperator::status, "", "2xx"), State::not_applicable) << line;
  }
}

TEST(CheckCompilation, RefusesAPathOrAnExpressionThatIsNone) {
  EXPECT_EQ(compile({.op = CheckOperator::present, .field = "via["}).error().sentence,
            "'via[' is no field path");
  const auto broken = compile({.op = CheckOperator::matches, .field = "call-id", .value = "("});
  EXPECT_NE(broken.error().sentence.find("'(' is no expression"), std::string::npos);
}

}  // namespace
}  // namespace sipspec::harness
