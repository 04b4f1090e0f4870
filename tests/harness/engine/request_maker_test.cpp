#include "harness/engine/request_maker.hpp"

#include "harness/engine/message_rows.hpp"
#include "tests/fakes/scenarios.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using Kind = FieldEdit::Kind;

class Requests : public ::testing::Test {
 protected:
  Requests() {
    context_ = {.parties = {.local = {.ip = "192.0.2.1", .port = 5070},
                            .device = {.ip = "192.0.2.4", .port = 5060},
                            .user = "alice",
                            .device_user = "bob"},
                .identifiers = {.branch = "z9hG4bKb", .call_id = "c", .from_tag = "f", .cseq = 7},
                .lookup = [](std::string_view) { return std::nullopt; },
                .random = &random_};
  }

  MadeRequest made() { return make_request(step_, context_).value(); }

  std::string value(std::string_view name) {
    const std::string octets = made().octets;
    const stack::Message message = stack::Message::parse(octets);
    const stack::HeaderField* field = message.find(name);
    return field == nullptr ? "absent" : std::string(message.value(*field));
  }

  void edit(Kind kind, std::string name, std::string text) {
    step_.edits.push_back({.kind = kind, .name = std::move(name), .value = std::move(text)});
  }

  Random random_{1};
  SendStep step_ = fakes::send("m1");
  RequestContext context_;
};

TEST_F(Requests, AreWholeByDefaultAndNotDeliberate) {
  EXPECT_EQ(made().octets,
            "MESSAGE sip:bob@192.0.2.4:5060 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKb\r\n"
            "Max-Forwards: 70\r\n"
            "From: <sip:alice@192.0.2.1>;tag=f\r\n"
            "To: <sip:bob@192.0.2.4>\r\n"
            "Call-ID: c\r\n"
            "CSeq: 7 MESSAGE\r\n"
            "Content-Type: text/plain\r\n"
            "Content-Length: 18\r\n"
            "\r\n"
            "Watson, come here.");
  EXPECT_FALSE(made().deliberate);
}

TEST_F(Requests, NameTheDomainInPlaceOfTheAddress) {
  context_.parties.device_domain = "example.com";
  EXPECT_TRUE(made().octets.starts_with("MESSAGE sip:bob@example.com SIP/2.0\r\n"));
  EXPECT_EQ(value("To"), "<sip:bob@example.com>");
}

TEST_F(Requests, ApplyEditsInTheOrderWritten) {
  edit(Kind::set, "Max-Forwards", "0");
  edit(Kind::add_first, "X-A", "first");
  edit(Kind::add, "X-A", "last");
  edit(Kind::remove, "m", "");
  edit(Kind::remove, "Call-ID", "");
  edit(Kind::raw_row, "", "no colon");
  edit(Kind::raw_row, "", "own end\\n");
  const std::string octets = made().octets;
  EXPECT_NE(octets.find("SIP/2.0\r\nX-A: first\r\nVia:"), std::string::npos);
  EXPECT_NE(octets.find("X-A: last\r\nno colon\r\nown end\n\r\n"), std::string::npos);
  EXPECT_EQ(octets.find("Call-ID"), std::string::npos);
  EXPECT_NE(octets.find("\r\nMax-Forwards: 0\r\nFrom"), std::string::npos);
  EXPECT_TRUE(made().deliberate);
}

TEST_F(Requests, KnowHeaderFieldsByBothForms) {
  edit(Kind::set, "i", "{call-id}x");
  EXPECT_NE(made().octets.find("\r\ni: cx\r\n"), std::string::npos);
  EXPECT_EQ(made().octets.find("Call-ID"), std::string::npos);
}

TEST_F(Requests, LetAnEditWinOverTheComputedLength) {
  edit(Kind::set, "Content-Length", "9999");
  EXPECT_EQ(value("Content-Length"), "9999");
}

TEST_F(Requests, LeaveOutOrReplaceTheContentLength) {
  step_.content_length = "none";
  EXPECT_EQ(value("Content-Length"), "absent");
  step_.content_length = "-1";
  EXPECT_EQ(value("Content-Length"), "-1");
}

TEST_F(Requests, UseCompactForms) {
  step_.compact = true;
  const std::string octets = made().octets;
  for (const std::string_view row :
       {"\r\nv: ", "\r\nf: ", "\r\nt: ", "\r\ni: ", "\r\nc: ", "\r\nl: "}) {
    EXPECT_NE(octets.find(row), std::string::npos) << row;
  }
  EXPECT_NE(octets.find("\r\nCSeq: "), std::string::npos);
}

TEST_F(Requests, FoldRowsAndStayReadable) {
  step_.fold = true;
  EXPECT_NE(made().octets.find("\r\nCSeq:\r\n 7\r\n\tMESSAGE\r\n"), std::string::npos);
  const std::string octets = made().octets;
  EXPECT_TRUE(stack::Message::parse(octets).defects().empty());
}

TEST_F(Requests, UseOtherLineEnds) {
  step_.line_end = "\n";
  EXPECT_EQ(made().octets.find('\r'), std::string::npos);
  EXPECT_TRUE(made().deliberate);
}

TEST_F(Requests, ReplaceTheStartLineAndTheUri) {
  step_.uri = "sip:x;y=\\x41";
  EXPECT_TRUE(made().octets.starts_with("MESSAGE sip:x;y=A SIP/2.0\r\n"));
  step_.start_line = "NONSENSE";
  EXPECT_TRUE(made().octets.starts_with("NONSENSE\r\nVia"));
}

TEST_F(Requests, SendRawOctetsAsTheyAre) {
  step_.raw = "\\r\\nX {branch}\\x00";
  EXPECT_EQ(made().octets, std::string("\r\nX z9hG4bKb\0", 13));
}

TEST_F(Requests, KeepOctetsBehindTheMessageApart) {
  step_.after_octets = "tail\\r\\n";
  EXPECT_EQ(made().after, "tail\r\n");
  EXPECT_EQ(value("Content-Length"), "18");
  EXPECT_TRUE(made().deliberate);
}

TEST_F(Requests, RepeatAndExpandBodies) {
  step_.body = BodySpec{.content_type = "text/plain", .octets = "{branch}", .repeat = 2};
  EXPECT_EQ(made().body, "{branch}{branch}");
  step_.body->expand = true;
  EXPECT_EQ(made().body, "z9hG4bKbz9hG4bKb");
}

TEST_F(Requests, RefuseABodyWithoutBounds) {
  step_.body = BodySpec{.octets = std::string(1000, 'x'), .repeat = 1000000};
  EXPECT_EQ(make_request(step_, context_).error().sentence,
            "the body grows beyond 16777216 octets");
}

TEST_F(Requests, ThatAreLargeAreTheScenariosOwnDoing) {
  step_.body->repeat = 100;
  EXPECT_TRUE(made().deliberate);
}

TEST_F(Requests, NameThePlaceOfAMistake) {
  step_.edits.push_back(
      {.kind = Kind::add, .name = "X", .value = "{gone}", .place = {.file = "a.xml", .line = 7}});
  EXPECT_EQ(make_request(step_, context_).error().place.line, 7U);
}

TEST(Identities, AreFreshEachTime) {
  Random random(1);
  const Identifiers a = fresh_identifiers(random, {.ip = "::1", .port = 5060});
  const Identifiers b = fresh_identifiers(random, {.ip = "::1", .port = 5060});
  EXPECT_TRUE(a.branch.starts_with("z9hG4bK"));
  EXPECT_NE(a.branch, b.branch);
  EXPECT_NE(a.call_id, b.call_id);
  EXPECT_NE(a.from_tag, b.from_tag);
  EXPECT_TRUE(a.call_id.ends_with("@[::1]:5060"));
}

}  // namespace
}  // namespace sipspec::harness
