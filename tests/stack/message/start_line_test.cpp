#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

struct StartLineCase {
  std::string_view line;
  StartLineKind kind;
  Texts defects;
};

using enum StartLineKind;

TEST(StartLine, NamesEachFaultAtItsPlace) {
  const StartLineCase cases[] = {
      // Requests.
      {"MESSAGE sip:bob@example.com SIP/2.0", request, {}},
      {"!x-%a`'~ sip:bob@example.com SIP/2.0", request, {}},
      {"message sip:bob@example.com SIP/2.0", request, {}},
      {" MESSAGE sip:b@h SIP/2.0", request, {"start-line-leading-space@0+1"}},
      {"MESSAGE sip:b@h SIP/2.0 \t", request, {"start-line-trailing-space@23+2"}},
      {"MESSAGE  sip:b@h SIP/2.0", request, {"start-line-extra-space@7+2"}},
      {"MESSAGE sip:b@h   SIP/2.0", request, {"start-line-extra-space@15+3"}},
      {"MESSAGE\tsip:b@h SIP/2.0", request, {"start-line-tab@7+1"}},
      {"MESSAGE sip:b@h \tSIP/2.0", request, {"start-line-tab@15+2"}},
      {"MES@GE sip:b@h SIP/2.0", request, {"method-invalid@0+6"}},
      {"MESSAGE SIP/2.0", request, {"request-uri-missing@7+1"}},
      {"MESSAGE sip:b@h", request, {"version-missing@15+0"}},
      {"MESSAGE sip:b@h; lr SIP/2.0", request, {"request-uri-whitespace@16+1"}},
      {"MESSAGE <sip:b@h> SIP/2.0", request, {"request-uri-angle-brackets@8+9"}},
      {"MESSAGE <sip:b@h> junk SIP/2.0", request, {"request-uri-angle-brackets@8+14"}},
      {"MESSAGE sip:b@h sip/2.0", request, {"version-case@16+7"}},
      {"MESSAGE sip:b@h Sip/2.0", request, {"version-case@16+7"}},
      {"MESSAGE sip:b@h SIP/7.0", request, {"version-unsupported@16+7"}},
      {"MESSAGE sip:b@h SIP/02.0", request, {"version-unsupported@16+8"}},
      {"MESSAGE sip:b@h SIP/2", request, {"version-invalid@16+5"}},
      {"MESSAGE sip:b@h SIP/2.x", request, {"version-invalid@16+7"}},
      {"MESSAGE sip:b@h SIP/.0", request, {"version-invalid@16+6"}},
      {"MESSAGE sip:b@h HTTP/1.1", request, {"version-invalid@16+8"}},
      {"MESSAGE sip:b@h\x01 SIP/2.0", request, {"start-line-control-character@15+1"}},
      {"ME\x7FSSAGE sip:b@h SIP/2.0", request, {"start-line-control-character@2+1"}},
      // Responses.
      {"SIP/2.0 200 OK", response, {}},
      {"SIP/2.0 200 ", response, {}},
      {"SIP/2.0 200  OK ", response, {}},
      {"SIP/2.0 200 = 2**3 %41 \xD0\xB4\xD0\xB0", response, {}},
      {"SIP/2.0 200", response, {"reason-space-missing@11+0"}},
      {"SIP/2.0 200OK", response, {"reason-space-missing@11+1"}},
      {"SIP/2.0", response, {"status-code-missing@7+0"}},
      {"SIP/2.0 ", response, {"status-code-missing@7+1"}},
      {"SIP/2.0  200 OK", response, {"start-line-extra-space@7+2"}},
      {"SIP/2.0\t200 OK", response, {"start-line-tab@7+1"}},
      {"SIP/2.0 200\tOK", response, {"start-line-tab@11+1"}},
      {" SIP/2.0 200 OK", response, {"start-line-leading-space@0+1"}},
      {"sip/2.0 200 OK", response, {"version-case@0+7"}},
      {"SIP/3.0 200 OK", response, {"version-unsupported@0+7"}},
      {"SIP/x 200 OK", response, {"version-invalid@0+5"}},
      {"SIP/2.0 099 Low", response, {"status-code-out-of-range@8+3"}},
      {"SIP/2.0 100 Low", response, {}},
      {"SIP/2.0 699 High", response, {}},
      {"SIP/2.0 700 High", response, {"status-code-out-of-range@8+3"}},
      {"SIP/2.0 20 OK", response, {"status-code-invalid@8+2"}},
      {"SIP/2.0 2000 OK", response, {"status-code-invalid@8+4"}},
      {"SIP/2.0 4294967496 OK", response, {"status-code-invalid@8+10"}},
      {"SIP/2.0 abc OK", response, {"status-code-invalid@8+3"}},
      {"SIP/2.0 -20 OK", response, {"status-code-invalid@8+3"}},
      {"SIP/2.0 200 50% off", response, {"reason-character-invalid@14+1"}},
      {"SIP/2.0 200 100%", response, {"reason-character-invalid@15+1"}},
      {"SIP/2.0 200 \"OK\"", response, {"reason-character-invalid@12+1"}},
      {"SIP/2.0 200 caf\xE9", response, {"reason-not-utf8@15+1"}},
      {"SIP/2.0 200 O\x01K", response, {"start-line-control-character@13+1"}},
      // Neither.
      {"hello", unreadable, {"start-line-unreadable@0+5"}},
      {"hello big world", unreadable, {"start-line-unreadable@0+15"}},
      {"MESSAGE", unreadable, {"start-line-unreadable@0+7"}},
      {"MESSAGE bob", unreadable, {"start-line-unreadable@0+11"}},
      {"GET /index.html HTTP/1.1", unreadable, {"start-line-unreadable@0+24"}},
  };
  for (const StartLineCase& each : cases) {
    const std::string octets = message_with_start_line(each.line);
    const Message message = Message::parse(octets);
    EXPECT_EQ(message.kind(), each.kind) << each.line;
    EXPECT_EQ(to_text(message.defects()), each.defects) << each.line;
    EXPECT_EQ(message.start_line(), each.line);
    EXPECT_EQ(message.header_fields().size(), 6U) << "the header is read in any case";
  }
}

TEST(StartLine, GivesTheOctetOfNul) {
  const std::string octets = message_with_start_line(std::string("MESSAGE sip:\0@h SIP/2.0", 23));
  EXPECT_EQ(to_text(Message::parse(octets).defects()), Texts{"start-line-control-character@12+1"});
}

TEST(StartLine, GivesThePartsOfARequestLine) {
  const std::string octets = message_with_start_line("MESSAGE sip:bob@example.com SIP/2.0");
  const Message message = Message::parse(octets);
  EXPECT_TRUE(message.is_request());
  EXPECT_EQ(message.method(), "MESSAGE");
  EXPECT_EQ(message.request_uri(), "sip:bob@example.com");
  EXPECT_EQ(message.version(), "SIP/2.0");
  EXPECT_EQ(message.status(), 0);
  EXPECT_EQ(message.reason(), "");
}

TEST(StartLine, GivesThePartsOfAStatusLine) {
  const std::string octets = message_with_start_line("SIP/2.0 404 Not Found");
  const Message message = Message::parse(octets);
  EXPECT_TRUE(message.is_response());
  EXPECT_EQ(message.version(), "SIP/2.0");
  EXPECT_EQ(message.status(), 404);
  EXPECT_EQ(message.reason(), "Not Found");
  EXPECT_EQ(message.method(), "");
}

TEST(StartLine, GivesThePartsInSpiteOfSpareSpace) {
  const std::string octets = message_with_start_line(" MESSAGE \t sip:b@h; lr   SIP/2.0 ");
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.method(), "MESSAGE");
  EXPECT_EQ(message.request_uri(), "sip:b@h; lr");
  EXPECT_EQ(message.version(), "SIP/2.0");
}

TEST(StartLine, GivesStatusZeroForACodeThatIsNoCode) {
  const std::string octets = message_with_start_line("SIP/2.0 4294967301 better not");
  EXPECT_EQ(Message::parse(octets).status(), 0);
}

TEST(StartLine, ThatIsLostIsFatalAndOneWithAFaultIsNot) {
  EXPECT_TRUE(Message::parse("hello\r\n\r\n").has_fatal_defect());
  EXPECT_TRUE(Message::parse("").has_fatal_defect());
  const std::string octets = message_with_start_line("MESSAGE sip:b@h SIP/7.0");
  EXPECT_FALSE(Message::parse(octets).has_fatal_defect());
}

TEST(StartLine, MayComeAfterLineEnds) {
  const std::string octets = "\r\n\n\r" + request_with("");
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"leading-line-ends@0+4"});
  EXPECT_EQ(message.start_line(), "MESSAGE sip:bob@example.com SIP/2.0");
  EXPECT_EQ(message.header_fields().size(), 6U);
}

TEST(StartLine, IsMissingInAMessageOfLineEnds) {
  for (const std::string_view octets : {"", "\r\n", "\r\n\r\n", "\n\r\r"}) {
    const Message message = Message::parse(octets);
    EXPECT_EQ(names(message.defects()), Texts{"empty-message"});
    EXPECT_EQ(message.kind(), unreadable);
    EXPECT_EQ(message.body(), "");
  }
}

}  // namespace
}  // namespace sipspec::stack
