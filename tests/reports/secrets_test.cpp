#include "reports/secrets.hpp"

#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

namespace sipspec::reports::test {

namespace {

constexpr std::string_view digest_response = "6629fae49393a05397450978507c4ef1";

std::string mask(std::string_view octets) {
  std::vector<std::string> found;
  return mask_message(octets, found);
}

}  // namespace

TEST(Secrets, OfDigestAreResponseAndCnonceAndNotNonceRealmOrUser) {
  const std::string in =
      "M sip:a SIP/2.0\r\nauthorization : Digest username=\"u\", nonce=\"n1\",\r\n "
      "response=\"abcdef\" , CNONCE = c0,nc=1\r\n\r\nresponse=\"body\"";
  const std::string out =
      "M sip:a SIP/2.0\r\nauthorization : Digest username=\"u\", nonce=\"n1\",\r\n "
      "response=\"******\" , CNONCE = **,nc=1\r\n\r\nresponse=\"body\"";
  EXPECT_EQ(mask(in), out);
}

TEST(Secrets, OfAnyOtherSchemeAreEverythingAfterIt) {
  EXPECT_EQ(mask("X\r\nProxy-Authorization: Basic dTpw\r\n\r\n"),
            "X\r\nProxy-Authorization: Basic ****\r\n\r\n");
  EXPECT_EQ(mask("X\r\nAuthorization: Bearer a.b c\r\n\r\n"),
            "X\r\nAuthorization: Bearer *****\r\n\r\n");
}

TEST(Secrets, OfAUriIsItsPassword) {
  EXPECT_EQ(mask("M sip:a:pw@h:5060 SIP/2.0\r\nTo: <sips:b:x@h>\r\n\r\n"),
            "M sip:a:**@h:5060 SIP/2.0\r\nTo: <sips:b:*@h>\r\n\r\n");
  EXPECT_EQ(mask("M sip:h:5060 SIP/2.0\r\nFrom: <sip:a@h:5060>\r\n\r\n"),
            "M sip:h:5060 SIP/2.0\r\nFrom: <sip:a@h:5060>\r\n\r\n");
}

TEST(Secrets, NeverChangeTheLengthWhateverTheOctets) {
  for (const std::string& octets :
       {std::string("Authorization: Digest response=\""),
        std::string("Authorization: Digest response=\"\\"), std::string("Authorization:"),
        std::string("\r\n\r\n\r\n"), std::string("sip:"),
        std::string("Authorization: Digest response"), std::string("sip:a:"), std::string(),
        std::string("Authorization: Digest response=\"x\r\n\0\xff", 36)}) {
    EXPECT_EQ(mask(octets).size(), octets.size());
  }
}

TEST(Secrets, MaskedTwiceAreMaskedOnce) {
  const RunResult once = masked(sample_run());
  EXPECT_EQ(render_json(once), render_json(masked(once)));
}

TEST(Secrets, OfACommandLineAreWhatIsNamedLikeAPassword) {
  EXPECT_EQ(mask_command("sipspec --password=abc --auth-secret xyz --seed 7"),
            "sipspec --password=*** --auth-secret *** --seed 7");
}

TEST(Secrets, FoundInAMessageAreMaskedInTheTextsOfItsCaseToo) {
  CaseResult result = sample_case("digest-answers-challenge");
  Finding finding;
  finding.message = "response=" + std::string(digest_response);
  finding.actual = finding.message;
  finding.expected = {finding.message};
  add_finding(result, finding);
  const CaseResult safe = masked(result);
  EXPECT_EQ(safe.findings[0].actual.find(digest_response), std::string::npos);
  EXPECT_EQ(safe.findings[0].message.find(digest_response), std::string::npos);
  EXPECT_EQ(safe.findings[0].expected[0].find(digest_response), std::string::npos);
  EXPECT_EQ(safe.reason.find(digest_response), std::string::npos);
}

TEST(Secrets, AreInNoReport) {
  const RunResult run = sample_run();
  ASSERT_NE(run.cases[10].messages[2].octets.find(digest_response), std::string::npos);
  EXPECT_EQ(render_html(run, {}).find(digest_response), std::string::npos);
  EXPECT_EQ(render_json(run).find(digest_response), std::string::npos);
  EXPECT_EQ(render_junit(run, {}).find(digest_response), std::string::npos);
}

}  // namespace sipspec::reports::test
