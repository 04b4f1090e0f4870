#include "stack/agent/agent.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/validate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::seconds;

const TimePoint start{seconds(1)};
const Address device{"127.0.0.1", 5070};
const Address client{"127.0.0.1", 40000};

AgentConfig config(std::string mutant = "") {
  AgentConfig settings;
  settings.listening = {device};
  settings.mutant = std::move(mutant);
  return settings;
}

std::string request(std::string_view method = "MESSAGE", std::string_view rows = "",
                    std::string_view body = "hello", std::string_view transport = "UDP") {
  const std::string via = "SIP/2.0/" + std::string(transport) + " 127.0.0.1:40000";
  return std::string(method) + " sip:bob@127.0.0.1:5070 SIP/2.0\r\nVia: " + via +
         ";branch=z9hG4bKtest\r\nMax-Forwards: 70\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\n"
         "To: <sip:bob@127.0.0.1>\r\nCall-ID: call\r\nCSeq: 1 " +
         std::string(method) + "\r\nContent-Type: text/plain\r\n" + std::string(rows) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::vector<std::string> datagrams(UserAgent& agent) {
  std::vector<std::string> sent;
  for (const AgentAction& action : agent.take_actions()) {
    if (const auto* datagram = std::get_if<AgentSendDatagram>(&action)) {
      sent.push_back(datagram->octets);
    }
  }
  return sent;
}

/// What the conformant device answers to one datagram; "" when it answers nothing.
std::string answer(const std::string& octets, std::string mutant = "") {
  UserAgent agent(config(std::move(mutant)));
  agent.on_datagram(start, client, device, octets);
  const auto sent = datagrams(agent);
  return sent.empty() ? "" : sent.front();
}

int status(const std::string& octets) {
  return Message::parse(octets).status();
}

TEST(UserAgent, AnswersAMessageByA200WithoutFault) {
  const std::string octets = answer(request());
  const Message response = Message::parse(octets);
  EXPECT_EQ(response.status(), 200);
  EXPECT_TRUE(response.defects().empty());
  EXPECT_TRUE(validate(response).span().empty());
  EXPECT_FALSE(response.has(HeaderName::contact));
  EXPECT_TRUE(response.body().empty());
  EXPECT_EQ(call_id(response), "call");
  EXPECT_FALSE(to(response)->tag().empty());
}

TEST(UserAgent, DeliversATextOnceHoweverOftenItIsRetransmitted) {
  UserAgent agent(config());
  int delivered = 0;
  std::vector<std::string> answers;
  for (int copy = 0; copy < 3; ++copy) {
    agent.on_datagram(start + seconds(copy), client, device, request());
    for (const AgentAction& action : agent.take_actions()) {
      delivered += std::holds_alternative<AgentDeliver>(action) ? 1 : 0;
      if (const auto* datagram = std::get_if<AgentSendDatagram>(&action)) {
        answers.push_back(datagram->octets);
      }
    }
  }
  EXPECT_EQ(delivered, 1);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0], answers[1]);
  EXPECT_EQ(answers[1], answers[2]);
}

TEST(UserAgent, ForgetsATransactionAfterTimerJ) {
  UserAgent agent(config());
  agent.on_datagram(start, client, device, request());
  const auto first = datagrams(agent);
  ASSERT_EQ(agent.next_deadline(), Deadline(start + seconds(32)));
  agent.on_time(start + seconds(32));
  EXPECT_EQ(agent.next_deadline(), std::nullopt);
  agent.on_datagram(start + seconds(33), client, device, request());
  EXPECT_NE(datagrams(agent), first) << "a new transaction has a new To tag";
}

struct Judged {
  const char* method;
  const char* rows;
  const char* body;
  int status;
};

TEST(UserAgent, AnswersEachRequestAsTheRfcAsks) {
  for (const Judged& row : {
           Judged{"OPTIONS", "", "", 200},
           Judged{"PUBLISH", "", "", 405},
           Judged{"SIPSPEC", "", "", 501},
           Judged{"message", "", "", 501},
           Judged{"BYE", "", "", 481},
           Judged{"CANCEL", "", "", 481},
           Judged{"MESSAGE", "Require: x-a\r\n", "hi", 420},
           Judged{"MESSAGE", "Proxy-Require: x-a\r\n", "hi", 200},
           Judged{"MESSAGE", "Content-Encoding: x-a\r\n", "hi", 415},
           Judged{"MESSAGE", "Content-Disposition: render;handling=optional\r\n", "hi", 200},
           Judged{"MESSAGE", "Call-ID: again\r\n", "hi", 400},
           Judged{"MESSAGE", "Content-Length: 3\r\n", "hi", 400},
           Judged{"MESSAGE", "X-Unknown: ;;,\r\n", "hi", 200},
           Judged{"MESSAGE", "Date: never\r\n", "hi", 200},
           Judged{"MESSAGE", "", "", 200},
       }) {
    EXPECT_EQ(status(answer(request(row.method, row.rows, row.body))), row.status)
        << row.method << ' ' << row.rows;
  }
}

TEST(UserAgent, AnswersNothingToAnAckOrToWhatIsNoRequest) {
  EXPECT_EQ(answer(request("ACK", "", "")), "");
  EXPECT_EQ(answer("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n\r\n"), "");
  EXPECT_EQ(answer("hello"), "");
  EXPECT_EQ(answer("\r\n\r\n"), "");
}

TEST(UserAgent, RefusesAMergedRequest) {
  UserAgent agent(config());
  agent.on_datagram(start, client, device, request());
  std::string other = request();
  other.replace(other.find("z9hG4bKtest"), 11, "z9hG4bKpath");
  agent.on_datagram(start, client, device, other);
  const auto sent = datagrams(agent);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(status(sent[1]), 482);
}

std::vector<std::string> over_stream(UserAgent& agent, std::string_view octets) {
  agent.on_stream_opened(start, 7, client, device);
  agent.on_stream_data(start, 7, octets);
  std::vector<std::string> sent;
  for (const AgentAction& action : agent.take_actions()) {
    if (const auto* stream = std::get_if<AgentSendStream>(&action)) {
      EXPECT_EQ(stream->connection, 7U);
      sent.push_back(stream->octets);
    }
  }
  return sent;
}

TEST(UserAgent, AnswersEachMessageOfAStreamOnItsConnection) {
  UserAgent agent(config());
  const std::string one = request("MESSAGE", "", "hello", "TCP");
  std::string two = one;
  two.replace(two.find("z9hG4bKtest"), 11, "z9hG4bKnext");
  EXPECT_EQ(over_stream(agent, one + two).size(), 2U);
}

TEST(UserAgent, AnswersAPingByAPong) {
  UserAgent agent(config());
  EXPECT_EQ(over_stream(agent, "\r\n\r\n"), (std::vector<std::string>{"\r\n"}));
}

TEST(UserAgent, ClosesAStreamWhoseFramingIsLost) {
  UserAgent agent(config());
  agent.on_stream_opened(start, 7, client, device);
  agent.on_stream_data(start, 7, request("MESSAGE", "Content-Length: -5\r\n", "x", "TCP"));
  bool closed = false;
  int refused = 0;
  for (const AgentAction& action : agent.take_actions()) {
    closed = closed || std::holds_alternative<AgentCloseStream>(action);
    if (const auto* stream = std::get_if<AgentSendStream>(&action)) {
      refused = status(stream->octets);
    }
  }
  EXPECT_TRUE(closed);
  EXPECT_EQ(refused, 400);
}

TEST(UserAgent, SendsAMessageOfItsOwnUntilItIsAnswered) {
  UserAgent agent(config());
  agent.send_message(start, Transport::udp, client, "sip:alice@127.0.0.1:40000", "hi",
                     "text/plain");
  const auto sent = datagrams(agent);
  ASSERT_EQ(sent.size(), 1U);
  const Message message = Message::parse(sent[0]);
  EXPECT_TRUE(message.defects().empty());
  EXPECT_TRUE(validate(message).span().empty());
  EXPECT_FALSE(message.has(HeaderName::contact));
  agent.on_time(start + std::chrono::milliseconds(500));
  EXPECT_EQ(datagrams(agent), sent);
}

TEST(UserAgent, SurvivesEveryTruncationAndEveryFlippedOctet) {
  const std::string whole = request();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    UserAgent agent(config());
    agent.on_datagram(start, client, device, whole.substr(0, at));
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x80);
    agent.on_datagram(start, client, device, flipped);
    for (const std::string& octets : datagrams(agent)) {
      EXPECT_TRUE(Message::parse(octets).is_response()) << at;
    }
  }
}

TEST(Mutants, HaveNamesOfTheirOwnAndSayWhatTheyDo) {
  std::vector<std::string_view> names;
  for (const MutantInfo& mutant : all_mutants()) {
    EXPECT_EQ(std::count(names.begin(), names.end(), mutant.name), 0) << mutant.name;
    EXPECT_FALSE(mutant.sentence.empty()) << mutant.name;
    EXPECT_TRUE(mutant.clause.starts_with("RFC ")) << mutant.name;
    EXPECT_EQ(find_mutant(mutant.name), &mutant);
    names.push_back(mutant.name);
  }
  EXPECT_GE(names.size(), 40U);
}

TEST(Mutants, OfAnUnknownNameAreRefused) {
  EXPECT_EQ(find_mutant("no-such-mutant"), nullptr);
  EXPECT_THROW(UserAgent(config("no-such-mutant")), std::invalid_argument);
}

TEST(Mutants, DeviateAsTheySay) {
  EXPECT_TRUE(Message::parse(answer(request(), "contact-in-2xx")).has(HeaderName::contact));
  EXPECT_FALSE(answer(request(), "body-in-2xx").ends_with("\r\n\r\n"));
  EXPECT_EQ(answer(request(), "silent"), "");
  EXPECT_EQ(status(answer(request(), "100-at-once")), 100);
  EXPECT_EQ(status(answer(request("MESSAGE", "Require: x\r\n"), "require-ignored")), 200);
  EXPECT_TRUE(answer(request(), "version-3").starts_with("SIP/3.0 200"));
  EXPECT_EQ(answer(request(), "bare-line-feeds").find('\r'), std::string::npos);
}

}  // namespace
}  // namespace sipspec::stack
