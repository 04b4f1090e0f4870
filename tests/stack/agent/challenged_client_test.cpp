#include "stack/agent/agent.hpp"
#include "stack/message/fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

constexpr TimePoint start{std::chrono::seconds(1)};
const Address server_at{"192.0.2.2", 5060};
const Address client_at{"192.0.2.1", 5060};

UserAgent server(std::string_view password) {
  AgentConfig config;
  config.listening = {server_at};
  config.auth.emplace();
  config.auth->realm = "example.org";
  config.auth->accounts = {{"", "alice", Secret::password(password)}};
  return UserAgent(std::move(config));
}

UserAgent client() {
  AgentConfig config;
  config.user = "alice";
  config.listening = {client_at};
  config.seed = 7;
  config.accounts = {{"example.org", "alice", Secret::password("zanzibar")}};
  return UserAgent(std::move(config));
}

/// What one sent, handed to the other; the messages in order, and the texts that were shown.
struct Wire {
  std::vector<std::string> messages, shown;

  bool carry(UserAgent& from, UserAgent& to, const Address& source, const Address& target) {
    bool any = false;
    for (const AgentAction& action : from.take_actions()) {
      if (const auto* sent = std::get_if<AgentSendDatagram>(&action)) {
        messages.push_back(sent->octets);
        to.on_datagram(start, source, target, sent->octets);
        any = true;
      } else if (const auto* text = std::get_if<AgentDeliver>(&action)) {
        shown.push_back(text->text);
      }
    }
    return any;
  }
};

Wire talk(UserAgent& asking, UserAgent& asked) {
  Wire wire;
  asking.send_message(start, Transport::udp, server_at, "sip:bob@192.0.2.2", "hello", "text/plain");
  for (int i = 0; i < 10; ++i) {
    const bool there = wire.carry(asking, asked, client_at, server_at);
    const bool back = wire.carry(asked, asking, server_at, client_at);
    if (!there && !back) {
      break;
    }
  }
  return wire;
}

TEST(ChallengedClient, SendsTheRequestAgainWithCredentials) {
  UserAgent alice = client();
  UserAgent bob = server("zanzibar");
  const Wire wire = talk(alice, bob);
  ASSERT_EQ(wire.messages.size(), 4U);
  const Message first = Message::parse(wire.messages[0]);
  const Message again = Message::parse(wire.messages[2]);
  EXPECT_EQ(Message::parse(wire.messages[1]).status(), 401);
  EXPECT_EQ(Message::parse(wire.messages[3]).status(), 200);
  EXPECT_TRUE(again.has(HeaderName::authorization));
  EXPECT_EQ(call_id(again), call_id(first));
  EXPECT_EQ(from(again)->tag(), from(first)->tag());
  EXPECT_EQ(cseq(again)->number, cseq(first)->number + 1);
  EXPECT_NE(top_via(again)->branch(), top_via(first)->branch());
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(wire.shown, std::vector<std::string>{"hello"});
}

TEST(ChallengedClient, DoesNotRepeatRejectedCredentials) {
  UserAgent alice = client();
  UserAgent bob = server("another");
  const Wire wire = talk(alice, bob);
  EXPECT_EQ(wire.messages.size(), 4U) << "request, 401, once with credentials, 401";
  EXPECT_TRUE(wire.shown.empty());
}

TEST(ChallengedClient, GivesUpWithoutAnAccount) {
  AgentConfig config;
  config.listening = {client_at};
  UserAgent nobody(std::move(config));
  UserAgent bob = server("zanzibar");
  EXPECT_EQ(talk(nobody, bob).messages.size(), 2U);
}

}  // namespace
}  // namespace sipspec::stack
