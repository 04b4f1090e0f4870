// INVITE at the reference device, and what goes on in the dialog that comes of it.

#include "stack/agent/agent.hpp"
#include "stack/dialog/dialog.hpp"
#include "stack/dialog/offer_answer.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/validate.hpp"
#include "stack/transaction/ack.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const TimePoint start{seconds(1)};
const Address device{"127.0.0.1", 5070};
const Address client{"127.0.0.1", 40000};

/// A caller with one device, over UDP.
class Call {
 public:
  explicit Call(std::string mutant = "") : agent_(config(std::move(mutant))) {}

  /// What the device sends back, each message in its turn.
  std::vector<std::string> send(const std::string& octets) {
    agent_.on_datagram(now_, client, device, octets);
    return sent();
  }

  /// Lets time pass; what the device sends meanwhile.
  std::vector<std::string> pass(Duration span) {
    const TimePoint end = now_ + span;
    std::vector<std::string> all;
    while (agent_.next_deadline() && *agent_.next_deadline() <= end) {
      now_ = *agent_.next_deadline();
      agent_.on_time(now_);
      for (std::string& octets : sent()) {
        all.push_back(std::move(octets));
      }
    }
    now_ = end;
    return all;
  }

  std::string invite(std::string_view rows = "", std::string_view type = session_type) {
    const std::string offer = session_offer(client);
    return "INVITE sip:bob@127.0.0.1:5070 SIP/2.0\r\n" + via() +
           "Max-Forwards: 70\r\nFrom: <sip:alice@127.0.0.1>;tag=a\r\nTo: <sip:bob@127.0.0.1>\r\n"
           "Call-ID: call\r\nCSeq: 7 INVITE\r\nContact: <sip:alice@127.0.0.1:40000>\r\n"
           "Content-Type: " +
           std::string(type) + "\r\n" + std::string(rows) +
           "Content-Length: " + std::to_string(offer.size()) + "\r\n\r\n" + offer;
  }

  /// Sets up a call and acknowledges it.
  Dialog established() {
    const std::string request = invite();
    const std::string response = send(request).at(0);
    Dialog dialog = Dialog::of_caller(Message::parse(request), Message::parse(response)).value();
    send(complete(dialog.ack(7)));
    return dialog;
  }

  std::string complete(MessageBuilder made, std::string_view body = "") {
    const std::string row = via();
    made.add_first("Via", row.substr(5, row.size() - 7));
    return body.empty() ? made.serialize() : made.body(body, "text/plain").serialize();
  }

  int status(const std::string& octets) {
    const auto answers = send(octets);
    return answers.empty() ? 0 : Message::parse(answers.front()).status();
  }

 private:
  static AgentConfig config(std::string mutant) {
    AgentConfig settings;
    settings.listening = {device};
    settings.mutant = std::move(mutant);
    return settings;
  }

  std::string via() {
    return "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKb" + std::to_string(++branch_) + "\r\n";
  }

  std::vector<std::string> sent() {
    std::vector<std::string> octets;
    for (const AgentAction& action : agent_.take_actions()) {
      if (const auto* datagram = std::get_if<AgentSendDatagram>(&action)) {
        octets.push_back(datagram->octets);
      }
    }
    return octets;
  }

  UserAgent agent_;
  TimePoint now_ = start;
  int branch_ = 0;
};

TEST(Calls, AreAcceptedWithContactRoutesAndAnAnswer) {
  Call call;
  const auto answers =
      call.send(call.invite("Record-Route: <sip:192.0.2.7;lr>, <sip:192.0.2.8;lr>;x=y\r\n"));
  ASSERT_EQ(answers.size(), 1U);
  const Message response = Message::parse(answers[0]);
  EXPECT_EQ(response.status(), 200);
  EXPECT_TRUE(response.defects().empty());
  EXPECT_TRUE(validate(response).span().empty());
  EXPECT_EQ(response.value_of(HeaderName::contact), "<sip:bob@127.0.0.1:5070>");
  ListCursor routes(response, HeaderName::record_route);
  EXPECT_EQ(routes.next(), "<sip:192.0.2.7;lr>");
  EXPECT_EQ(routes.next(), "<sip:192.0.2.8;lr>;x=y");
  EXPECT_EQ(response.body(), session_answer(session_offer(client), device));
}

TEST(Calls, WithoutOfferAreAnsweredByOne) {
  Call call;
  std::string invite = call.invite();
  invite.resize(invite.find("Content-Type"));
  const auto answers = call.send(invite + "Content-Length: 0\r\n\r\n");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(Message::parse(answers[0]).body(), session_offer(device));
}

TEST(Calls, RepeatTheirAcceptanceUntilTheAck) {
  Call call;
  const std::string invite = call.invite();
  const std::string response = call.send(invite).at(0);
  EXPECT_TRUE(call.send(invite).empty()) << "the transaction absorbs copies (RFC 6026)";
  EXPECT_EQ(call.pass(milliseconds(1500)), (std::vector<std::string>{response, response}));
  auto dialog = Dialog::of_caller(Message::parse(invite), Message::parse(response));
  ASSERT_TRUE(dialog);
  EXPECT_TRUE(call.send(call.complete(dialog->ack(7))).empty());
  EXPECT_TRUE(call.pass(seconds(40)).empty());
}

TEST(Calls, StopRepeatingAfter64T1) {
  Call call;
  call.send(call.invite());
  EXPECT_EQ(call.pass(seconds(40)).size(), 10U);
}

TEST(Calls, AreRefusedWithRepeatsUntilTheAck) {
  Call call;
  const std::string invite = call.invite("Require: x-a\r\n");
  const std::string response = call.send(invite).at(0);
  EXPECT_EQ(Message::parse(response).status(), 420);
  EXPECT_EQ(call.send(invite), (std::vector<std::string>{response}));
  EXPECT_EQ(call.pass(milliseconds(500)), (std::vector<std::string>{response}));
  call.send(ack_for(Message::parse(invite), Message::parse(response)));
  EXPECT_TRUE(call.pass(seconds(40)).empty());
}

TEST(Calls, AreRefusedWithoutASessionThatItKnows) {
  Call call;
  EXPECT_EQ(call.status(call.invite("", "text/plain")), 415);
  Call other;
  std::string invite = other.invite();
  invite.replace(invite.find("m=audio"), 2, "x=");
  EXPECT_EQ(other.status(invite), 488);
}

TEST(Calls, ThatComeByAnotherPathAreMerged) {
  Call call;
  EXPECT_EQ(call.status(call.invite()), 200);
  EXPECT_EQ(call.status(call.invite()), 482);
}

TEST(Calls, CarryMessagesWhoseNumbersRise) {
  Call call;
  Dialog dialog = call.established();
  EXPECT_EQ(call.status(call.complete(dialog.request("MESSAGE"), "hi")), 200);
  MessageBuilder gap = dialog.request("MESSAGE");
  EXPECT_EQ(call.status(call.complete(gap.set("CSeq", "500 MESSAGE"), "hi")), 200);
  MessageBuilder old = dialog.request("MESSAGE");
  EXPECT_EQ(call.status(call.complete(old.set("CSeq", "499 MESSAGE"), "hi")), 500);
}

TEST(Calls, AreLeftAloneByAMessageThatFails) {
  Call call;
  Dialog dialog = call.established();
  MessageBuilder odd = dialog.request("MESSAGE");
  odd.body("x", "x-a/x-b").add_first("Via", "SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKodd");
  EXPECT_EQ(call.status(odd.serialize()), 415);
  EXPECT_EQ(call.status(call.complete(dialog.request("MESSAGE"), "hi")), 200);
}

TEST(Calls, EndWithBye) {
  Call call;
  Dialog dialog = call.established();
  EXPECT_EQ(call.status(call.complete(dialog.request("OPTIONS"))), 200);
  EXPECT_EQ(call.status(call.complete(dialog.request("BYE"))), 200);
  EXPECT_EQ(call.status(call.complete(dialog.request("MESSAGE"), "hi")), 481);
  EXPECT_EQ(call.status(call.complete(dialog.request("BYE"))), 481);
}

TEST(Calls, AreKnownByCallIdAndBothTags) {
  for (const auto& [row, value] : {std::pair{"From", "<sip:alice@127.0.0.1>;tag=z"},
                                   {"To", "<sip:bob@127.0.0.1>;tag=z"},
                                   {"Call-ID", "other"}}) {
    Call call;
    Dialog dialog = call.established();
    MessageBuilder stray = dialog.request("MESSAGE");
    EXPECT_EQ(call.status(call.complete(stray.set(row, value), "hi")), 481) << row;
    EXPECT_EQ(call.status(call.complete(dialog.request("MESSAGE"), "hi")), 200) << row;
  }
}

TEST(Calls, MayBeInvitedAgainInTheirDialog) {
  Call call;
  Dialog dialog = call.established();
  MessageBuilder again = dialog.request("INVITE");
  again.add("Contact", "<sip:alice@127.0.0.1:40000>");
  const auto answers = call.send(call.complete(again));
  ASSERT_EQ(answers.size(), 1U);
  const Message response = Message::parse(answers[0]);
  EXPECT_EQ(response.status(), 200);
  EXPECT_EQ(to(response)->tag(), dialog.id().remote_tag);
}

TEST(Calls, CancelledTooLateGoOn) {
  Call call;
  const std::string invite = call.invite();
  call.send(invite);
  std::string cancel = invite;
  cancel.replace(0, 6, "CANCEL").replace(cancel.find("7 INVITE"), 8, "7 CANCEL");
  EXPECT_EQ(call.status(cancel), 200);
}

/// What a caller sees of the faults that concern calls: the status of what it sends last, or how
/// many messages came.
TEST(Calls, DeviateByOneThingWithEachFault) {
  const auto old_number = [](Call& call) {
    Dialog dialog = call.established();
    call.status(call.complete(dialog.request("MESSAGE"), "hi"));
    MessageBuilder old = dialog.request("MESSAGE");
    return call.status(call.complete(old.set("CSeq", "7 MESSAGE"), "hi"));
  };
  const auto gap = [](Call& call) {
    MessageBuilder far = call.established().request("MESSAGE");
    return call.status(call.complete(far.set("CSeq", "99 MESSAGE"), "hi"));
  };
  const auto wrong_tag = [](Call& call) {
    MessageBuilder stray = call.established().request("MESSAGE");
    return call.status(call.complete(stray.set("From", "<sip:a@127.0.0.1>;tag=z"), "hi"));
  };
  const auto message = [](Call& call) {
    return call.status(call.complete(call.established().request("MESSAGE"), "hi"));
  };
  const auto after_failure = [](Call& call) {
    Dialog dialog = call.established();
    MessageBuilder odd = dialog.request("MESSAGE");
    odd.body("x", "x-a/x-b").add_first("Via", "SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKodd");
    call.status(odd.serialize());
    return call.status(call.complete(dialog.request("MESSAGE"), "hi"));
  };
  const auto bye = [](Call& call) {
    return call.status(call.complete(call.established().request("BYE")));
  };
  const auto after_bye = [](Call& call) {
    Dialog dialog = call.established();
    call.status(call.complete(dialog.request("BYE")));
    return call.status(call.complete(dialog.request("MESSAGE"), "hi"));
  };
  const auto copies = [](Call& call) {
    call.send(call.invite());
    return static_cast<int>(call.pass(milliseconds(600)).size());
  };
  const auto copies_after_ack = [](Call& call) {
    call.established();
    return static_cast<int>(call.pass(milliseconds(600)).size());
  };
  const auto refusals = [](Call& call) {
    call.send(call.invite("Require: x-a\r\n"));
    return static_cast<int>(call.pass(milliseconds(600)).size());
  };
  const auto refusals_after_ack = [](Call& call) {
    const std::string invite = call.invite("Require: x-a\r\n");
    const std::string response = call.send(invite).at(0);
    call.send(ack_for(Message::parse(invite), Message::parse(response)));
    return static_cast<int>(call.pass(milliseconds(600)).size());
  };

  struct Row {
    const char* mutant;
    int (*what)(Call&);
    int right, wrong;
  };

  for (const Row& row :
       {Row{"old-cseq-accepted", old_number, 500, 200}, Row{"cseq-gap-refused", gap, 200, 500},
        Row{"dialog-tags-ignored", wrong_tag, 481, 200},
        Row{"message-in-dialog-refused", message, 200, 481},
        Row{"failing-message-ends-dialog", after_failure, 200, 481},
        Row{"bye-refused", bye, 200, 481}, Row{"bye-forgotten", after_bye, 481, 200},
        Row{"success-sent-once", copies, 1, 0},
        Row{"success-repeated-after-ack", copies_after_ack, 0, 1},
        Row{"refusal-sent-once", refusals, 1, 0},
        Row{"refusal-repeated-after-ack", refusals_after_ack, 0, 1}}) {
    Call conformant;
    EXPECT_EQ(row.what(conformant), row.right) << row.mutant;
    Call deviant(row.mutant);
    EXPECT_EQ(row.what(deviant), row.wrong) << row.mutant;
  }
}

TEST(Calls, AreAnsweredIncompletelyByTheFaultsOfThe2xx) {
  const auto answer = [](const char* mutant, auto&& judge) {
    Call call(mutant);
    const std::string octets =
        call.send(call.invite(
                      "Record-Route: <sip:192.0.2.7;lr>\r\nRecord-Route: <sip:192.0.2.8>\r\n"))
            .at(0);
    return judge(Message::parse(octets));
  };
  const auto contacts = [](const Message& m) { return m.count(HeaderName::contact); };
  const auto routes = [](const Message& m) { return m.count(HeaderName::record_route); };
  const auto first = [](const Message& m) {
    return std::string(m.value_of(HeaderName::record_route));
  };
  EXPECT_EQ(answer("invite-without-contact", contacts), 0U);
  EXPECT_EQ(answer("invite-without-record-route", routes), 0U);
  EXPECT_EQ(answer("record-route-reversed", first), "<sip:192.0.2.8>");
}

}  // namespace
}  // namespace sipspec::stack
