// Client and server against each other: what one writes the other reads.

#include "stack/auth/digest_client.hpp"
#include "stack/auth/digest_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

using namespace std::chrono_literals;
using Outcome = DigestClient::Outcome;
using Proof = DigestClient::ServerProof;

constexpr TimePoint start{std::chrono::seconds(1000)};

DigestServerConfig config(std::vector<Algorithm> algorithms = {Algorithm{}}) {
  DigestServerConfig made;
  made.realm = "example.org";
  made.accounts = {{"", "alice", Secret::password("zanzibar")}};
  made.algorithms = std::move(algorithms);
  made.opaque = "opaque-1";
  return made;
}

DigestClient alice(std::string_view password = "zanzibar", Qop preferred = Qop::auth) {
  return DigestClient({{"", "alice", Secret::password(password)}}, preferred);
}

/// A message of these rows; the octets live as long as the object.
class Octets {
 public:
  Octets(std::string start_line, const std::vector<AuthRow>& rows, std::string_view body = "")
      : text_(std::move(start_line) + "\r\n") {
    for (const AuthRow& row : rows) {
      text_ += row.field + ": " + row.value + "\r\n";
    }
    text_ += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    text_ += body;
  }

  Message message() const { return Message::parse(text_); }

 private:
  std::string text_;
};

Octets challenge(const std::vector<AuthRow>& rows) {
  return {"SIP/2.0 401 Unauthorized", rows};
}

Octets request(const std::vector<AuthRow>& rows, std::string_view body = "hello",
               const std::string& method = "MESSAGE") {
  return {method + " sip:bob@example.org SIP/2.0", rows, body};
}

DigestVerdict send(DigestServer& server, DigestClient& client, TimePoint now = start,
                   std::string_view body = "hello") {
  return server.judge(
      now, request(client.credentials("MESSAGE", "sip:bob@example.org", body), body).message());
}

void meet(DigestServer& server, DigestClient& client, std::string_view nonce = "nonce-1") {
  const auto rows = server.challenge(start, nonce, DigestVerdict{});
  ASSERT_TRUE(client.on_challenge(challenge(rows).message(), "cnonce-1").answerable());
}

TEST(DigestPair, AgreesInEachAlgorithmAndQop) {
  for (const Algorithm algorithm : all_algorithms()) {
    for (const Qop qop : {Qop::auth, Qop::auth_int}) {
      DigestServer server(config({algorithm}));
      DigestClient client = alice("zanzibar", qop);
      meet(server, client);
      const DigestVerdict verdict = send(server, client);
      EXPECT_TRUE(verdict.accepted()) << name_of(algorithm);
      EXPECT_EQ(verdict.username, "alice");
      EXPECT_EQ(verdict.credentials->qop(), qop);
      EXPECT_EQ(verdict.credentials->opaque, "opaque-1");
      EXPECT_TRUE(verdict.credentials->faults.empty());
      const Octets answer("SIP/2.0 200 OK", {server.authentication_info(verdict, "")});
      EXPECT_EQ(client.on_answer(answer.message()), Proof::right) << name_of(algorithm);
    }
  }
}

TEST(DigestPair, AgreesWithoutQop) {
  DigestServerConfig legacy = config();
  legacy.qop.clear();
  DigestServer server(legacy);
  DigestClient client = alice();
  meet(server, client);
  EXPECT_TRUE(send(server, client).accepted());
  EXPECT_EQ(send(server, client).outcome, DigestOutcome::replayed) << "such a nonce is good once";
}

TEST(DigestPair, AgreesOnAHashedUsername) {
  DigestServerConfig hashed = config({{HashFunction::sha256, false}});
  hashed.userhash = true;
  DigestServer server(hashed);
  DigestClient client = alice();
  meet(server, client);
  const DigestVerdict verdict = send(server, client);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_EQ(verdict.credentials->username_form, UsernameForm::hashed);
  EXPECT_EQ(verdict.username, "alice");
  const Octets answer("SIP/2.0 200 OK", {server.authentication_info(verdict, "")});
  EXPECT_EQ(client.on_answer(answer.message()), Proof::right);
}

TEST(DigestPair, AgreesWhenTheServerKeepsAHashOnly) {
  DigestServerConfig kept = config();
  kept.accounts = {
      {"", "alice",
       Secret::hashed(user_hash(HashFunction::md5, "alice", "example.org", "zanzibar"))}};
  DigestServer server(kept);
  DigestClient client = alice();
  meet(server, client);
  EXPECT_TRUE(send(server, client).accepted());
}

TEST(DigestPair, WorksForAProxy) {
  DigestServerConfig proxy = config();
  proxy.side = DigestSide::proxy;
  DigestServer server(proxy);
  DigestClient client = alice();
  const auto rows = server.challenge(start, "n", DigestVerdict{});
  EXPECT_EQ(rows.front().field, "Proxy-Authenticate");
  ASSERT_TRUE(client.on_challenge(challenge(rows).message(), "c").answerable());
  EXPECT_EQ(client.credentials("MESSAGE", "sip:x", "").front().field, "Proxy-Authorization");
  const DigestVerdict verdict = send(server, client);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_EQ(server.authentication_info(verdict, "").field, "Proxy-Authentication-Info");
}

TEST(DigestServer, WritesAChallengeAnAlgorithmInItsOrder) {
  DigestServer server(
      config({{HashFunction::sha512_256, false}, {HashFunction::sha256, false}, {}}));
  const auto rows = server.challenge(start, "n", DigestVerdict{});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].field, "WWW-Authenticate");
  EXPECT_EQ(
      rows[0].value,
      R"(Digest realm="example.org", nonce="n", opaque="opaque-1", algorithm=SHA-512-256, qop="auth,auth-int")");
  EXPECT_NE(rows[1].value.find("SHA-256"), std::string::npos);
  EXPECT_NE(rows[2].value.find("MD5"), std::string::npos);
}

TEST(DigestServer, FindsNoCredentialsOfAnotherRealmOrScheme) {
  DigestServer server(config());
  EXPECT_EQ(server.judge(start, request({}).message()).outcome, DigestOutcome::absent);
  EXPECT_EQ(
      server.judge(start, request({{"Authorization", "Basic YWxpY2U6emFuemliYXI="}}).message())
          .outcome,
      DigestOutcome::absent);
  const std::vector<AuthRow> foreign = {
      {"Authorization",
       R"(Digest username="alice", realm="other", nonce="n", uri="u", response="0")"}};
  EXPECT_EQ(server.judge(start, request(foreign).message()).outcome, DigestOutcome::absent);
}

TEST(DigestServer, FindsItsRealmAmongSeveral) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  auto rows = client.credentials("MESSAGE", "sip:bob@example.org", "hello");
  rows.insert(rows.begin(), {"Authorization", R"(Digest realm="other", username="x")"});
  EXPECT_TRUE(server.judge(start, request(rows).message()).accepted());
}

TEST(DigestServer, RefusesAWrongPasswordAndAnUnknownUser) {
  DigestServer server(config());
  DigestClient wrong = alice("wrong");
  meet(server, wrong);
  const DigestVerdict verdict = send(server, wrong);
  EXPECT_EQ(verdict.outcome, DigestOutcome::wrong_response);
  EXPECT_FALSE(verdict.stale());
  DigestClient mallory({{"", "mallory", Secret::password("zanzibar")}});
  meet(server, mallory, "nonce-2");
  EXPECT_EQ(send(server, mallory).outcome, DigestOutcome::unknown_user);
}

TEST(DigestServer, RefusesAnotherMethodAndAChangedBody) {
  DigestServer server(config());
  DigestClient client = alice("zanzibar", Qop::auth_int);
  meet(server, client);
  EXPECT_EQ(
      server
          .judge(start,
                 request(client.credentials("INVITE", "sip:bob@example.org", "hello")).message())
          .outcome,
      DigestOutcome::wrong_response);
  EXPECT_EQ(server
                .judge(start, request(client.credentials("MESSAGE", "sip:bob@example.org", "hello"),
                                      "changed")
                                  .message())
                .outcome,
            DigestOutcome::wrong_response);
}

TEST(DigestServer, AcceptsAUriOtherThanTheRequestUri) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  const auto rows = client.credentials("MESSAGE", "sip:bob@before-rewriting.example", "hello");
  EXPECT_TRUE(server.judge(start, request(rows).message()).accepted());
}

TEST(DigestServer, RefusesWhatItDidNotOffer) {
  DigestServerConfig only_auth = config({{HashFunction::sha256, false}});
  only_auth.qop = {Qop::auth};
  DigestServer server(only_auth);
  DigestServer other(config());
  DigestClient client = alice("zanzibar", Qop::auth_int);
  meet(other, client);
  EXPECT_EQ(send(server, client).outcome, DigestOutcome::not_offered);
}

TEST(DigestServer, FindsIncompleteCredentials) {
  DigestServer server(config({{}, {HashFunction::md5, true}}));
  for (const char* rest :
       {R"(, qop=auth)", R"(, algorithm=FOO)", R"(, qop=auth-conf, nc=00000001, cnonce="c")",
        R"(, algorithm=MD5-sess)"}) {
    const std::vector<AuthRow> rows = {
        {"Authorization",
         std::string(
             R"(Digest username="alice", realm="example.org", nonce="n", uri="u", response="0")") +
             rest}};
    EXPECT_EQ(server.judge(start, request(rows).message()).outcome, DigestOutcome::incomplete)
        << rest;
  }
}

TEST(DigestServer, CallsANonceStaleAtTheEndOfItsLife) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  EXPECT_TRUE(send(server, client, start + 5min - 1us).accepted());
  const DigestVerdict late = send(server, client, start + 5min);
  EXPECT_EQ(late.outcome, DigestOutcome::expired_nonce);
  EXPECT_TRUE(late.stale());
  EXPECT_NE(server.challenge(start, "n2", late).front().value.find("stale=true"),
            std::string::npos);
}

TEST(DigestServer, CallsANonceThatItDoesNotKnowStale) {
  DigestServer server(config());
  DigestServer before(config());
  DigestClient client = alice();
  meet(before, client);
  EXPECT_EQ(send(server, client).outcome, DigestOutcome::foreign_nonce);
}

TEST(DigestServer, TakesEachCountOnceInAnyOrder) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  const auto first = client.credentials("MESSAGE", "sip:bob@example.org", "hello");
  const auto second = client.credentials("MESSAGE", "sip:bob@example.org", "hello");
  EXPECT_TRUE(server.judge(start, request(second).message()).accepted());
  EXPECT_TRUE(server.judge(start, request(first).message()).accepted());
  EXPECT_EQ(server.judge(start, request(first).message()).outcome, DigestOutcome::replayed);
  EXPECT_EQ(server.judge(start, request(second).message()).outcome, DigestOutcome::replayed);
}

TEST(DigestServer, RemembersABoundedNumberOfCounts) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  const auto first = client.credentials("MESSAGE", "sip:bob@example.org", "hello");
  for (std::size_t i = 0; i <= DigestServer::max_counts; ++i) {
    EXPECT_TRUE(send(server, client).accepted());
  }
  EXPECT_EQ(server.judge(start, request(first).message()).outcome, DigestOutcome::replayed)
      << "what is below all that it remembers may have been there";
}

TEST(DigestServer, ForgetsItsOldestNonces) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  for (std::size_t i = 0; i < DigestServer::max_nonces; ++i) {
    server.challenge(start, "n" + std::to_string(i), DigestVerdict{});
  }
  EXPECT_EQ(send(server, client).outcome, DigestOutcome::foreign_nonce);
}

// The client's choices.

DigestClient::Judgements judge(DigestClient& client, const std::vector<AuthRow>& rows) {
  return client.on_challenge(challenge(rows).message(), "c");
}

AuthRow www(std::string_view rest) {
  return {"WWW-Authenticate", "Digest nonce=\"n\", " + std::string(rest)};
}

TEST(DigestClient, TakesTheTopmostChallengeThatItKnows) {
  DigestClient client = alice();
  const auto judged = judge(client, {www(R"(realm="r", algorithm=FOO, qop="auth")"),
                                     {"WWW-Authenticate", R"(Bearer realm="r")"},
                                     www(R"(realm="r", algorithm=SHA-256, qop="auth")"),
                                     www(R"(realm="r", algorithm=MD5, qop="auth")")});
  ASSERT_EQ(judged.realms.size(), 1U);
  EXPECT_TRUE(judged.answerable());
  const auto rows = client.credentials("MESSAGE", "sip:x", "");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(read_credentials(rows[0].value).front().algorithm_text, "SHA-256");
}

TEST(DigestClient, GivesUpWithoutAChallengeThatItKnows) {
  DigestClient client = alice();
  const auto judged = judge(client, {www(R"(realm="r", algorithm=FOO, qop="auth")")});
  ASSERT_EQ(judged.realms.size(), 1U);
  EXPECT_EQ(judged.realms[0].outcome, Outcome::unusable);
  EXPECT_FALSE(judged.answerable());
  EXPECT_TRUE(client.credentials("MESSAGE", "sip:x", "").empty());
  EXPECT_FALSE(judge(client, {}).answerable());
}

TEST(DigestClient, AnswersChallengesOfSeveralRealmsAndKindsAtOnce) {
  DigestClient client = alice();
  const auto judged =
      judge(client, {www(R"(realm="a", qop="auth")"),
                     www(R"(realm="b", qop="auth")"),
                     {"Proxy-Authenticate", R"(Digest realm="a", nonce="p", qop="auth")"}});
  EXPECT_EQ(judged.realms.size(), 3U);
  EXPECT_TRUE(judged.answerable());
  const auto rows = client.credentials("MESSAGE", "sip:x", "");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].field, "Proxy-Authorization");
}

TEST(DigestClient, SendsNoCredentialsToARealmWithoutAccount) {
  DigestClient client({{"home", "alice", Secret::password("p")}});
  const auto judged = judge(client, {www(R"(realm="elsewhere", qop="auth")")});
  EXPECT_EQ(judged.realms.at(0).outcome, Outcome::no_account);
  EXPECT_FALSE(judged.answerable());
  EXPECT_TRUE(client.credentials("MESSAGE", "sip:x", "").empty());
}

TEST(DigestClient, DoesNotRepeatRejectedCredentialsUnlessTheNonceWasStale) {
  DigestClient client = alice();
  ASSERT_TRUE(judge(client, {www(R"(realm="r", qop="auth")")}).answerable());
  client.credentials("MESSAGE", "sip:x", "");
  const auto again = judge(client, {www(R"(realm="r", qop="auth")")});
  EXPECT_EQ(again.realms.at(0).outcome, Outcome::rejected);
  EXPECT_FALSE(again.answerable());
  EXPECT_TRUE(judge(client, {www(R"(realm="r", qop="auth", stale=true)")}).answerable());
}

TEST(DigestClient, AnswersANewChallengeAfterSuccess) {
  DigestClient client = alice();
  ASSERT_TRUE(judge(client, {www(R"(realm="r", qop="auth")")}).answerable());
  client.credentials("MESSAGE", "sip:x", "");
  EXPECT_EQ(client.on_answer(Octets("SIP/2.0 200 OK", {}).message()), Proof::none);
  EXPECT_TRUE(judge(client, {www(R"(realm="r", qop="auth")")}).answerable());
}

TEST(DigestClient, CountsUpAndBeginsAgainWithEachNonce) {
  DigestClient client = alice();
  ASSERT_TRUE(judge(client, {www(R"(realm="r", qop="auth")")}).answerable());
  const auto count = [&client] {
    return read_credentials(client.credentials("MESSAGE", "sip:x", "").front().value)
        .front()
        .nonce_count();
  };
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(count(), 2U);
  client.on_answer(
      Octets("SIP/2.0 200 OK", {{"Authentication-Info", R"(nextnonce="n2")"}}).message());
  const auto next =
      read_credentials(client.credentials("MESSAGE", "sip:x", "").front().value).front();
  EXPECT_EQ(next.nonce, "n2");
  EXPECT_EQ(next.nonce_count(), 1U);
}

TEST(DigestClient, ChoosesAuthIntWhenNothingElseIsOffered) {
  DigestClient client = alice();
  ASSERT_TRUE(judge(client, {www(R"(realm="r", qop="auth-int")")}).answerable());
  const auto rows = client.credentials("MESSAGE", "sip:x", "body");
  EXPECT_EQ(read_credentials(rows.at(0).value).front().qop(), Qop::auth_int);
}

TEST(DigestClient, FindsAServerThatDoesNotKnowTheSecret) {
  DigestClient client = alice();
  ASSERT_TRUE(judge(client, {www(R"(realm="r", qop="auth")")}).answerable());
  const std::vector<AuthRow> forged = {
      {"Authentication-Info",
       R"(qop=auth, cnonce="c", nc=00000001, rspauth=")" + std::string(32, '0') + "\""}};
  EXPECT_EQ(client.on_answer(Octets("SIP/2.0 200 OK", forged).message()), Proof::unasked);
  client.credentials("MESSAGE", "sip:x", "");
  EXPECT_EQ(client.on_answer(Octets("SIP/2.0 200 OK", forged).message()), Proof::wrong);
}

TEST(DigestClient, FindsAProofThatIsForAnotherRequest) {
  DigestServer server(config());
  DigestClient client = alice();
  meet(server, client);
  const DigestVerdict first = send(server, client);
  send(server, client);
  const Octets answer("SIP/2.0 200 OK", {server.authentication_info(first, "")});
  EXPECT_EQ(client.on_answer(answer.message()), Proof::wrong);
}

TEST(DigestClient, RemembersABoundedNumberOfRealms) {
  DigestClient client = alice();
  for (std::size_t i = 0; i < 2 * DigestClient::max_sessions; ++i) {
    judge(client, {www("realm=\"r" + std::to_string(i) + R"(", qop="auth")")});
  }
  EXPECT_EQ(client.credentials("MESSAGE", "sip:x", "").size(), DigestClient::max_sessions);
}

}  // namespace
}  // namespace sipspec::stack
