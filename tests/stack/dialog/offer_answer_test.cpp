#include "stack/dialog/offer_answer.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

const Address own{"192.0.2.4", 5060};

TEST(OfferAnswer, OffersOneInactiveStream) {
  EXPECT_EQ(session_offer(own),
            "v=0\r\no=- 1 1 IN IP4 192.0.2.4\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\n"
            "m=audio 9 RTP/AVP 0 8\r\na=inactive\r\n");
}

TEST(OfferAnswer, NamesAnIpv6AddressAsSuch) {
  EXPECT_NE(session_offer({"2001:db8::1", 5060}).find("c=IN IP6 2001:db8::1\r\n"),
            std::string::npos);
}

TEST(OfferAnswer, AnswersEachStreamInItsPlace) {
  const char* const offer =
      "v=0\r\no=x 5 5 IN IP4 192.0.2.1\r\ns=call\r\nc=IN IP4 192.0.2.1\r\nt=7 8\r\n"
      "m=audio 5004 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
      "m=video 0 RTP/AVP 31\r\n"
      "m=message 2855 TCP/MSRP *\r\na=accept-types:text/plain\r\n";
  EXPECT_EQ(session_answer(offer, own),
            "v=0\r\no=- 1 1 IN IP4 192.0.2.4\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=7 8\r\n"
            "m=audio 9 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=inactive\r\n"
            "m=video 0 RTP/AVP 31\r\n"
            "m=message 9 TCP/MSRP *\r\na=inactive\r\n");
}

TEST(OfferAnswer, AnswersItsOwnOffer) {
  EXPECT_EQ(session_answer(session_offer(own), own), session_offer(own));
}

TEST(OfferAnswer, TakesBareLineFeeds) {
  EXPECT_NE(session_answer("v=0\nt=0 0\nm=audio 1 RTP/AVP 0\n", own), "");
}

TEST(OfferAnswer, HasNoAnswerToWhatIsNoOffer) {
  EXPECT_EQ(session_answer("", own), "");
  EXPECT_EQ(session_answer("hello", own), "");
  EXPECT_EQ(session_answer("v=0\r\nm=audio\r\n", own), "");
  EXPECT_EQ(session_answer("v=0\r\nm=audio 5004\r\n", own), "");
}

TEST(OfferAnswer, FollowsAnEndlessOfferOnlySoFar) {
  std::string offer = "v=0\r\n";
  for (int i = 0; i < max_streams + 5; ++i) {
    offer += "m=audio 5004 RTP/AVP 0\r\n";
  }
  const std::string answer = session_answer(offer, own);
  int streams = 0;
  for (std::size_t at = answer.find("m="); at != std::string::npos;
       at = answer.find("m=", at + 1)) {
    ++streams;
  }
  EXPECT_EQ(streams, max_streams);
}

}  // namespace
}  // namespace sipspec::stack
