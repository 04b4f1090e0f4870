#include "harness/engine/field_path.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/engine/header_values.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

constexpr std::string_view response =
    "SIP/2.0 415 Unsupported Media Type\r\n"
    "Via: SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bKa;received=192.0.2.1;rport=5070\r\n"
    "v: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKb;ttl=16, SIP/2.0/TLS c.example;branch=z9hG4bKc\r\n"
    "From: \"A \\\"G\\\" Bell\" <sip:alice@192.0.2.1;transport=tcp>;tag=abc\r\n"
    "To: <sip:bob@Example.COM:5080>;tag=xyz;x=\"q\"\r\n"
    "Call-ID: one@192.0.2.1\r\n"
    "CSeq: 0017 MESSAGE\r\n"
    "Allow: OPTIONS,\r\n MESSAGE\r\n"
    "Supported: Path\r\nSupported: gruu\r\n"
    "Retry-After: 30;duration=3600\r\n"
    "WWW-Authenticate: Digest realm=\"a, b\", nonce=\"n\\\"1\", algorithm=MD5\r\n"
    "X-Folded: one\r\n two\r\n"
    "Content-Type: Text/Plain;charset=\"UTF-8\"; format=flowed\r\n"
    "Content-Length: 4\r\n\r\nbody";

class FieldPaths : public ::testing::Test {
 protected:
  FieldPaths() {
    request_.at = stack::TimePoint(std::chrono::seconds(1));
    seen_.octets = response;
    seen_.message = stack::Message::parse(seen_.octets);
    seen_.at = request_.at + std::chrono::microseconds(2500);
    seen_.connection = 3;
  }

  FieldValue value(std::string_view path) const {
    return read(FieldPath::parse(path).value(), {.message = &seen_, .request = &request_});
  }

  std::string text(std::string_view path) const {
    const FieldValue found = value(path);
    return found.present ? found.text : "absent";
  }

  Observed request_, seen_;
};

TEST_F(FieldPaths, ReadsTheStatusLine) {
  EXPECT_EQ(text("status"), "415");
  EXPECT_EQ(text("reason"), "Unsupported Media Type");
  EXPECT_EQ(text("version"), "SIP/2.0");
  EXPECT_EQ(text("method"), "absent");
  EXPECT_EQ(text("request-uri"), "absent");
  EXPECT_EQ(text("start-line"), "SIP/2.0 415 Unsupported Media Type");
}

TEST_F(FieldPaths, CountsViaElementsOverAllRows) {
  EXPECT_EQ(text("via.branch"), "z9hG4bKa");
  EXPECT_EQ(text("via[1].branch"), "z9hG4bKb");
  EXPECT_EQ(text("via[2].host"), "c.example");
  EXPECT_EQ(text("via[3].branch"), "absent");
}

TEST_F(FieldPaths, ReadsThePartsOfVia) {
  EXPECT_EQ(text("via.received"), "192.0.2.1");
  EXPECT_EQ(text("via.rport"), "5070");
  EXPECT_EQ(text("via.host"), "[2001:db8::1]");
  EXPECT_EQ(text("via.port"), "5070");
  EXPECT_EQ(text("via[1].port"), "absent");
  EXPECT_EQ(text("via.transport"), "UDP");
  EXPECT_EQ(text("via[1].ttl"), "16");
  EXPECT_EQ(text("via.maddr"), "absent");
}

TEST_F(FieldPaths, ReadsAddresses) {
  EXPECT_EQ(text("from.uri"), "sip:alice@192.0.2.1;transport=tcp");
  EXPECT_EQ(text("from.uri.transport"), "tcp");
  EXPECT_EQ(text("from.uri.user"), "alice");
  EXPECT_EQ(text("from.display"), "A \"G\" Bell");
  EXPECT_EQ(text("from.tag"), "abc");
  EXPECT_EQ(text("to.tag"), "xyz");
  EXPECT_EQ(text("to.x"), "q");
  EXPECT_EQ(text("to.display"), "absent");
  EXPECT_EQ(text("contact"), "absent");
  EXPECT_EQ(text("contact.uri"), "absent");
}

TEST_F(FieldPaths, ReadsTheRestOfTheHeader) {
  EXPECT_EQ(text("call-id"), "one@192.0.2.1");
  EXPECT_EQ(text("cseq.number"), "17");
  EXPECT_EQ(text("cseq.method"), "MESSAGE");
  EXPECT_EQ(text("allow"), "OPTIONS, MESSAGE");
  EXPECT_EQ(text("allow[1]"), "MESSAGE");
  EXPECT_EQ(text("supported"), "Path, gruu");
  EXPECT_EQ(text("retry-after.value"), "30");
  EXPECT_EQ(text("retry-after.duration"), "3600");
  EXPECT_EQ(text("header(x-folded)"), "one two");
  EXPECT_EQ(text("content-type.type"), "Text");
  EXPECT_EQ(text("content-type.charset"), "UTF-8");
  EXPECT_EQ(text("content-length"), "4");
  EXPECT_EQ(text("max-forwards"), "absent");
}

TEST_F(FieldPaths, ReadsParametersOfAChallengeAcrossQuotedCommas) {
  EXPECT_EQ(text("www-authenticate.scheme"), "Digest");
  EXPECT_EQ(text("www-authenticate.realm"), "a, b");
  EXPECT_EQ(text("www-authenticate.nonce"), "n\"1");
  EXPECT_EQ(text("www-authenticate.algorithm"), "MD5");
  EXPECT_EQ(text("www-authenticate.qop"), "absent");
}

TEST_F(FieldPaths, ReadsBodyLengthArrivalAndConnection) {
  EXPECT_EQ(text("body"), "body");
  EXPECT_EQ(text("body.length"), "4");
  EXPECT_EQ(text("call-id.length"), "13");
  EXPECT_EQ(text("arrival"), "2");
  EXPECT_EQ(text("connection"), "3");
}

TEST_F(FieldPaths, PointsAtTheOctetsThatShowTheValue) {
  const FieldValue branch = value("via[1].branch");
  EXPECT_EQ(response.substr(branch.offset, branch.length), "z9hG4bKb");
  const FieldValue folded = value("header(X-Folded)");
  EXPECT_EQ(response.substr(folded.offset, folded.length), "one\r\n two");
}

TEST_F(FieldPaths, ComparesByKind) {
  EXPECT_TRUE(equal(value("via.transport"), "udp"));
  EXPECT_FALSE(equal(value("call-id"), "ONE@192.0.2.1"));
  EXPECT_TRUE(equal(value("content-length"), "04"));
  EXPECT_TRUE(equal(value("cseq.number"), "17"));
  EXPECT_TRUE(equal(value("to.uri"), "sip:bob@example.com:5080"));
  EXPECT_FALSE(equal(value("to.uri"), "sip:Bob@example.com:5080"));
  EXPECT_TRUE(equal(value("content-type"), "text/plain; format=flowed; charset=utf-8"));
  EXPECT_FALSE(equal(value("content-type"), "text/plain"));
  EXPECT_TRUE(equal(value("supported"), "GRUU path"));
  EXPECT_FALSE(equal(value("supported"), "gruu"));
  EXPECT_TRUE(equal(value("allow"), "MESSAGE, OPTIONS"));
  EXPECT_FALSE(equal(value("allow"), "message, OPTIONS"));
  EXPECT_FALSE(equal(value("max-forwards"), "70"));
}

TEST_F(FieldPaths, TakesTwoAbsentValuesForEqual) {
  EXPECT_TRUE(equal(value("contact"), value("max-forwards")));
  EXPECT_FALSE(equal(value("contact"), value("call-id")));
}

TEST_F(FieldPaths, CountsListElementsAndRows) {
  EXPECT_EQ(header_count(seen_.message, "via"), 3U);
  EXPECT_EQ(header_count(seen_.message, "X-Folded"), 1U);
  EXPECT_EQ(header_count(seen_.message, "www-authenticate"), 1U);
  EXPECT_EQ(header_count(seen_.message, "contact"), 0U);
}

TEST(FieldPathText, RefusesWhatIsNoPath) {
  for (const std::string_view text :
       {"", ".", "via.", "via[", "via[x]", "via[0", "via..branch", "header(", "header()", "a b",
        "via[99999999999]", "via]", "body.part[", "body.part[]", "body.part[x]", "via.part[0]"}) {
    EXPECT_FALSE(FieldPath::parse(text)) << text;
  }
}

TEST(FirstDifference, ShowsOffsetAndBothOctets) {
  EXPECT_EQ(first_difference("ab\nd", "ab\rd").text,
            "first difference at octet 2: 0x0A '\\n' instead of 0x0D '\\r' (4 octets, 4 expected)");
  EXPECT_EQ(first_difference("ab", "abc").text,
            "first difference at octet 2: the end instead of 0x63 'c' (2 octets, 3 expected)");
  EXPECT_FALSE(first_difference("abc", "abc").differs);
}

TEST(Printable, EscapesAndCuts) {
  EXPECT_EQ(printable(std::string_view("a\0\x7F\r", 4)), "a\\x00\\x7F\\r");
  EXPECT_EQ(printable(std::string(500, 'x')), std::string(200, 'x') + "... (500 octets)");
}

}  // namespace
}  // namespace sipspec::harness
