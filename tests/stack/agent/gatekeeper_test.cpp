#include "stack/agent/gatekeeper.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::stack {
namespace {

constexpr TimePoint now{std::chrono::seconds(1)};

std::string request(const std::string& method = "MESSAGE", const std::string& rows = "") {
  return method + " sip:bob@example.org SIP/2.0\r\n" + rows + "Content-Length: 0\r\n\r\n";
}

Gatekeeper gatekeeper(Fault fault = Fault::none) {
  DigestServerConfig config;
  config.realm = "example.org";
  config.accounts = {{"", "alice", Secret::password("zanzibar")}};
  config.algorithms = {Algorithm{HashFunction::sha256}, Algorithm{}};
  return {std::move(config), fault, 1};
}

Answer ok() {
  Answer answer;
  answer.status = 200;
  answer.deliver = true;
  return answer;
}

/// Asks, and answers the challenge.
Answer twice(Gatekeeper& keeper, std::string_view password) {
  DigestClient client({{"", "alice", Secret::password(password)}});
  const Answer refused = keeper.pass(now, Message::parse(request()), ok());
  std::string response = "SIP/2.0 401 Unauthorized\r\n";
  for (const auto& [name, value] : refused.fields) {
    response.append(name).append(": ").append(value).append("\r\n");
  }
  client.on_challenge(Message::parse(response + "\r\n"), "c");
  std::string rows;
  for (const AuthRow& row : client.credentials("MESSAGE", "sip:bob@example.org", "")) {
    rows += row.field + ": " + row.value + "\r\n";
  }
  return keeper.pass(now, Message::parse(request("MESSAGE", rows)), ok());
}

TEST(Gatekeeper, ChallengesARequestWithoutCredentials) {
  Gatekeeper keeper = gatekeeper();
  const Answer answer = keeper.pass(now, Message::parse(request()), ok());
  EXPECT_EQ(answer.status, 401);
  EXPECT_FALSE(answer.deliver);
  ASSERT_EQ(answer.fields.size(), 2U);
  EXPECT_EQ(answer.fields[0].first, "WWW-Authenticate");
  EXPECT_NE(answer.fields[0].second.find("SHA-256"), std::string::npos);
  EXPECT_NE(answer.fields[1].second.find("MD5"), std::string::npos);
}

TEST(Gatekeeper, LetsRightCredentialsPassAndProvesItself) {
  Gatekeeper keeper = gatekeeper();
  const Answer answer = twice(keeper, "zanzibar");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.deliver);
  ASSERT_EQ(answer.fields.size(), 1U);
  EXPECT_EQ(answer.fields[0].first, "Authentication-Info");
}

TEST(Gatekeeper, ChallengesAWrongPasswordWithoutCallingItStale) {
  Gatekeeper keeper = gatekeeper();
  const Answer answer = twice(keeper, "other");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.fields.at(0).second.find("stale"), std::string::npos);
}

TEST(Gatekeeper, ChallengesNeitherAckNorCancel) {
  Gatekeeper keeper = gatekeeper();
  for (const char* method : {"ACK", "CANCEL"}) {
    EXPECT_EQ(keeper.pass(now, Message::parse(request(method)), ok()).status, 200) << method;
  }
}

TEST(Gatekeeper, LeavesWhatCannotBeReadToItsOwnAnswer) {
  Gatekeeper keeper = gatekeeper();
  for (const int status : {0, 400, 503, 505}) {
    Answer answer;
    answer.status = status;
    EXPECT_EQ(keeper.pass(now, Message::parse(request()), answer).status, status);
  }
  Answer refused;
  refused.status = 415;
  EXPECT_EQ(keeper.pass(now, Message::parse(request()), refused).status, 401)
      << "authentication comes first (RFC 3261 8.2)";
}

}  // namespace
}  // namespace sipspec::stack
