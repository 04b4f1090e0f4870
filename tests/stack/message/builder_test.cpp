#include "stack/message/builder.hpp"

#include "stack/message/fields.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

TEST(Builder, WritesARequestRowByRow) {
  const std::string octets = MessageBuilder::request("MESSAGE", "sip:bob@192.0.2.4")
                                 .add("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
                                 .body("Hi", "text/plain")
                                 .serialize();
  EXPECT_EQ(octets,
            "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
            "Content-Type: text/plain\r\n"
            "Content-Length: 2\r\n"
            "\r\n"
            "Hi");
}

TEST(Builder, WritesAResponse) {
  EXPECT_EQ(MessageBuilder::response(404, default_reason(404)).serialize(ContentLength::as_given),
            "SIP/2.0 404 Not Found\r\n\r\n");
}

TEST(Builder, ComputesContentLengthInPlaceAndOnce) {
  MessageBuilder builder = MessageBuilder::request("X", "sip:h");
  builder.add("l", "99").add("A", "1").add("Content-Length", "7").body("abc");
  EXPECT_EQ(builder.serialize(), "X sip:h SIP/2.0\r\nContent-Length: 3\r\nA: 1\r\n\r\nabc");
  EXPECT_EQ(builder.serialize(ContentLength::as_given),
            "X sip:h SIP/2.0\r\nl: 99\r\nA: 1\r\nContent-Length: 7\r\n\r\nabc");
}

TEST(Builder, PutsRowsWhereItIsTold) {
  MessageBuilder builder = MessageBuilder::request("X", "sip:h");
  builder.add("B", "2").add_first("A", "1").add("D", "4").add_before("D", "C", "3");
  builder.add_before("none", "E", "5").set("b", "two").set("F", "6").remove("D").remove("zz");
  builder.raw_row("G\r\n").raw_row("H : 8\n");
  EXPECT_EQ(builder.serialize(ContentLength::as_given),
            "X sip:h SIP/2.0\r\nA: 1\r\nb: two\r\nC: 3\r\nE: 5\r\nF: 6\r\nG\r\nH : 8\n\r\n");
  EXPECT_EQ(builder.value("h"), "8");
  EXPECT_EQ(builder.value("F"), "6");
  EXPECT_EQ(builder.value("D"), std::nullopt);
}

TEST(Builder, TakesFullAndCompactFormForOneName) {
  MessageBuilder builder = MessageBuilder::request("X", "sip:h");
  builder.add("v", "1").add("Via", "2").set("VIA", "3");
  EXPECT_EQ(builder.value("Via"), "3");
  builder.remove("v");
  EXPECT_EQ(builder.value("Via"), std::nullopt);
}

TEST(Builder, WritesAnyLineEndAndStartLine) {
  MessageBuilder builder = MessageBuilder::request("X", "sip:h");
  builder.start_line("anything at all").line_end("\n").add("A", "1");
  EXPECT_EQ(builder.serialize(ContentLength::as_given), "anything at all\r\nA: 1\n\r\n");
}

TEST(Builder, GivesTheSameOctetsBack) {
  const std::string crlf = request_with("Subject : a\r\n b\r\nno colon\r\n: x\r\nl: 2\r\n", "Hi!");
  std::string lf = crlf;
  std::erase(lf, '\r');
  std::string cr = crlf;
  std::erase(cr, '\n');
  for (const std::string& octets :
       {crlf, lf, cr, "\r\n\r\n" + crlf, std::string(), std::string("\r\n"), std::string("x"),
        std::string("x\r\n"), std::string("x\r\n\r\n"), std::string("x\r\n\r\nbody"),
        std::string("x\r\n y: z\r\n\r\n"), std::string("x\r\nno colon"),
        std::string("x\r\nno colon\r\n"), std::string("x\r\na:b\r\nno colon\r\n\r\n"),
        std::string("x\r\na: b\r\r\n\r\r\nbody"), std::string("x\r\na: b")}) {
    EXPECT_EQ(MessageBuilder::from(Message::parse(octets)).serialize(ContentLength::as_given),
              octets);
  }
}

TEST(Builder, GivesTheSameOctetsBackBeyondTheLimitOfFields) {
  const std::string octets = request_with("A: 1\r\nB: 2\r\n", "body");
  const Message message = Message::parse(octets, {.max_header_fields = 3});
  EXPECT_EQ(MessageBuilder::from(message).serialize(ContentLength::as_given), octets);
}

TEST(Builder, EditsAReceivedMessage) {
  const std::string octets = request_with("Content-Length: 2\r\n", "Hi");
  MessageBuilder builder = MessageBuilder::from(Message::parse(octets));
  builder.set("Max-Forwards", "69").add_first("Via", "SIP/2.0/UDP p;branch=z9hG4bKp").body("Hello");
  const std::string edited = builder.serialize();
  const Message message = Message::parse(edited);
  EXPECT_EQ(all_names(message), Texts{});
  EXPECT_EQ(top_via(message)->host, "p");
  EXPECT_EQ(message.value_of(HeaderName::max_forwards), "69");
  EXPECT_EQ(message.body(), "Hello");
  EXPECT_EQ(message.header_fields().size(), 8U);
}

TEST(Builder, CopiesIntoAResponseWhatTheRequestSays) {
  const std::string octets = request_with("v: SIP/2.0/UDP second\r\nRoute: <sip:r;lr>\r\n");
  const std::string answer =
      MessageBuilder::response_to(Message::parse(octets), 200, "OK", "as83k").serialize();
  EXPECT_EQ(answer,
            "SIP/2.0 200 OK\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776sgdkse\r\n"
            "From: <sip:alice@example.com>;tag=49583\r\n"
            "To: <sip:bob@example.com>;tag=as83k\r\n"
            "Call-ID: asd88asd77a@192.0.2.1\r\n"
            "CSeq: 1 MESSAGE\r\n"
            "Via: SIP/2.0/UDP second\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(Builder, LeavesTheToTagOfTheRequestAlone) {
  const std::string octets = "X sip:h SIP/2.0\r\nTo: <sip:b@h>;tag=old\r\n\r\n";
  const Message request = Message::parse(octets);
  EXPECT_EQ(MessageBuilder::response_to(request, 200, "OK", "new").value("To"),
            "<sip:b@h>;tag=old");
  const std::string plain = "X sip:h SIP/2.0\r\nTo: <sip:b@h>\r\n\r\n";
  EXPECT_EQ(MessageBuilder::response_to(Message::parse(plain), 100, "Trying", "").value("To"),
            "<sip:b@h>");
}

TEST(Reason, IsKnownForRegisteredCodesOnly) {
  EXPECT_EQ(default_reason(200), "OK");
  EXPECT_EQ(default_reason(100), "Trying");
  EXPECT_EQ(default_reason(608), "Rejected");
  EXPECT_EQ(default_reason(299), "");
  EXPECT_EQ(default_reason(0), "");
  EXPECT_EQ(default_reason(700), "");
}

}  // namespace
}  // namespace sipspec::stack
