#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"
#include "tests/stack/message/exercise.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

#include <map>

namespace sipspec::stack {
namespace {

/// Every fixture with the defects it was made for: those of structure, then those of values.
const std::map<std::string, Texts> expectations = {
    {"all-missing",
     {"missing-via", "missing-from", "missing-to", "missing-call-id", "missing-max-forwards"}},
    {"all-twice",
     {"header-field-repeated", "header-field-repeated", "header-field-repeated",
      "header-field-repeated", "header-field-repeated"}},
    {"any-scheme", {}},
    {"any-transports", {}},
    {"bare-contact-with-headers", {"address-needs-brackets"}},
    {"bare-cr", {"line-end-bare-cr"}},
    {"bare-display-name", {"display-name-invalid"}},
    {"bare-lf", {"line-end-bare-lf"}},
    {"binary-multipart", {}},
    {"bracketed-target", {"request-uri-angle-brackets"}},
    {"challenges-joined", {"auth-joined"}},
    {"collision", {}},
    {"compact", {}},
    {"cut-in-header", {"blank-line-missing"}},
    {"digest", {}},
    {"double-cr", {"line-end-bare-cr"}},
    {"escaped-target", {}},
    {"escaped-user", {}},
    {"folded-everywhere", {}},
    {"huge-numbers",
     {"max-forwards-out-of-range", "cseq-number-out-of-range", "delta-seconds-out-of-range",
      "delta-seconds-out-of-range"}},
    {"huge-numbers-back",
     {"cseq-number-out-of-range", "delta-seconds-out-of-range", "warning-code-invalid"}},
    {"huge-status", {"status-code-invalid"}},
    {"ipv6", {"via-received-brackets"}},
    {"ipv6-wrong", {"uri-ipv6-invalid"}},
    {"keep-alive", {"empty-message"}},
    {"negative-length", {"content-length-negative"}},
    {"no-blank-line", {"blank-line-missing"}},
    {"no-reason", {}},
    {"not-a-message", {"start-line-unreadable"}},
    {"nul-octets", {"header-name-invalid", "control-character"}},
    {"old-style-request", {"missing-max-forwards"}},
    {"open-quote", {"quoted-string-unclosed"}},
    {"other-zone", {"date-zone-not-gmt"}},
    {"plain-message", {}},
    {"plain-response", {}},
    {"rich", {}},
    {"semicolons-in-user", {}},
    {"short-body", {"body-short"}},
    {"space-at-end", {"start-line-trailing-space"}},
    {"space-in-address", {"uri-whitespace"}},
    {"space-in-target", {"request-uri-whitespace"}},
    {"stray-separators",
     {"parameter-name-invalid", "list-element-empty", "parameter-name-invalid"}},
    {"two-lengths", {"content-length-conflict"}},
    {"two-messages", {"body-trailing"}},
    {"two-spaces", {"start-line-extra-space", "start-line-extra-space"}},
    {"utf8-reason", {}},
    {"version-seven", {"version-unsupported"}},
    {"wide-characters", {}},
};

TEST(Corpus, HasTheDefectsThatEachFixtureWasMadeFor) {
  std::size_t found = 0;
  for (const auto& file : corpus()) {
    const auto expected = expectations.find(file.stem().string());
    ASSERT_NE(expected, expectations.end()) << file << " is not in the table";
    const std::string octets = read_file(file);
    EXPECT_EQ(all_names(Message::parse(octets)), expected->second) << file.filename();
    ++found;
  }
  EXPECT_EQ(found, expectations.size()) << "the table names a fixture that is not there";
}

TEST(Corpus, PassesThroughTheExerciseOfTheFuzzer) {
  for (const auto& file : corpus()) {
    EXPECT_EQ(exercise(read_file(file)), "") << file.filename();
  }
}

std::string fixture(std::string_view name) {
  return read_file(std::filesystem::path(SIPSPEC_TEST_DIR) / "stack/message/corpus" /
                   (std::string(name) + ".sip"));
}

TEST(Corpus, FoldedFieldsHaveTheValuesOfOneLine) {
  const std::string octets = fixture("folded-everywhere");
  const Message message = Message::parse(octets);
  EXPECT_EQ(top_via(message)->host, "gull.example.org");
  EXPECT_EQ(top_via(message)->port, 5060);
  EXPECT_EQ(top_via(message)->branch(), "z9hG4bKcliff2");
  EXPECT_EQ(unquote(from(message)->display_name), "Gull \\\" of the \" pier");
  EXPECT_EQ(from(message)->tag(), "g1");
  EXPECT_EQ(to(message)->uri, "sip:heron@example.net");
  EXPECT_EQ(to(message)->tag(), "h");
  EXPECT_EQ(call_id(message), "pier-10");
  EXPECT_EQ(cseq(message)->number, 7U);
  EXPECT_EQ(*parse_number(message.value_of(HeaderName::max_forwards)), 70U);
  EXPECT_EQ(unfold(message.value_of(HeaderName::subject)), "high tide");
  EXPECT_EQ(message.content_length(), 0U);
}

TEST(Corpus, CollidingNamesDoNotReplaceTheRealFields) {
  const std::string octets = fixture("collision");
  const Message message = Message::parse(octets);
  EXPECT_EQ(call_id(message), "pier-9@gull.example.org");
  EXPECT_EQ(from(message)->tag(), "g1");
}

TEST(Corpus, ASecondMessageInTheDatagramIsLeftAlone) {
  const std::string octets = fixture("two-messages");
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.body(), "hi");
  EXPECT_TRUE(message.trailing().starts_with("MESSAGE sip:second@example.net"));
}

TEST(Corpus, LineEndsDoNotChangeWhatAMessageSays) {
  const std::string good = fixture("plain-message");
  const Message wanted = Message::parse(good);
  for (const std::string_view name : {"bare-lf", "bare-cr", "double-cr"}) {
    const std::string octets = fixture(name);
    const Message message = Message::parse(octets);
    ASSERT_EQ(message.header_fields().size(), wanted.header_fields().size()) << name;
    for (std::size_t i = 0; i < wanted.header_fields().size(); ++i) {
      EXPECT_EQ(message.value(message.header_fields()[i]), wanted.value(wanted.header_fields()[i]));
    }
    EXPECT_EQ(message.body(), wanted.body()) << name;
  }
}

}  // namespace
}  // namespace sipspec::stack
