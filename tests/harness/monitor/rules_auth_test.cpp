#include "harness/monitor/monitor.hpp"
#include "stack/auth/authentication_info.hpp"
#include "stack/auth/digest_client.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::harness {
namespace {

const std::string rows =
    "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKtest\r\n"
    "From: <sip:alice@127.0.0.1>;tag=alice1\r\nTo: <sip:bob@127.0.0.1>;tag=device-1\r\n"
    "Call-ID: Call-1@127.0.0.1\r\nCSeq: 7 MESSAGE\r\nContent-Length: 0\r\n";
const std::string good = R"(Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth,auth-int")";

/// The request with these rows, and what rules say of its answer.
std::vector<std::string> judged(const std::string& status, const std::string& more,
                                const std::string& asked = "",
                                const stack::DigestAccount* account = nullptr) {
  Exchange exchange;
  Observed request;
  request.sender = Side::harness;
  request.at = stack::TimePoint{std::chrono::seconds(1)};
  request.source = {"127.0.0.1", 40000};
  request.destination = {"127.0.0.1", 5070};
  request.octets =
      "MESSAGE sip:bob@127.0.0.1:5070 SIP/2.0\r\nMax-Forwards: 70\r\n" + asked + rows + "\r\n";
  request.deliberate = true;
  exchange.add(std::move(request));
  Observed response;
  response.at = stack::TimePoint{std::chrono::milliseconds(1010)};
  response.source = {"127.0.0.1", 5070};
  response.destination = {"127.0.0.1", 40000};
  response.octets = "SIP/2.0 " + status + "\r\n" + more + rows + "\r\n";
  response.answers = 0;
  response.association = Association::branch;
  exchange.add(std::move(response));
  std::vector<std::string> broken;
  for (const RuleFinding& finding : judge_message(exchange, 1, {.account = account})) {
    broken.push_back(finding.requirement);
  }
  return broken;
}

std::vector<std::string> challenged(const std::string& value,
                                    const std::string& status = "401 Unauthorized",
                                    const std::string& field = "WWW-Authenticate") {
  return judged(status, field + ": " + value + "\r\n");
}

using Names = std::vector<std::string>;

TEST(AuthRules, AreSilentOnAGoodChallenge) {
  EXPECT_EQ(challenged(good), Names{});
  EXPECT_EQ(challenged(good, "407 Proxy Authentication Required", "Proxy-Authenticate"), Names{});
}

TEST(AuthRules, WantQopInEachChallenge) {
  EXPECT_EQ(challenged(R"(Digest realm="r", nonce="n")"), Names{"RFC3261-22.4-01"});
}

TEST(AuthRules, WantRealmAndNonce) {
  EXPECT_EQ(challenged(R"(Digest nonce="n", qop="auth")"), Names{"RFC3261-20.44-01"});
  EXPECT_EQ(challenged(R"(Digest realm="r", qop="auth")", "407 Proxy Authentication Required",
                       "Proxy-Authenticate"),
            Names{"RFC3261-20.27-01"});
}

TEST(AuthRules, RefuseBasic) {
  EXPECT_EQ(challenged(R"(Basic realm="r")"), Names{"RFC3261-22.1-01"});
}

TEST(AuthRules, WantOneChallengeAnAlgorithmInARealm) {
  EXPECT_EQ(challenged(good + "\r\nWWW-Authenticate: " + good), Names{"RFC8760-2.3-01"});
  EXPECT_EQ(challenged(good + "\r\nWWW-Authenticate: " +
                       R"(Digest realm="other", nonce="n", algorithm=SHA-256, qop="auth")"),
            Names{});
  EXPECT_EQ(challenged(good + "\r\nWWW-Authenticate: " +
                       R"(Digest realm="r", nonce="n", algorithm=MD5, qop="auth")"),
            Names{});
}

/// Credentials of alice, and what proves the server to her.
struct Proved {
  stack::DigestAccount account{
      .realm = {}, .username = "alice", .secret = stack::Secret::password("zanzibar")};
  stack::Credentials credentials;
  stack::AuthenticationInfo info;

  Proved() {
    credentials.username = "alice";
    credentials.realm = "r";
    credentials.nonce = "n";
    credentials.uri = "sip:bob@127.0.0.1:5070";
    credentials.algorithm_text = "SHA-256";
    credentials.algorithm = stack::algorithm_named("SHA-256");
    credentials.qop_text = "auth";
    credentials.cnonce = "c";
    credentials.nc = "00000001";
    credentials.response = std::string(64, '0');
    info.qop = "auth";
    info.cnonce = "c";
    info.nc = "00000001";
    info.rspauth = response_auth(credentials, account.secret, "");
  }

  Names broken() const {
    return judged("200 OK", "Authentication-Info: " + info.text() + "\r\n",
                  "Authorization: " + credentials.text() + "\r\n", &account);
  }
};

TEST(AuthRules, AreSilentOnARightProof) {
  EXPECT_EQ(Proved().broken(), Names{});
}

TEST(AuthRules, FindAWrongProof) {
  Proved proved;
  proved.info.rspauth = std::string(64, '0');
  EXPECT_EQ(proved.broken(), Names{"RFC7616-3.5-01"});
}

TEST(AuthRules, FindAProofForAnotherRequest) {
  Proved proved;
  proved.info.nc = "00000002";
  EXPECT_EQ(proved.broken(), Names{"RFC7616-3.5-02"});
  proved.info.nc.reset();
  EXPECT_EQ(proved.broken(), Names{"RFC7616-3.5-02"});
}

TEST(AuthRules, DoNotJudgeAProofWithoutKnowingTheSecret) {
  Proved proved;
  proved.info.rspauth = std::string(64, '0');
  proved.account.username = "carol";
  EXPECT_EQ(proved.broken(), Names{});
}

}  // namespace
}  // namespace sipspec::harness
