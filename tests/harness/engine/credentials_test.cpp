#include "harness/engine/credentials_maker.hpp"
#include "stack/auth/digest_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::harness {
namespace {

const std::string challenge =
    "SIP/2.0 401 Unauthorized\r\n"
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=FOO, qop=\"auth\"\r\n"
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, "
    "qop=\"auth,auth-int\"\r\n"
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth,auth-int\"\r\n"
    "Content-Length: 0\r\n\r\n";

class CredentialsMaker : public testing::Test {
 protected:
  std::optional<stack::AuthRow> row() {
    const auto response = stack::Message::parse(octets_);
    return make_credentials({.response = &response,
                             .account = &account_,
                             .method = "MESSAGE",
                             .uri = "sip:bob@example.org",
                             .body = "hello",
                             .cnonce = "c"},
                            wish_, counts_);
  }

  stack::Credentials made() { return stack::read_credentials(row()->value).front(); }

  std::string right(const stack::Credentials& credentials) const {
    stack::Formula formula = formula_of(credentials, account_.secret);
    formula.method = "MESSAGE";
    formula.body = "hello";
    return evaluate(formula).response;
  }

  std::string octets_ = challenge;
  stack::DigestAccount account_{
      .realm = {}, .username = "alice", .secret = stack::Secret::password("zanzibar")};
  CredentialsSpec wish_;
  NonceCounts counts_;
};

TEST_F(CredentialsMaker, AnswersTheTopmostChallengeThatItKnows) {
  EXPECT_EQ(row()->field, "Authorization");
  const auto credentials = made();
  EXPECT_EQ(credentials.algorithm_text, "SHA-256");
  EXPECT_EQ(credentials.username, "alice");
  EXPECT_EQ(credentials.uri, "sip:bob@example.org");
  EXPECT_EQ(credentials.response, right(credentials));
  EXPECT_TRUE(credentials.faults.empty());
}

TEST_F(CredentialsMaker, CountsEachUseOfANonce) {
  EXPECT_EQ(made().nc, "00000001");
  EXPECT_EQ(made().nc, "00000002");
  wish_.nc = "00000001";
  EXPECT_EQ(made().nc, "00000001");
  wish_.nc.reset();
  EXPECT_EQ(made().nc, "00000003") << "what was written by hand is not counted";
}

TEST_F(CredentialsMaker, AnswersTheAlgorithmThatIsAskedFor) {
  wish_.algorithm = "MD5";
  EXPECT_EQ(made().algorithm_text, "MD5");
  wish_.algorithm = "SHA-512-256";
  EXPECT_FALSE(row());
}

TEST_F(CredentialsMaker, AnswersAProxy) {
  octets_ =
      "SIP/2.0 407 Proxy Authentication Required\r\n"
      "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n";
  EXPECT_EQ(row()->field, "Proxy-Authorization");
}

TEST_F(CredentialsMaker, HasNothingToAnswerWithoutAChallenge) {
  octets_ = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";
  EXPECT_FALSE(row());
}

TEST_F(CredentialsMaker, WritesAndHashesWhatIsOtherwise) {
  wish_.user = "carol";
  wish_.realm = "other";
  wish_.nonce = "made up";
  wish_.uri = "sip:x";
  wish_.cnonce = "d";
  const auto credentials = made();
  EXPECT_EQ(credentials.username, "carol");
  EXPECT_EQ(credentials.realm, "other");
  EXPECT_EQ(credentials.nonce, "made up");
  EXPECT_EQ(credentials.uri, "sip:x");
  EXPECT_EQ(credentials.cnonce, "d");
  EXPECT_EQ(credentials.response, right(credentials));
}

TEST_F(CredentialsMaker, HashesOnlyWhatIsNotWritten) {
  for (auto CredentialsSpec::* const part :
       {&CredentialsSpec::password, &CredentialsSpec::method, &CredentialsSpec::body}) {
    wish_ = {};
    wish_.qop = "auth-int";
    wish_.*part = "other";
    const auto credentials = made();
    EXPECT_EQ(credentials.qop(), stack::Qop::auth_int);
    EXPECT_NE(credentials.response, right(credentials));
    EXPECT_TRUE(wish_.deviates());
  }
}

TEST_F(CredentialsMaker, LeavesQopOutAndTakesAGivenResponse) {
  wish_.qop = "none";
  wish_.response = "0123";
  const auto credentials = made();
  EXPECT_FALSE(credentials.qop_text || credentials.nc || credentials.cnonce);
  EXPECT_EQ(credentials.response, "0123");
}

TEST(CredentialsSpec, DoesNotDeviateByAChoiceThatTheDeviceOffers) {
  CredentialsSpec wish;
  wish.algorithm = "MD5";
  wish.qop = "auth-int";
  EXPECT_FALSE(wish.deviates());
}

}  // namespace
}  // namespace sipspec::harness
