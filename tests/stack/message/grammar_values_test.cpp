#include "tests/stack/message/grammar_support.hpp"

namespace sipspec::stack {
namespace {

TEST(NumberGrammar, JudgesCSeq) {
  expect_all(HeaderName::cseq,
             {
                 {"1 MESSAGE"},
                 {"0 X"},
                 {"0009\t \tINVITE"},
                 {"1\r\n MESSAGE"},
                 {"2147483647 MESSAGE"},
                 {"2147483648 MESSAGE", {"cseq-number-out-of-range@0+10"}},
                 {"99999999999999999999 MESSAGE", {"cseq-number-out-of-range@0+20"}},
                 {"", {"value-empty@0+0"}},
                 {"MESSAGE", {"cseq-number-invalid@0+1"}},
                 {"-1 MESSAGE", {"cseq-number-invalid@0+1"}},
                 {"1MESSAGE", {"cseq-number-invalid@1+1"}},
                 {"1", {"cseq-method-missing@1+0"}},
                 {"1 MES@GE", {"cseq-method-invalid@5+1"}},
                 {"1 MESSAGE x", {"cseq-method-invalid@9+1"}},
                 {"1 ;", {"cseq-method-invalid@2+1"}},
             });
}

TEST(NumberGrammar, JudgesMaxForwards) {
  expect_all(HeaderName::max_forwards, {
                                           {"0"},
                                           {"70"},
                                           {"255"},
                                           {"0070"},
                                           {"256", {"max-forwards-out-of-range@0+3"}},
                                           {"-1", {"max-forwards-invalid@0+1"}},
                                           {"7a", {"max-forwards-invalid@1+1"}},
                                           {"70, 70", {"max-forwards-invalid@2+1"}},
                                           {"", {"value-empty@0+0"}},
                                       });
}

TEST(NumberGrammar, JudgesSeconds) {
  for (const HeaderName name : {HeaderName::expires, HeaderName::min_expires}) {
    expect_all(name, {
                         {"0"},
                         {"4294967295"},
                         {"4294967296", {"delta-seconds-out-of-range@0+10"}},
                         {"1.5", {"delta-seconds-invalid@1+1"}},
                         {"Thu, 01 Dec 1994 16:00:00 GMT", {"delta-seconds-invalid@0+1"}},
                     });
  }
  expect_all(HeaderName::retry_after, {
                                          {"18000;duration=3600"},
                                          {"120 (I'm in a \\) meeting)"},
                                          {"1 (a(b)c);x=y"},
                                          {"soon", {"delta-seconds-invalid@0+1"}},
                                          {"1 (a", {"comment-unclosed@2+2"}},
                                          {"1 (a\x02)", {"control-character@4+1"}},
                                          {"1 a", {"value-excess@2+1"}},
                                          {"1;duration=x", {"delta-seconds-invalid@11+1"}},
                                          {"1;duration=1;duration=2", {"parameter-repeated@13+8"}},
                                      });
  expect_all(HeaderName::session_expires,
             {{"1800;refresher=uac"}, {"x", {"delta-seconds-invalid@0+1"}}});
}

TEST(NumberGrammar, JudgesTimestamp) {
  expect_all(HeaderName::timestamp, {
                                        {"54"},
                                        {"54."},
                                        {"54.21"},
                                        {"54.21 0.3"},
                                        {"54 .5"},
                                        {"54 1."},
                                        {".5", {"timestamp-invalid@0+1"}},
                                        {"54,2", {"timestamp-invalid@2+1"}},
                                        {"54.2.1", {"timestamp-invalid@4+1"}},
                                        {"54 1 2", {"timestamp-invalid@4+1"}},
                                    });
}

TEST(NumberGrammar, JudgesReliabilityNumbers) {
  expect_all(
      HeaderName::rseq,
      {{"988789"}, {"x", {"number-invalid@0+1"}}, {"4294967296", {"number-out-of-range@0+10"}}});
  expect_all(HeaderName::rack, {{"776656 1 INVITE"}, {"776656 INVITE", {"rack-invalid@7+1"}}});
  expect_all(HeaderName::max_breadth, {{"60"}, {"60;", {"number-invalid@2+1"}}});
}

TEST(DateGrammar, IsThatOfRfc1123InGmt) {
  expect_all(HeaderName::date, {
                                   {"Sat, 13 Nov 2010 23:29:00 GMT"},
                                   {"Thu, 29 Feb 2024 00:00:00 GMT"},
                                   {"sat, 13 nov 2010 23:29:00 gmt"},
                                   {"Sat, 13 Nov 2010 23:29:00 EST", {"date-zone-not-gmt@26+3"}},
                                   {"Sat, 13 Nov 2010 23:29:00 +0000", {"date-zone-not-gmt@26+5"}},
                                   {"Sat, 13 Nov 2010 23:29:00", {"date-invalid@25+0"}},
                                   {"Sat, 13 Nov 2010 23:29:00 ", {"date-invalid@25+0"}},
                                   {"Sat, 13 Nov 2010 23:29 GMT", {"date-invalid@22+1"}},
                                   {"Sat,13 Nov 2010 23:29:00 GMT", {"date-invalid@4+1"}},
                                   {"Sat, 3 Nov 2010 23:29:00 GMT", {"date-invalid@5+1"}},
                                   {"Sat, 13  Nov 2010 23:29:00 GMT", {"date-invalid@8+1"}},
                                   {"Sat, 13 Nov 10 23:29:00 GMT", {"date-invalid@12+2"}},
                                   {"Saturday, 13 Nov 2010 23:29:00 GMT", {"date-invalid@0+8"}},
                                   {"Xyz, 13 Nov 2010 23:29:00 GMT", {"date-invalid@0+3"}},
                                   {"Sat, 13 Foo 2010 23:29:00 GMT", {"date-invalid@8+3"}},
                                   {"13 Nov 2010 23:29:00 GMT", {"date-invalid@0+1"}},
                                   {"2010-11-13T23:29:00Z", {"date-invalid@0+1"}},
                                   {"Sat, 31 Nov 2010 23:29:00 GMT", {"date-out-of-range@5+11"}},
                                   {"Sat, 00 Nov 2010 23:29:00 GMT", {"date-out-of-range@5+11"}},
                                   {"Wed, 29 Feb 2023 23:29:00 GMT", {"date-out-of-range@5+11"}},
                                   {"Thu, 29 Feb 1900 23:29:00 GMT", {"date-out-of-range@5+11"}},
                                   {"Sat, 13 Nov 2010 24:00:00 GMT", {"date-out-of-range@17+8"}},
                                   {"Sat, 13 Nov 2010 23:60:00 GMT", {"date-out-of-range@17+8"}},
                                   {"Sat, 13 Nov 2010 23:59:60 GMT", {"date-out-of-range@17+8"}},
                               });
}

TEST(TextGrammar, JudgesCallId) {
  for (const HeaderName name : {HeaderName::call_id, HeaderName::in_reply_to}) {
    expect_all(name, {
                         {"a"},
                         {"a84b4c76e66710@pc33.example.com"},
                         {"(<{[\\/\"?:*%]}>)@x"},
                         {"a@", {"call-id-invalid@2+0"}},
                         {"@h", {"call-id-invalid@0+1"}},
                         {"", {"value-empty@0+0"}},
                         {"\xC3\xA9", {"call-id-invalid@0+1"}},
                     });
  }
  expect_all(HeaderName::call_id, {
                                      {"a b", {"call-id-invalid@1+1"}},
                                      {"a@b@c", {"call-id-invalid@3+1"}},
                                      {"a;b", {"call-id-invalid@1+1"}},
                                      {"a,b", {"call-id-invalid@1+1"}},
                                      {"a\x01", {"control-character@1+1"}},
                                  });
  expect_all(HeaderName::in_reply_to, {{"a@b, c@d"}, {"a@b,", {"list-element-empty@4+0"}}});
}

TEST(TextGrammar, JudgesFreeText) {
  for (const HeaderName name : {HeaderName::subject, HeaderName::organization}) {
    expect_all(name, {
                         {""},
                         {"Need more \"boxes\" <;,>"},
                         {"\xD0\x94\xD0\xB0\r\n \xE2\x82\xAC"},
                         {"caf\xE9", {"not-utf8@3+1"}},
                         {"a\x07"
                          "b",
                          {"control-character@1+1"}},
                         {"\x7F", {"control-character@0+1"}},
                         {"\x80", {"not-utf8@0+1"}},
                     });
  }
}

TEST(TextGrammar, AllowsLoneContinuationOctetsInUnknownFieldsOnly) {
  const std::string good = request_with("X-Own: a\x80z\r\n");
  EXPECT_EQ(validate(Message::parse(good)).size(), 0U);
  const std::string bad = request_with("X-Own: a\xFFz\r\n");
  EXPECT_EQ(names(validate(Message::parse(bad)).span()), Texts{"not-utf8"});
}

TEST(TextGrammar, JudgesProducts) {
  for (const HeaderName name : {HeaderName::server, HeaderName::user_agent}) {
    expect_all(name, {
                         {"HomeServer v2"},
                         {"Softphone/1.2 (beta; \"x\" (nested)) lib/3"},
                         {"a / b"},
                         {"(only a comment)"},
                         {"a(b)c"},
                         {"a/", {"token-invalid@2+0"}},
                         {"a;b", {"token-invalid@1+1"}},
                         {"a [b]", {"token-invalid@2+1"}},
                         {"a (b", {"comment-unclosed@2+2"}},
                         {"", {"value-empty@0+0"}},
                     });
  }
}

TEST(ListGrammar, JudgesTokensJoinedByCommas) {
  for (const HeaderName name : {HeaderName::allow, HeaderName::supported}) {
    expect_all(name, {{""},
                      {"a"},
                      {"a,b ,\r\n c"},
                      {"a,,b", {"list-element-empty@2+1"}},
                      {"a,", {"list-element-empty@2+0"}},
                      {"a b", {"value-excess@2+1"}},
                      {"a;b, c", {"value-excess@1+1"}},
                      {"\"a\"", {"token-invalid@0+1"}},
                      {"<, >, b", {"token-invalid@0+1"}}});
  }
  for (const HeaderName name : {HeaderName::require, HeaderName::proxy_require,
                                HeaderName::unsupported, HeaderName::content_encoding}) {
    expect_all(name, {{"a, b"}, {"", {"value-empty@0+0"}}});
  }
  expect_all(HeaderName::priority, {{"urgent"}, {"very urgent", {"value-excess@5+1"}}});
  expect_all(
      HeaderName::privacy,
      {{"id;header"}, {"id;", {"privacy-value-invalid@3+0"}}, {"id,x", {"value-excess@2+1"}}});
  expect_all(HeaderName::accept_contact, {{"*;audio;require"}, {"x;audio", {"token-invalid@0+1"}}});
  expect_all(HeaderName::reason, {{"Q.850;cause=16;text=\"Terminated\""},
                                  {"SIP;cause=x", {"parameter-value-invalid@10+1"}},
                                  {"SIP;text=x", {"quoted-string-missing@9+1"}}});
}

TEST(ListGrammar, JudgesWarnings) {
  expect_all(HeaderName::warning, {
                                      {"307 isi.edu \"Session parameter 'foo' not understood\""},
                                      {"399 [2001:db8::1]:5060 \"a\", 399 pseudonym_x \"b\""},
                                      {"399 192.0.2.1:5060 \"x\""},
                                      {"30 isi.edu \"x\"", {"warning-code-invalid@0+2"}},
                                      {"3070 isi.edu \"x\"", {"warning-code-invalid@0+4"}},
                                      {"x isi.edu \"x\"", {"warning-code-invalid@0+1"}},
                                      {"307  isi.edu \"x\"", {"warning-agent-invalid@4+1"}},
                                      {"307 \"x\"", {"warning-agent-invalid@4+1"}},
                                      {"307 a/b \"x\"", {"warning-agent-invalid@4+3"}},
                                      {"307 h:99999 \"x\"", {"warning-agent-invalid@4+7"}},
                                      {"307 isi.edu x", {"warning-text-invalid@12+1"}},
                                      {"307 isi.edu", {"warning-text-invalid@11+0"}},
                                      {"307 isi.edu \"x", {"quoted-string-unclosed@12+2"}},
                                      {"307 isi.edu \"a\", x", {"warning-code-invalid@17+1"}},
                                  });
}

TEST(MediaGrammar, JudgesContentType) {
  expect_all(HeaderName::content_type,
             {
                 {"text/plain"},
                 {"text / plain ; charset = utf-8"},
                 {"multipart/mixed;boundary=\"a b\""},
                 {"message/cpim"},
                 {"text", {"media-type-invalid@4+0"}},
                 {"text/", {"media-type-invalid@5+0"}},
                 {"/plain", {"media-type-invalid@0+1"}},
                 {"text plain", {"media-type-invalid@4+1"}},
                 {"text/plain;charset", {"parameter-value-missing@11+7"}},
                 {"text/plain;charset=", {"parameter-value-missing@11+8"}},
                 {"text/plain;", {"parameter-name-invalid@11+0"}},
                 {"text/plain;a=b/c", {"parameter-value-invalid@14+1"}},
                 {"text/plain, text/html", {"value-excess@10+1"}},
                 {"text/plain;a=1;A=2", {"parameter-repeated@15+1"}},
                 {"", {"value-empty@0+0"}},
             });
}

TEST(MediaGrammar, JudgesAcceptAndItsKin) {
  expect_all(HeaderName::accept, {{""},
                                  {"*/*"},
                                  {"text/*;q=0.3, application/sdp;level=1;q=1"},
                                  {"*/plain", {"media-type-invalid@0+7"}},
                                  {"text", {"media-type-invalid@4+0"}},
                                  {"text/plain;q=5", {"qvalue-invalid@13+1"}}});
  expect_all(HeaderName::accept_encoding,
             {{""}, {"*"}, {"gzip;q=0.5, identity"}, {"gzip;q=a", {"qvalue-invalid@7+1"}}});
  expect_all(HeaderName::accept_language, {{""},
                                           {"da, en-gb;q=0.8, *;q=0.1"},
                                           {"zh-Hant-TW"},
                                           {"englishlanguage", {"language-tag-invalid@0+15"}},
                                           {"en_GB", {"value-excess@2+1"}}});
  expect_all(
      HeaderName::content_language,
      {{"fr, en-US"}, {"1a", {"language-tag-invalid@0+1"}}, {"en-", {"language-tag-invalid@3+0"}}});
  expect_all(HeaderName::content_disposition, {{"session;handling=optional"},
                                               {"render"},
                                               {"render;handling", {"parameter-value-invalid@7+8"}},
                                               {";x", {"token-invalid@0+1"}}});
  expect_all(HeaderName::mime_version, {{"1.0"},
                                        {"1", {"mime-version-invalid@1+0"}},
                                        {"1.0 x", {"value-excess@4+1"}},
                                        {"a.b", {"mime-version-invalid@0+1"}}});
}

constexpr std::string_view digest32 = "0123456789abcdef0123456789abcdef";

TEST(AuthGrammar, AcceptsDigestAndOtherSchemes) {
  const std::string response =
      "Digest username=\"bob\", realm=\"h\", nonce=\"n\", uri=\"sip:h\", "
      "response=\"" +
      std::string(digest32) + "\", qop=auth, nc=00000001, cnonce=\"c\", opaque=\"\", algorithm=MD5";
  expect_all(HeaderName::authorization, {{response},
                                         {"digest realm=\"h\""},
                                         {"Digest response=\"0123456789abcdef0123456789abcdef"
                                          "0123456789abcdef0123456789abcdef\""},
                                         {"NoOneKnows opaque-data=here"}});
  expect_all(HeaderName::www_authenticate,
             {{"Digest realm=\"h\", domain=\"sip:a sip:b\", qop=\"auth,auth-int\", nonce=\"x\", "
               "opaque=\"\", stale=FALSE, algorithm=SHA-256"},
              {"Digest realm=\"h\", userhash=true"}});
  expect_all(HeaderName::authentication_info,
             {{"nextnonce=\"x\", qop=auth, rspauth=\"0a\", cnonce=\"c\", nc=00000001"}});
}

TEST(AuthGrammar, NamesWhatIsWrong) {
  expect_all(HeaderName::authorization,
             {
                 {"", {"value-empty@0+0"}},
                 {"Digest", {"auth-parameter-missing@6+0"}},
                 {"=x", {"auth-scheme-invalid@0+1"}},
                 {"Digest=x", {"auth-scheme-invalid@6+1"}},
                 {"Digest realm", {"auth-parameter-invalid@7+5"}},
                 {"Digest realm=", {"auth-digest-value-invalid@13+0"}},
                 {"Digest realm=h", {"auth-digest-value-invalid@13+1"}},
                 {"Digest realm=\"h", {"quoted-string-unclosed@13+2"}},
                 {"Digest nc=1", {"auth-digest-value-invalid@10+1"}},
                 {"Digest nc=0000000A", {"auth-digest-value-invalid@10+8"}},
                 {"Digest response=\"abc\"", {"auth-digest-value-invalid@16+5"}},
                 {"Digest qop=\"auth\"", {"auth-digest-value-invalid@11+1"}},
                 {"Digest realm=\"a\" nonce=\"b\"", {"auth-parameter-invalid@17+1"}},
                 {"Digest realm=\"a\",", {"auth-parameter-invalid@17+0"}},
                 {"Digest realm=\"a\",realm=\"b\"", {"parameter-repeated@17+5"}},
                 {"Basic QWxhZGRpbg==", {"auth-parameter-invalid@17+1"}},
             });
  expect_all(HeaderName::www_authenticate,
             {
                 {"Digest realm=\"a\", Digest realm=\"b\"", {"auth-joined@18+6"}},
                 {"Digest qop=auth", {"auth-digest-value-invalid@11+1"}},
                 {"Digest qop=\"auth,,\"", {"auth-digest-value-invalid@11+8"}},
                 {"Digest stale=maybe", {"auth-digest-value-invalid@13+5"}},
                 {"Digest stale=\"true\"", {"auth-digest-value-invalid@13+0"}},
             });
}

TEST(EventGrammar, JudgesTheFieldsOfSubscriptions) {
  expect_all(HeaderName::event, {{"presence"},
                                 {"presence.winfo;id=7"},
                                 {"presence.", {"event-package-invalid@0+9"}},
                                 {"a;", {"parameter-name-invalid@2+0"}}});
  expect_all(HeaderName::allow_events,
             {{"presence, refer"}, {".a", {"event-package-invalid@0+2"}}});
  expect_all(HeaderName::subscription_state,
             {{"active;expires=60"},
              {"terminated;reason=noresource;retry-after=5"},
              {"active;expires=x", {"delta-seconds-invalid@15+1"}}});
  expect_all(HeaderName::replaces, {{"a@h;to-tag=1;from-tag=2;early-only"},
                                    {"a@h;to-tag=1", {"replaces-invalid@0+12"}},
                                    {"a@;to-tag=1;from-tag=2", {"replaces-invalid@2+1"}}});
  expect_all(HeaderName::identity, {{"eyJh.eyJo.c2ln==;info=<https://h/c.pem>;alg=ES256"},
                                    {"\"base64==\""},
                                    {"a;info=x", {"angle-bracket-missing@7+1"}},
                                    {";info=<a:b>", {"identity-invalid@0+1"}}});
  expect_all(HeaderName::sip_etag, {{"dx200xyz"}, {"\"x\"", {"token-invalid@0+1"}}});
}

TEST(RequestUri, IsJudgedWithItsPlaceInTheStartLine) {
  const std::string octets = message_with_start_line("MESSAGE sip:bob@exa_mple.com SIP/2.0");
  EXPECT_EQ(to_text(validate(Message::parse(octets)).span()), Texts{"uri-host-invalid@16+12"});
  const std::string spaced = message_with_start_line("MESSAGE sip:b@h ;x SIP/2.0");
  EXPECT_EQ(validate(Message::parse(spaced)).size(), 0U) << "the parser has reported the space";
  const std::string bare = message_with_start_line("MESSAGE <sip:@> SIP/2.0");
  EXPECT_EQ(validate(Message::parse(bare)).size(), 0U) << "the parser has reported the brackets";
}

TEST(Validate, GivesAtMostAsManyDefectsAsAskedFor) {
  const std::string octets =
      request_with("Date: x\r\nExpires: x\r\nSubject: \x01\r\nAccept: x\r\n");
  const Message message = Message::parse(octets);
  EXPECT_EQ(validate(message).size(), 4U);
  EXPECT_EQ(names(validate(message, 2).span()), (Texts{"date-invalid", "limit-defects"}));
}

}  // namespace
}  // namespace sipspec::stack
