#include "stack/message/fields.hpp"

#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sipspec::stack {
namespace {

TEST(ViaField, GivesItsParts) {
  const Result<Via> via =
      parse_via("SIP / 2.0 / UDP  [2001:db8::1] : 5070 ;branch=z9hG4bK1;rport;received=::1");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->protocol_name, "SIP");
  EXPECT_EQ(via->protocol_version, "2.0");
  EXPECT_EQ(via->transport, "UDP");
  EXPECT_EQ(via->host, "[2001:db8::1]");
  EXPECT_EQ(via->port, 5070);
  EXPECT_EQ(via->branch(), "z9hG4bK1");
  EXPECT_EQ(via->received(), "::1");
  ASSERT_TRUE(via->parameters.has("rport"));
  EXPECT_FALSE(via->parameters.find("rport")->has_value);
}

TEST(ViaField, ReadsAHostThatIsNoGoodHostButNotAMissingOne) {
  ASSERT_TRUE(parse_via("SIP/2.0/UDP my_host;branch=x"));
  EXPECT_EQ(parse_via("SIP/2.0/UDP my_host;branch=x")->host, "my_host");
  EXPECT_EQ(parse_via("SIP/2.0/UDP ;branch=x").error().code, DefectCode::via_sent_by_missing);
  EXPECT_EQ(parse_via("SIP/2.0 host").error().code, DefectCode::via_protocol_invalid);
  EXPECT_EQ(parse_via("SIP/2.0/UDP").error().code, DefectCode::via_sent_by_missing);
  EXPECT_EQ(parse_via("SIP/2.0/UDP h:70000").error().code, DefectCode::via_port_invalid);
  EXPECT_EQ(parse_via("SIP/2.0/UDP h:70000").error().offset, 14U);
  EXPECT_EQ(parse_via("").error().offset, 0U);
}

TEST(NameAddrField, GivesItsParts) {
  const Result<NameAddr> address =
      parse_name_addr(" \"A, \\\"B\\\" <x>\"\r\n <sip:a;b@h;lr> ;tag=1;q=\"a;b\" ");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->display_name, R"("A, \"B\" <x>")");
  EXPECT_EQ(unquote(address->display_name), "A, \"B\" <x>");
  EXPECT_EQ(address->uri, "sip:a;b@h;lr");
  EXPECT_TRUE(address->bracketed);
  EXPECT_EQ(address->tag(), "1");
  EXPECT_EQ(address->parameters.value("q"), "\"a;b\"");
}

TEST(NameAddrField, TakesParametersOfABareUriForItsOwn) {
  const Result<NameAddr> address = parse_name_addr("sip:a@h;tag=1");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->uri, "sip:a@h");
  EXPECT_FALSE(address->bracketed);
  EXPECT_EQ(address->tag(), "1");
  EXPECT_EQ(parse_name_addr("Al ice <sip:a@h>")->display_name, "Al ice");
  EXPECT_EQ(parse_name_addr("sip:a@h;x=\"<\"")->uri, "sip:a@h");
}

TEST(NameAddrField, KnowsTheWildcard) {
  ASSERT_TRUE(parse_name_addr("*"));
  EXPECT_TRUE(parse_name_addr(" * ")->wildcard);
  EXPECT_FALSE(parse_name_addr("<sip:a@h>")->wildcard);
}

TEST(NameAddrField, RefusesWhatHasNoUri) {
  EXPECT_EQ(parse_name_addr("").error().code, DefectCode::address_missing);
  EXPECT_EQ(parse_name_addr(";tag=1").error().code, DefectCode::address_missing);
  EXPECT_EQ(parse_name_addr("<>").error().code, DefectCode::address_missing);
  EXPECT_EQ(parse_name_addr("<sip:a").error().code, DefectCode::angle_bracket_unclosed);
  EXPECT_EQ(parse_name_addr("\"a <sip:b>").error().code, DefectCode::quoted_string_unclosed);
  EXPECT_EQ(parse_name_addr("\"a\" sip:b").error().code, DefectCode::angle_bracket_missing);
  EXPECT_EQ(parse_name_addr("\"a\" sip:b").error().offset, 4U);
}

TEST(CSeqField, GivesNumberAndMethod) {
  ASSERT_TRUE(parse_cseq("0009 \r\n INVITE"));
  EXPECT_EQ(parse_cseq("0009 \r\n INVITE")->number, 9U);
  EXPECT_EQ(parse_cseq("0009 \r\n INVITE")->method, "INVITE");
  EXPECT_EQ(parse_cseq("4294967295 X")->number, 4294967295U);
  EXPECT_EQ(parse_cseq("4294967296 X").error().code, DefectCode::cseq_number_out_of_range);
  EXPECT_EQ(parse_cseq("x INVITE").error().code, DefectCode::cseq_number_invalid);
  EXPECT_EQ(parse_cseq("1").error().code, DefectCode::cseq_method_missing);
  EXPECT_EQ(parse_cseq("1INVITE").error().code, DefectCode::cseq_method_missing);
}

TEST(MediaTypeField, GivesItsParts) {
  const Result<MediaType> type = parse_media_type("text / plain ; charset = \"utf-8\"");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->type, "text");
  EXPECT_EQ(type->subtype, "plain");
  EXPECT_EQ(unquote(type->parameters.value("charset")), "utf-8");
  EXPECT_EQ(parse_media_type("text").error().code, DefectCode::media_type_invalid);
  EXPECT_EQ(parse_media_type("").error().code, DefectCode::media_type_invalid);
}

TEST(NumberField, IsBounded) {
  EXPECT_EQ(*parse_number(" 70 ", 255), 70U);
  EXPECT_EQ(parse_number("256", 255).error().code, DefectCode::number_out_of_range);
  EXPECT_EQ(parse_number("7 0").error().code, DefectCode::number_invalid);
  EXPECT_EQ(parse_number("").error().code, DefectCode::number_invalid);
}

TEST(DecodeError, SaysWhatItIsWhenItsValueIsTaken) {
  EXPECT_THROW(static_cast<void>(parse_cseq("x").value()), std::logic_error);
}

TEST(ParametersField, AreReadOneByOne) {
  const Parameters parameters(" ; a=1;b ;; c = \"x;\\\";y\" ;d=");
  std::string_view rest = parameters.text();
  std::string seen;
  while (const auto parameter = Parameters::next(rest)) {
    seen.append(parameter->name).append(parameter->has_value ? "=" : "").append(parameter->value);
    seen += '|';
  }
  EXPECT_EQ(seen, R"(a=1|b|c="x;\";y"|d=|)");
  EXPECT_TRUE(parameters.has("B"));
  EXPECT_FALSE(parameters.has("e"));
  EXPECT_EQ(parameters.value("e"), "");
  EXPECT_FALSE(Parameters().has("a"));
}

TEST(ListCursor, WalksAllRowsInOrder) {
  const std::string octets = request_with(
      "Contact: \"a,b\" <sip:a@h>, <sip:b,c@h>\r\nX: y\r\nm: ,,<sip:d@h> ,\r\nContact:\r\n");
  const Message message = Message::parse(octets);
  ListCursor contacts(message, HeaderName::contact);
  EXPECT_EQ(contacts.next(), "\"a,b\" <sip:a@h>");
  EXPECT_EQ(contacts.next(), "<sip:b,c@h>");
  EXPECT_EQ(contacts.next(), "<sip:d@h>");
  EXPECT_EQ(contacts.next(), std::nullopt);
  EXPECT_EQ(contacts.next(), std::nullopt);
  EXPECT_EQ(list_size(message, HeaderName::contact), 3U);
  EXPECT_EQ(list_size(message, HeaderName::route), 0U);
}

TEST(ListCursor, DoesNotSplitFieldsThatAreNoLists) {
  const std::string octets = request_with(
      "Date: Sat, 13 Nov 2010 23:29:00 GMT\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
      "WWW-Authenticate: X a=b\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(list_size(message, HeaderName::date), 1U);
  EXPECT_EQ(list_size(message, HeaderName::www_authenticate), 2U);
}

TEST(Shortcuts, ReadTheFieldsOfAMessage) {
  const std::string octets =
      request_with("Content-Type: text/plain\r\nAllow: INVITE, MESSAGE\r\nAllow: BYE\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(top_via(message)->branch(), "z9hG4bK776sgdkse");
  EXPECT_EQ(from(message)->tag(), "49583");
  EXPECT_EQ(to(message)->uri, "sip:bob@example.com");
  EXPECT_EQ(call_id(message), "asd88asd77a@192.0.2.1");
  EXPECT_EQ(cseq(message)->method, "MESSAGE");
  EXPECT_EQ(content_type(message)->subtype, "plain");
  EXPECT_TRUE(list_contains(message, HeaderName::allow, "message"));
  EXPECT_TRUE(list_contains(message, HeaderName::allow, "BYE"));
  EXPECT_FALSE(list_contains(message, HeaderName::allow, "MESS"));
}

TEST(Shortcuts, GiveNothingForFieldsThatAreAbsentOrUnreadable) {
  const Message empty = Message::parse("MESSAGE sip:b@h SIP/2.0\r\n\r\n");
  EXPECT_FALSE(top_via(empty) || from(empty) || to(empty) || cseq(empty) || content_type(empty));
  EXPECT_EQ(call_id(empty), "");
  const Message bad = Message::parse(
      "MESSAGE sip:b@h SIP/2.0\r\nVia: x\r\nFrom: <\r\nTo:\r\nCSeq: x\r\nContent-Type: x\r\n\r\n");
  EXPECT_FALSE(top_via(bad) || from(bad) || to(bad) || cseq(bad) || content_type(bad));
}

TEST(Unfold, PutsOneSpaceForEachFold) {
  EXPECT_EQ(unfold("a\r\n b\n\t c"), "a b c");
  EXPECT_EQ(unfold("a  b"), "a  b");
  EXPECT_EQ(unfold(""), "");
}

TEST(Unquote, TakesQuotesAndEscapesAway) {
  EXPECT_EQ(unquote(R"("a \"b\" \\ c")"), R"(a "b" \ c)");
  EXPECT_EQ(unquote("\"a\r\n b\""), "a b");
  EXPECT_EQ(unquote("token"), "token");
  EXPECT_EQ(unquote("\""), "\"");
  EXPECT_EQ(unquote("\"\""), "");
}

}  // namespace
}  // namespace sipspec::stack
