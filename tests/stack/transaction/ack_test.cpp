#include "stack/transaction/ack.hpp"

#include "stack/transaction/matching.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

const char* const invite =
    "INVITE sip:bob@192.0.2.4 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKinv, SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKlow\r\n"
    "Route: <sip:192.0.2.7;lr>, <sip:192.0.2.8;lr>\r\n"
    "Max-Forwards: 12\r\n"
    "From: <sip:alice@192.0.2.1>;tag=a\r\n"
    "To: <sip:bob@192.0.2.4>\r\n"
    "Call-ID: c1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Contact: <sip:alice@192.0.2.1:5070>\r\n"
    "Content-Length: 0\r\n\r\n";

const char* const refusal =
    "SIP/2.0 486 Busy Here\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKinv\r\n"
    "From: <sip:alice@192.0.2.1>;tag=a\r\n"
    "To: <sip:bob@192.0.2.4>;tag=b\r\n"
    "Call-ID: c1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Content-Length: 0\r\n\r\n";

TEST(Ack, IsMadeOfTheInviteAndTheToOfTheResponse) {
  EXPECT_EQ(ack_for(Message::parse(invite), Message::parse(refusal)),
            "ACK sip:bob@192.0.2.4 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKinv\r\n"
            "Max-Forwards: 70\r\n"
            "Route: <sip:192.0.2.7;lr>\r\n"
            "Route: <sip:192.0.2.8;lr>\r\n"
            "From: <sip:alice@192.0.2.1>;tag=a\r\n"
            "To: <sip:bob@192.0.2.4>;tag=b\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 7 ACK\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(Ack, BelongsToTheServerTransactionOfItsInvite) {
  const std::string octets = ack_for(Message::parse(invite), Message::parse(refusal));
  EXPECT_EQ(server_key(Message::parse(octets)), server_key(Message::parse(invite)));
}

TEST(Ack, TakesTheToOfTheInviteWhenTheResponseHasNone) {
  const std::string octets =
      ack_for(Message::parse(invite), Message::parse("SIP/2.0 486 Busy Here\r\n\r\n"));
  EXPECT_EQ(Message::parse(octets).value_of(HeaderName::to), "<sip:bob@192.0.2.4>");
}

TEST(Ack, LeavesOutWhatTheInviteLacks) {
  const std::string octets =
      ack_for(Message::parse("INVITE sip:bob@192.0.2.4 SIP/2.0\r\n\r\n"), Message::parse(refusal));
  const Message ack = Message::parse(octets);
  EXPECT_FALSE(ack.has(HeaderName::via));
  EXPECT_FALSE(ack.has(HeaderName::cseq));
}

}  // namespace
}  // namespace sipspec::stack
