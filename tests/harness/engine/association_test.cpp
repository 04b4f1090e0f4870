#include "harness/engine/association.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>

namespace sipspec::harness {
namespace {

using State = Candidate::State;

std::string request(std::string_view id, int cseq) {
  return "MESSAGE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK" + std::string(id) +
         "\r\nFrom: <sip:a@h>;tag=tag-" + std::string(id) + "\r\nTo: <sip:b@h>\r\nCall-ID: call-" +
         std::string(id) + "\r\nCSeq: " + std::to_string(cseq) +
         " MESSAGE\r\nContent-Length: 0\r\n\r\n";
}

std::string response(std::string_view branch, std::string_view tag, std::string_view call,
                     std::string_view cseq) {
  return "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=" + std::string(branch) +
         "\r\nFrom: <sip:a@h>;tag=" + std::string(tag) +
         "\r\nTo: <sip:b@h>;tag=x\r\nCall-ID: " + std::string(call) +
         "\r\nCSeq: " + std::string(cseq) + "\r\nContent-Length: 0\r\n\r\n";
}

class Associations : public ::testing::Test {
 protected:
  void sent(std::string_view id, int cseq, State state = State::waiting) {
    octets_.push_back(request(id, cseq));
    messages_.push_back(stack::Message::parse(octets_.back()));
    candidates_.push_back({.request = &messages_.back(),
                           .index = static_cast<std::int32_t>(candidates_.size()),
                           .state = state});
  }

  Tie tie(const std::string& octets) {
    return associate(stack::Message::parse(octets), candidates_);
  }

  void expect(const std::string& octets, std::int32_t index, Association by) {
    const Tie found = tie(octets);
    EXPECT_EQ(found.answers, index) << octets;
    EXPECT_EQ(found.by, by) << octets;
  }

  std::deque<std::string> octets_;
  std::deque<stack::Message> messages_;
  std::vector<Candidate> candidates_;
};

TEST_F(Associations, GoesByBranchAndMethodFirst) {
  sent("one", 1);
  sent("two", 2);
  expect(response("z9hG4bKone", "tag-two", "call-two", "2 MESSAGE"), 0, Association::branch);
}

TEST_F(Associations, DoesNotTakeABranchWithAnotherMethod) {
  sent("one", 1);
  expect(response("z9hG4bKone", "tag-one", "call-one", "1 CANCEL"), 0, Association::call_id);
}

TEST_F(Associations, GoesByCallIdWhenTheBranchIsFaulty) {
  sent("one", 1);
  sent("two", 2);
  expect(response("z9hG4bKother", "none", "call-one", "9 MESSAGE"), 0, Association::call_id);
}

TEST_F(Associations, GoesByFromTagWhenBranchAndCallIdAreFaulty) {
  sent("one", 1);
  sent("two", 2);
  expect(response("z9hG4bKother", "tag-two", "other", "9 MESSAGE"), 1, Association::call_id);
}

TEST_F(Associations, GoesByCSeqNumberWhenNothingElseFits) {
  sent("one", 1);
  sent("two", 2);
  expect(response("", "", "", "2 MESSAGE"), 1, Association::call_id);
}

TEST_F(Associations, TellsRequestsOfOneCallByCSeq) {
  sent("one", 1);
  octets_.push_back(request("one", 2));
  messages_.push_back(stack::Message::parse(octets_.back()));
  candidates_.push_back({.request = &messages_.back(), .index = 1});
  expect(response("z9hG4bKx", "tag-one", "call-one", "1 MESSAGE"), 0, Association::call_id);
}

TEST_F(Associations, TakesTheOnlyWaitingRequestWhenNothingFits) {
  sent("one", 1, State::answered);
  sent("two", 2);
  expect(response("z9hG4bKx", "y", "z", "77 MESSAGE"), 1, Association::only_pending);
}

TEST_F(Associations, TakesNoneWhenTwoWait) {
  sent("one", 1);
  sent("two", 2);
  expect(response("z9hG4bKx", "y", "z", "77 MESSAGE"), -1, Association::none);
}

TEST_F(Associations, TakesNoneWhenNoneWaits) {
  sent("one", 1, State::answered);
  expect(response("z9hG4bKx", "y", "z", "77 MESSAGE"), -1, Association::none);
}

TEST_F(Associations, StillTiesACopyOfAFinalResponse) {
  sent("one", 1, State::answered);
  expect(response("z9hG4bKone", "tag-one", "call-one", "1 MESSAGE"), 0, Association::branch);
}

TEST_F(Associations, PrefersTheWaitingOneOfTwoWithTheSameBranch) {
  sent("one", 1, State::answered);
  sent("one", 1);
  sent("one", 1, State::answered);
  expect(response("z9hG4bKone", "tag-one", "call-one", "1 MESSAGE"), 1, Association::branch);
}

TEST_F(Associations, TiesNothingToOctetsBehindADatagram) {
  sent("one", 1);
  sent("behind", 1, State::decoy);
  expect(response("z9hG4bKbehind", "tag-behind", "call-behind", "1 MESSAGE"), -1,
         Association::decoy);
}

TEST(Resemblance, TakesABrokenStatusLineForAResponse) {
  const auto looks = [](std::string_view octets) {
    return resembles_response(stack::Message::parse(octets));
  };
  EXPECT_TRUE(looks("SIP/2.0 200 OK\r\n\r\n"));
  EXPECT_TRUE(looks("SIP/2.0 2x0 OK\r\n\r\n"));
  EXPECT_FALSE(looks("MESSAGE sip:b@h SIP/2.0\r\n\r\n"));
  EXPECT_FALSE(looks("\x01\x02\x03"));
  EXPECT_FALSE(looks(""));
}

}  // namespace
}  // namespace sipspec::harness
