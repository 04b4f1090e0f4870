#include "stack/auth/challenge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sipspec::stack {
namespace {

Challenge one(std::string_view text) {
  const auto challenges = read_challenges(text);
  EXPECT_EQ(challenges.size(), 1U) << text;
  return challenges.empty() ? Challenge{} : challenges.front();
}

bool has(const std::vector<AuthFault>& faults, AuthFaultKind kind, std::string_view parameter) {
  return std::ranges::find(faults, AuthFault{kind, std::string(parameter)}) != faults.end();
}

constexpr std::string_view good =
    R"(Digest realm="example.org", nonce="n1", opaque="o", algorithm=SHA-256, qop="auth, auth-int")";

TEST(Challenge, IsReadWithAllItsParameters) {
  const Challenge challenge = one(
      R"(Digest realm="r", domain="sip:a", nonce="n", opaque="", stale=TRUE, algorithm=SHA-512-256-sess, )"
      R"(qop="auth,auth-int,auth-conf", charset=UTF-8, userhash=true)");
  EXPECT_TRUE(challenge.faults.empty());
  EXPECT_EQ(challenge.domain, "sip:a");
  EXPECT_EQ(challenge.opaque, "");
  EXPECT_TRUE(challenge.stale);
  EXPECT_TRUE(challenge.userhash);
  EXPECT_EQ(challenge.charset, "UTF-8");
  EXPECT_EQ(challenge.algorithm, (Algorithm{HashFunction::sha512_256, true}));
  EXPECT_TRUE(challenge.offers(Qop::auth));
  EXPECT_TRUE(challenge.offers(Qop::auth_int));
  EXPECT_EQ(challenge.qop.size(), 3U);
}

TEST(Challenge, IsForMd5WhenNoAlgorithmIsNamed) {
  const Challenge challenge = one(R"(Digest realm="r", nonce="n", qop="auth")");
  EXPECT_EQ(challenge.algorithm, Algorithm{});
  EXPECT_TRUE(challenge.usable());
  EXPECT_TRUE(challenge.faults.empty());
}

TEST(Challenge, IsWrittenAsItIsRead) {
  const Challenge challenge = one(good);
  const Challenge again = one(challenge.text());
  EXPECT_EQ(again.text(), challenge.text());
  EXPECT_TRUE(again.faults.empty());
  EXPECT_EQ(again.qop, challenge.qop);
}

TEST(Challenge, NamesWhatIsMissing) {
  const Challenge challenge = one("Digest opaque=\"o\"");
  for (const std::string_view name : {"realm", "nonce", "qop"}) {
    EXPECT_TRUE(has(challenge.faults, AuthFaultKind::missing, name)) << name;
  }
  EXPECT_FALSE(challenge.usable());
}

TEST(Challenge, NamesWhatIsQuotedAndMustNotBe) {
  const Challenge challenge =
      one(R"(Digest realm=r, nonce="n", algorithm="MD5", qop=auth, stale="true")");
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::unquoted, "realm"));
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::quoted, "algorithm"));
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::unquoted, "qop"));
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::quoted, "stale"));
  EXPECT_EQ(challenge.faults.size(), 4U);
  EXPECT_TRUE(challenge.usable()) << "its meaning is clear";
  EXPECT_TRUE(challenge.stale);
}

TEST(Challenge, IsNotUsableWithAnUnknownAlgorithmQopOrScheme) {
  EXPECT_FALSE(one(R"(Digest realm="r", nonce="n", algorithm=FOO, qop="auth")").usable());
  EXPECT_FALSE(one(R"(Digest realm="r", nonce="n", qop="auth-conf")").usable());
  EXPECT_FALSE(one(R"(Bearer realm="r", nonce="n")").usable());
  EXPECT_FALSE(one(R"(Digest realm="r", qop="auth")").usable());
}

TEST(Challenge, OfASessionNeedsQop) {
  EXPECT_FALSE(one(R"(Digest realm="r", nonce="n", algorithm=MD5-sess)").usable());
  EXPECT_TRUE(one(R"(Digest realm="r", nonce="n", algorithm=MD5-sess, qop="auth")").usable());
}

TEST(Challenge, NamesUnknownValues) {
  const Challenge challenge = one(
      R"(Digest realm="r", nonce="n", algorithm=FOO, qop="x", stale=maybe, userhash=1, charset=latin1)");
  for (const std::string_view name : {"algorithm", "qop", "stale", "userhash", "charset"}) {
    EXPECT_TRUE(has(challenge.faults, AuthFaultKind::unknown_value, name)) << name;
  }
}

TEST(Challenge, NamesARepeatedAndAnEmptyParameter) {
  const Challenge challenge =
      one(R"(Digest realm="r", realm="s", nonce="n", qop="auth", algorithm=)");
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::repeated, "realm"));
  EXPECT_TRUE(has(challenge.faults, AuthFaultKind::empty, "algorithm"));
}

TEST(Challenge, OfAnotherSchemeIsNotJudged) {
  EXPECT_TRUE(one("Basic realm=r").faults.empty());
}

TEST(Challenges, AreThoseOfAllRowsInOrder) {
  const std::string octets =
      "SIP/2.0 401 Unauthorized\r\n"
      "WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=SHA-256, qop=\"auth\"\r\n"
      "Proxy-Authenticate: Digest realm=\"p\", nonce=\"2\", qop=\"auth\"\r\n"
      "WWW-Authenticate: Digest realm=\"a\", nonce=\"3\", algorithm=MD5, qop=\"auth\"\r\n\r\n";
  const Message response = Message::parse(octets);
  const auto own = challenges_of(response, HeaderName::www_authenticate);
  ASSERT_EQ(own.size(), 2U);
  EXPECT_EQ(own[0].nonce, "1");
  EXPECT_EQ(own[1].nonce, "3");
  EXPECT_EQ(challenges_of(response, HeaderName::proxy_authenticate).size(), 1U);
}

TEST(AuthFault, HasASentenceAndAClauseForEachKind) {
  for (const AuthFaultKind kind :
       {AuthFaultKind::missing, AuthFaultKind::repeated, AuthFaultKind::quoted,
        AuthFaultKind::unquoted, AuthFaultKind::malformed, AuthFaultKind::unknown_value,
        AuthFaultKind::unexpected, AuthFaultKind::empty}) {
    for (const char* name : {"nc", "uri", "qop", "stale", "rspauth"}) {
      const AuthFault fault{kind, name};
      EXPECT_TRUE(sentence_of(fault).starts_with(std::string(name) + ' '));
      EXPECT_TRUE(clause_of(fault).starts_with("RFC "));
    }
  }
}

}  // namespace
}  // namespace sipspec::stack
