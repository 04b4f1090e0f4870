#include "stack/body/cpim.hpp"

#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

const std::string good =
    "From: \"Dr. Watson\" <sip:watson@example.com>\r\n"
    "To: Mr Holmes <im:holmes@example.com>\r\n"
    "cc: <sip:lestrade@example.com>\r\n"
    "DateTime: 2026-03-24T08:51:42.5+01:00\r\n"
    "Subject: the hound\r\n"
    "Subject:;lang=fr le chien\r\n"
    "NS: i <urn:ietf:params:imdn>\r\n"
    "i.Message-ID: 34jk324j\r\n"
    "Require: i.Message-ID,Subject\r\n"
    "\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "Come at once.";

struct Read {
  explicit Read(std::string text)
      : octets(std::move(text)), sink(octets), cpim(parse_cpim(octets, usual, sink)) {}

  std::string octets;
  BodyDefectSink sink;
  Cpim cpim;
};

TEST(Cpim, HasFieldsAndAnEntity) {
  const Read read(good);
  EXPECT_EQ(names(read.sink.defects()), Texts{});
  EXPECT_EQ(read.cpim.value_of("Subject"), "the hound");
  EXPECT_EQ(read.cpim.count("Subject"), 2U);
  EXPECT_EQ(read.cpim.fields[5].parameters, ";lang=fr");
  EXPECT_EQ(read.cpim.fields[5].value, "le chien");
  EXPECT_EQ(read.cpim.content.value_of("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(read.cpim.content.body, "Come at once.");
}

TEST(Cpim, NamesAreComparedWithRegardToCase) {
  const Read read(with(good, "Subject: the", "subject: the"));
  EXPECT_EQ(read.cpim.value_of("Subject"), "le chien");
  EXPECT_EQ(names(read.sink.defects()), Texts{});
}

TEST(Cpim, APrefixIsWhatItsNamespaceSays) {
  const Read read(good);
  EXPECT_EQ(read.cpim.value_of(imdn_namespace, "Message-ID"), "34jk324j");
  EXPECT_EQ(read.cpim.value_of("urn:other", "Message-ID"), "");
  EXPECT_EQ(read.cpim.value_of("Message-ID"), "");
}

TEST(Cpim, ReadsAddresses) {
  EXPECT_EQ(cpim_address("\"Dr. \\u0057atson\" <sip:w@x>").formal_name, "Dr. Watson");
  EXPECT_EQ(cpim_address("\"a\" <sip:w@x>").uri, "sip:w@x");
  EXPECT_EQ(cpim_address("Mr Holmes <im:h@x>").formal_name, "Mr Holmes");
  EXPECT_EQ(cpim_address("sip:w@x").uri, "");
}

TEST(Cpim, EscapesStandForCharacters) {
  EXPECT_EQ(cpim_unescape("a\\tb\\n\\r\\b\\\"\\'\\\\\\u00e9"), "a\tb\n\r\b\"'\\\xC3\xA9");
  EXPECT_EQ(cpim_unescape("\\x\\u12"), "\\x\\u12");
  EXPECT_EQ(cpim_unescape("\\ud800"), "\xEF\xBF\xBD");
  EXPECT_EQ(cpim_escape("a\a\\\x7F"), "a\\u0007\\\\\\u007f");
  EXPECT_EQ(cpim_unescape(cpim_escape("a\r\n\\x")), "a\r\n\\x");
}

TEST(Cpim, FaultsOfItsHeader) {
  const struct {
    std::string_view from, to;
    Texts expected;
  } rows[] = {
      {"Subject: the", "Subject:the", {"cpim-space-missing"}},
      {"Subject: the", "Subject:  the", {"cpim-blank-excess"}},
      {"the hound", "the hound ", {"cpim-blank-excess"}},
      {"the hound", "the\r\n hound", {"cpim-folded"}},
      {"the hound", "the\thound", {"cpim-control-character"}},
      {"the hound", "the \ahound", {"cpim-control-character"}},
      {"the hound", "the \xE9hound", {"cpim-not-utf8"}},
      {"the hound", "the \\hound", {"cpim-escape-invalid"}},
      {"the hound", "the \\u12g4", {"cpim-escape-invalid"}},
      {"the hound", "the hound\\", {"cpim-escape-invalid"}},
      {"the hound\r\n", "the hound\n", {"cpim-line-end"}},
      {"Subject: the", "Subject the", {"cpim-colon-missing"}},
      {"Subject: the", "Sub(ject: the", {"cpim-name-invalid"}},
      {"Subject: the", ": the", {"cpim-name-invalid"}},
      {"Subject: the", ".x: the", {"cpim-name-invalid"}},
      {"i.Message", "i.j.Message", {"cpim-name-invalid"}},
      {";lang=fr", ";lang", {"cpim-parameter-invalid"}},
      {";lang=fr", ";=fr", {"cpim-parameter-invalid"}},
      {";lang=fr", ";a=\"b c;\";d=1", {}},
      {"<sip:watson@example.com>", "sip:watson@example.com", {"cpim-address-invalid"}},
      {"<sip:watson@example.com>", "<watson>", {"cpim-address-invalid"}},
      {"\"Dr. Watson\"", "\"Dr. Watson", {"cpim-address-invalid"}},
      {"\"Dr. Watson\"", "Dr, Watson", {"cpim-address-invalid"}},
      {"im:holmes@example.com", "im:hol mes", {"cpim-address-invalid"}},
      {"2026-03-24T", "2026-13-24T", {"cpim-date-time-invalid"}},
      {"NS: i <", "NS: i(<", {"cpim-namespace-invalid", "cpim-prefix-undeclared"}},
      {"NS: i <", "NS: j <", {"cpim-prefix-undeclared"}},
      {"i.Message-ID,Subject", "i.Message-ID,", {"cpim-require-invalid"}},
      {"Content-Type: text/plain; charset=utf-8\r\n", "", {"cpim-content-type-missing"}},
      {"Content-Type: text/plain", "Content-Type: text", {"content-type-invalid"}},
  };

  for (const auto& row : rows) {
    const Read read(with(good, row.from, row.to));
    EXPECT_EQ(names(read.sink.defects()), row.expected) << row.to;
  }
}

TEST(Cpim, MarksTheOctets) {
  EXPECT_EQ(places(Read("To: x\r\n\r\nContent-Type: a/b\r\n\r\n").sink.defects()),
            Texts{"cpim-address-invalid@0+5"});
}

TEST(Cpim, WithoutEmptyLineHasNoEntity) {
  for (const std::string octets : {"From: <a:b>\r\n", "From: <a:b>", "From: <a:b>\r"}) {
    const Read read(octets);
    EXPECT_EQ(names(read.sink.defects()), Texts{"cpim-header-unclosed"}) << octets;
    EXPECT_TRUE(read.cpim.content.octets.empty());
  }
}

TEST(Cpim, EmptyIsAFault) {
  EXPECT_EQ(names(Read("").sink.defects()), Texts{"cpim-empty"});
}

TEST(Cpim, WithoutFieldsIsStillAMessage) {
  const Read read("\r\nContent-Type: text/plain\r\n\r\nhi");
  EXPECT_EQ(names(read.sink.defects()), Texts{});
  EXPECT_EQ(read.cpim.content.body, "hi");
}

TEST(Cpim, RowsBeyondTheLimitAreNotRead) {
  BodyLimits limits;
  limits.max_fields = 2;
  const std::string octets = "a: 1\r\nb: 2\r\nc: 3\r\n\r\nContent-Type: a/b\r\n\r\n";
  BodyDefectSink sink(octets);
  EXPECT_EQ(parse_cpim(octets, limits, sink).fields.size(), 2U);
  EXPECT_EQ(names(sink.defects()), Texts{"cpim-limit-fields"});
}

TEST(CpimBuilder, MakesWhatTheParserTakes) {
  const Read read(CpimBuilder()
                      .add("From", "<sip:a@b>")
                      .raw_row("X-Odd: 1\r\n")
                      .content("text/plain", "hi")
                      .serialize());
  EXPECT_EQ(names(read.sink.defects()), Texts{});
  EXPECT_EQ(read.cpim.value_of("X-Odd"), "1");
  EXPECT_EQ(read.cpim.content.body, "hi");
}

}  // namespace
}  // namespace sipspec::stack
