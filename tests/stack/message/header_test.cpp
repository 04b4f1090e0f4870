#include "stack/message/fields.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

TEST(Header, OfAGoodMessageHasNoDefect) {
  const std::string octets =
      request_with("Content-Type: text/plain\r\nContent-Length: 2\r\n", "Hi");
  const Message message = Message::parse(octets);
  EXPECT_EQ(all_names(message), Texts{});
  ASSERT_EQ(message.header_fields().size(), 8U);
  EXPECT_EQ(message.body(), "Hi");
  EXPECT_EQ(message.trailing(), "");
  EXPECT_EQ(message.content_length(), 2U);
  EXPECT_EQ(message.header_section(), octets.substr(0, octets.size() - 2));
}

TEST(Header, GivesNameValueAndRowOfEachField) {
  const std::string octets = request_with("Subject  \t:  hello \t\r\ns: x\r\nX-Own:\r\n");
  const Message message = Message::parse(octets);
  const auto fields = message.header_fields();
  ASSERT_EQ(fields.size(), 9U);
  EXPECT_EQ(fields[6].id, HeaderName::subject);
  EXPECT_EQ(message.name(fields[6]), "Subject");
  EXPECT_EQ(message.value(fields[6]), "hello");
  EXPECT_EQ(message.row(fields[6]), "Subject  \t:  hello \t\r\n");
  EXPECT_FALSE(fields[6].compact);
  EXPECT_EQ(fields[7].id, HeaderName::subject);
  EXPECT_TRUE(fields[7].compact);
  EXPECT_EQ(fields[8].id, HeaderName::unknown);
  EXPECT_EQ(message.value(fields[8]), "");
  EXPECT_FALSE(fields[8].compact);
}

TEST(Header, FindsFieldsByAnyFormOfTheirName) {
  const std::string octets = request_with("X-Own: 1\r\nk: path\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.value_of(HeaderName::supported), "path");
  for (const std::string_view name : {"Supported", "supported", "k", "K"}) {
    ASSERT_NE(message.find(name), nullptr) << name;
    EXPECT_EQ(message.value(*message.find(name)), "path");
  }
  ASSERT_NE(message.find("x-OWN"), nullptr);
  EXPECT_EQ(message.find("X-Ow"), nullptr);
  EXPECT_EQ(message.find("Date"), nullptr);
  EXPECT_EQ(message.value_of(HeaderName::date), "");
  EXPECT_TRUE(message.has(HeaderName::via));
  EXPECT_EQ(message.count(HeaderName::via), 1U);
  EXPECT_EQ(message.count(HeaderName::route), 0U);
}

TEST(Header, IsNotFooledByNamesThatCollideInAHash) {
  const std::string octets = request_with("Det: x\r\nAxj: y\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.defects().size(), 0U);
  EXPECT_EQ(call_id(message), "asd88asd77a@192.0.2.1");
  EXPECT_EQ(message.count(HeaderName::from), 1U);
}

TEST(Header, ReadsFoldedValuesAsOne) {
  const std::string octets = request_with("Subject: a\r\n b\r\n\tc\r\nSubject2:\r\n  d\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.defects().size(), 0U);
  const HeaderField* subject = message.find(HeaderName::subject);
  ASSERT_NE(subject, nullptr);
  EXPECT_TRUE(subject->folded);
  EXPECT_EQ(message.value(*subject), "a\r\n b\r\n\tc");
  EXPECT_EQ(unfold(message.value(*subject)), "a b c");
  EXPECT_EQ(message.value(*message.find("Subject2")), "d");
  EXPECT_EQ(message.row(*subject), "Subject: a\r\n b\r\n\tc\r\n");
}

TEST(Header, WithBareLfEverywhereGivesAllFieldsAndOneDefect) {
  std::string octets = request_with("Subject: a\r\n b\r\nContent-Length: 2\r\n", "Hi");
  std::erase(octets, '\r');
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"line-end-bare-lf@35+1(11)"});
  EXPECT_EQ(message.header_fields().size(), 8U);
  EXPECT_EQ(message.body(), "Hi");
  EXPECT_EQ(validate(message).size(), 0U);
}

TEST(Header, WithBareCrEverywhereGivesAllFieldsAndOneDefect) {
  std::string octets = request_with("Content-Length: 2\r\n", "Hi");
  std::erase(octets, '\n');
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"line-end-bare-cr@35+1(9)"});
  EXPECT_EQ(message.header_fields().size(), 7U);
  EXPECT_EQ(message.body(), "Hi");
}

TEST(Header, TakesDoubledCrForOneLineEnd) {
  std::string octets;
  for (const char c : request_with("Content-Length: 2\r\n")) {
    octets += c == '\r' ? "\r\r" : std::string(1, c);
  }
  octets += "Hi";
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"line-end-bare-cr@35+1(9)"});
  EXPECT_EQ(message.header_fields().size(), 7U);
  EXPECT_EQ(message.body(), "Hi");
}

struct RowCase {
  std::string_view row;
  Texts defects;  ///< offsets from the start of the row
  std::size_t fields;
};

TEST(Header, NamesEachFaultOfARowAndReadsTheNextOne) {
  const auto base = static_cast<std::uint32_t>(request_line.size() + header.size());
  const RowCase cases[] = {
      {"no colon here", {"colon-missing@0+13"}, 7},
      {"X", {"colon-missing@0+1"}, 7},
      {": value", {"header-name-empty@0+1"}, 8},
      {"  : value", {}, 7},  // continues the row above
      {"Bad Name: x", {"header-name-invalid@0+8"}, 8},
      {"Bad<Name: x", {"header-name-invalid@0+8"}, 8},
      {"Via SIP/2.0/UDP h:5060", {"header-name-invalid@0+17"}, 8},
      {"Caf\xC3\xA9: x", {"header-name-invalid@0+5"}, 8},
      {"X-A : x", {}, 8},
      {"X-A\t:x", {}, 8},
      {"X-A:", {}, 8},
      {"Max-Forwards: 70", {"header-field-repeated@0+12"}, 8},
      {"i: x", {"header-field-repeated@0+1"}, 8},
      {"Via: SIP/2.0/UDP h;branch=z9hG4bK1", {}, 8},
  };
  for (const RowCase& each : cases) {
    const std::string octets = request_with(std::string(each.row) + "\r\nX-Next: y\r\n");
    const Message message = Message::parse(octets);
    std::vector<Defect> defects(message.defects().begin(), message.defects().end());
    for (Defect& defect : defects) {
      defect.offset -= base;
    }
    EXPECT_EQ(to_text(defects), each.defects) << each.row;
    EXPECT_EQ(message.header_fields().size(), each.fields) << each.row;
    EXPECT_NE(message.find("X-Next"), nullptr) << each.row;
  }
}

TEST(Header, KeepsNulAndControlOctetsInPlace) {
  const std::string octets = request_with(std::string("Sub\0ject: x\r\nX-A: a\0b\x01\r\n", 24));
  const Message message = Message::parse(octets);
  EXPECT_EQ(names(message.defects()), Texts{"header-name-invalid"});
  ASSERT_NE(message.find("X-A"), nullptr);
  EXPECT_EQ(message.value(*message.find("X-A")), std::string_view("a\0b\x01", 4));
  EXPECT_EQ(names(validate(message).span()), Texts{"control-character"});
}

TEST(Header, ThatBeginsWithWhiteSpaceIsReadAllTheSame) {
  const std::string octets = std::string(request_line) + " " + std::string(header) + "\r\n";
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"first-header-line-folded@37+1"});
  EXPECT_EQ(message.header_fields().size(), 6U);
}

TEST(Header, CutBeforeTheEmptyLineIsOneFatalDefect) {
  const std::string octets = std::string(request_line) + "Via: SIP/2.0/UDP h\r\nFrom: <si";
  const Message message = Message::parse(octets);
  EXPECT_EQ(to_text(message.defects()), Texts{"blank-line-missing@66+0"});
  EXPECT_TRUE(message.has_fatal_defect());
  EXPECT_EQ(message.header_fields().size(), 2U);
  EXPECT_EQ(message.body(), "");
}

TEST(Header, WithoutMandatoryFieldsHasACodeForEach) {
  const Message request = Message::parse("MESSAGE sip:b@h SIP/2.0\r\n\r\n");
  EXPECT_EQ(to_text(request.defects()),
            (Texts{"missing-via@27+0", "missing-from@27+0", "missing-to@27+0",
                   "missing-call-id@27+0", "missing-cseq@27+0", "missing-max-forwards@27+0"}));
  const Message response = Message::parse("SIP/2.0 200 OK\r\n\r\n");
  EXPECT_EQ(names(response.defects()), (Texts{"missing-via", "missing-from", "missing-to",
                                              "missing-call-id", "missing-cseq"}));
}

TEST(Header, OfManyIdenticalFaultsIsListedInPartAndCountedWhole) {
  std::string rows;
  for (int i = 0; i < 100; ++i) {
    rows += "no colon\r\n";
  }
  const std::string octets = request_with(rows);
  const Message message = Message::parse(octets);
  ASSERT_EQ(message.defects().size(), 8U);
  std::uint32_t count = 0;
  for (const Defect& defect : message.defects()) {
    EXPECT_EQ(defect.code, DefectCode::colon_missing);
    count += defect.occurrences;
  }
  EXPECT_EQ(count, 100U);
}

TEST(Header, StopsKeepingFieldsAtItsLimitAndSaysSo) {
  std::string rows;
  for (int i = 0; i < 20; ++i) {
    rows += "X-A: 1\r\n";
  }
  const std::string octets = std::string(request_line) + rows + std::string(header) + "\r\nbody";
  const Message message = Message::parse(octets, {.max_header_fields = 10});
  EXPECT_EQ(message.header_fields().size(), 10U);
  EXPECT_EQ(to_text(message.defects()), Texts{"limit-header-fields@117+3(16)"});
  EXPECT_EQ(message.body(), "body");
}

TEST(Header, StopsListingDefectsAtItsLimitAndSaysSo) {
  const std::string octets = "MESSAGE  sip:b@h sip/2.0\r\nno colon\r\n: x\r\n\r\n";
  const Message message = Message::parse(octets, {.max_defects = 3});
  EXPECT_EQ(names(message.defects()),
            (Texts{"start-line-extra-space", "version-case", "limit-defects"}));
}

TEST(Header, OfAMessageAboveTheLimitIsReadUpToIt) {
  const std::string octets = request_with("", std::string(1000, 'x'));
  const Message whole = Message::parse(octets, {.max_message = 4096});
  EXPECT_EQ(whole.defects().size(), 0U);
  const Message message = Message::parse(octets, {.max_message = 500});
  EXPECT_EQ(to_text(message.defects()), Texts{"limit-message-size@500+0"});
  EXPECT_EQ(message.bytes().size(), 500U);
  EXPECT_TRUE(message.has_fatal_defect());
}

}  // namespace
}  // namespace sipspec::stack
