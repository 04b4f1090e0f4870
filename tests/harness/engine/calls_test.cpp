// INVITE, the dialogs that come of it, and what is sent in them, in virtual time.

#include "harness/engine/virtual_agent.hpp"
#include "stack/dialog/offer_answer.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/validate.hpp"
#include "tests/harness/engine/cases.hpp"

namespace sipspec::harness {
namespace {

using stack::HeaderName;

SendStep invite(std::string id) {
  SendStep step = send(std::move(id));
  step.method = "INVITE";
  step.body.reset();
  return step;
}

SendStep in_dialog(std::string id, std::string method = "MESSAGE") {
  SendStep step = send(std::move(id));
  if (method != "MESSAGE") {
    step.body.reset();
  }
  step.method = std::move(method);
  step.in_dialog = "i1";
  return step;
}

SendStep numbered(SendStep step, std::string cseq) {
  step.edits.push_back({.kind = FieldEdit::Kind::set, .name = "CSeq", .value = std::move(cseq)});
  return step;
}

/// Accepts INVITE with these rows, answers everything else by 200.
ScriptedDevice accepting_device(std::string rows = "Contact: <sip:bob@192.0.2.100:5099>\r\n") {
  return ScriptedDevice([rows](const Heard& heard) {
    if (heard.message.method() == "ACK") {
      return Script{};
    }
    return heard.message.method() == "INVITE"
               ? Script{reply_octets(heard, response_with(heard, "200 OK", rows))}
               : Script{reply(heard, "200 OK")};
  });
}

ScriptedDevice refusing_device() {
  return ScriptedDevice([](const Heard& heard) {
    return heard.message.method() == "ACK"
               ? Script{}
               : Script{reply(heard, "486 Busy Here"), reply(heard, "486 Busy Here", 500ms)};
  });
}

std::vector<std::string> methods(const ScriptedDevice& device) {
  std::vector<std::string> out;
  for (const std::string& octets : device.heard()) {
    out.emplace_back(stack::Message::parse(octets).method());
  }
  return out;
}

class CallCases : public Cases {
 protected:
  ExpectStep accepted() {
    ExpectStep step = expect("r1", "i1", {status_is("2xx")});
    step.optional = true;
    return step;
  }
};

TEST_F(CallCases, InviteWithAnOfferAndAContact) {
  auto device = accepting_device();
  run(case_of({invite("i1"), accepted()}), device);
  const auto message = stack::Message::parse(device.heard().at(0));
  EXPECT_TRUE(message.defects().empty());
  EXPECT_TRUE(stack::validate(message).span().empty());
  EXPECT_EQ(message.value_of(HeaderName::contact), "<sip:alice@192.0.2.1:40001>");
  EXPECT_EQ(message.value_of(HeaderName::content_type), "application/sdp");
  EXPECT_EQ(message.body(), stack::session_offer({"192.0.2.1", 40001}));
}

TEST_F(CallCases, AcknowledgeASuccessInTheDialog) {
  auto device = accepting_device();
  const auto outcome = run(case_of({invite("i1"), accepted()}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  ASSERT_GE(device.heard().size(), 2U);
  const auto asked = stack::Message::parse(device.heard()[0]);
  const auto ack = stack::Message::parse(device.heard()[1]);
  EXPECT_EQ(ack.method(), "ACK");
  EXPECT_EQ(ack.request_uri(), "sip:bob@192.0.2.100:5099");
  EXPECT_EQ(stack::cseq(ack)->number, stack::cseq(asked)->number);
  EXPECT_NE(stack::top_via(ack)->branch(), stack::top_via(asked)->branch());
  EXPECT_FALSE(stack::to(ack)->tag().empty());
}

TEST_F(CallCases, AcknowledgeEachCopyOfASuccessByTheSameOctets) {
  auto device = ScriptedDevice([](const Heard& heard) {
    const std::string row = "Contact: <sip:bob@192.0.2.100>\r\n";
    return heard.message.method() != "INVITE"
               ? Script{}
               : Script{reply_octets(heard, response_with(heard, "200 OK", row)),
                        reply_octets(heard, response_with(heard, "200 OK", row), 500ms)};
  });
  run(case_of({invite("i1"), accepted(), PauseStep{.span = milliseconds(1000)}}), device);
  ASSERT_EQ(methods(device), (Names{"INVITE", "ACK", "ACK", "BYE"}));
  EXPECT_EQ(device.heard()[1], device.heard()[2]);
}

TEST_F(CallCases, LeaveTheAckToAStepWhenTold) {
  SendStep step = invite("i1");
  step.ack = Transaction::none;
  auto device = accepting_device();
  run(case_of({step, accepted(), PauseStep{.span = milliseconds(100)}, in_dialog("a1", "ACK")}),
      device);
  ASSERT_EQ(methods(device), (Names{"INVITE", "ACK", "BYE"}));
  EXPECT_EQ(stack::cseq(stack::Message::parse(device.heard()[0]))->number,
            stack::cseq(stack::Message::parse(device.heard()[1]))->number);
}

TEST_F(CallCases, AcknowledgeARefusalAndItsCopiesInTheTransaction) {
  auto device = refusing_device();
  const auto outcome = run(
      case_of({invite("i1"), expect("r1", "i1"), PauseStep{.span = milliseconds(1000)}}), device);
  EXPECT_NE(outcome.result.verdict, Verdict::error) << outcome.result.reason;
  ASSERT_EQ(methods(device), (Names{"INVITE", "ACK", "ACK"}));
  EXPECT_EQ(stack::top_via(stack::Message::parse(device.heard()[1]))->branch(),
            stack::top_via(stack::Message::parse(device.heard()[0]))->branch());
}

TEST_F(CallCases, SendNoAckWithoutTransaction) {
  SendStep step = invite("i1");
  step.transaction = Transaction::none;
  auto device = refusing_device();
  run(case_of({step, expect("r1", "i1"), PauseStep{.span = milliseconds(1000)}}), device);
  EXPECT_EQ(methods(device), Names{"INVITE"});
}

TEST_F(CallCases, RetransmitAnInviteOnTimerA) {
  auto device = silent_device();
  const auto outcome = run(case_of({invite("i1"), expect("r1", "i1")}), device);
  EXPECT_EQ(device.heard().size(), 7U);
  ASSERT_EQ(outcome.result.timers.size(), 1U);
  EXPECT_EQ(outcome.result.timers.front().name, "Timer B");
}

TEST_F(CallCases, AreNotJudgedWhenTheDeviceAcceptsNone) {
  auto device = refusing_device();
  const auto refused =
      run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1")}), device);
  EXPECT_EQ(refused.result.verdict, Verdict::inconc);
  EXPECT_EQ(requirements(refused.result), Names());
}

TEST_F(CallCases, AreNotJudgedWhenTheDeviceOnlyRings) {
  auto device =
      ScriptedDevice([](const Heard& heard) { return Script{reply(heard, "180 Ringing")}; });
  const auto outcome =
      run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1")}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "the case needs '2xx to i1', which the device did not send");
}

TEST_F(CallCases, SendRequestsWithTheIdentifiersOfTheDialog) {
  auto device = accepting_device();
  const auto outcome = run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1"),
                                    in_dialog("b1", "BYE"), expect("r3", "b1")}),
                           device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  ASSERT_EQ(methods(device), (Names{"INVITE", "ACK", "MESSAGE", "BYE"}));
  const auto asked = stack::Message::parse(device.heard()[0]);
  const auto text = stack::Message::parse(device.heard()[2]);
  EXPECT_EQ(text.request_uri(), "sip:bob@192.0.2.100:5099");
  EXPECT_EQ(stack::call_id(text), stack::call_id(asked));
  EXPECT_EQ(stack::from(text)->tag(), stack::from(asked)->tag());
  EXPECT_FALSE(stack::to(text)->tag().empty());
  EXPECT_EQ(stack::cseq(text)->number, stack::cseq(asked)->number + 1);
  EXPECT_FALSE(text.has(HeaderName::contact));
  EXPECT_TRUE(stack::validate(text).span().empty());
}

TEST_F(CallCases, CountOnFromANumberThatTheAuthorWrote) {
  auto device = accepting_device();
  run(case_of({invite("i1"), accepted(), numbered(in_dialog("m1"), "100000 MESSAGE"),
               expect("r2", "m1"), in_dialog("b1", "BYE"), expect("r3", "b1")}),
      device);
  EXPECT_EQ(stack::cseq(stack::Message::parse(device.heard().back()))->number, 100001U);
}

TEST_F(CallCases, FollowTheRouteSetInReverse) {
  auto device = accepting_device(
      "Contact: <sip:bob@192.0.2.100>\r\nRecord-Route: <sip:192.0.2.7;lr>, <sip:192.0.2.8;lr>\r\n");
  run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1")}), device);
  const auto text = stack::Message::parse(device.heard().at(2));
  stack::ListCursor routes(text, HeaderName::route);
  EXPECT_EQ(routes.next(), "<sip:192.0.2.8;lr>");
  EXPECT_EQ(routes.next(), "<sip:192.0.2.7;lr>");
}

TEST_F(CallCases, KeepTheDialogOfASuccessWithoutContact) {
  auto device = accepting_device("");
  run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1")}), device);
  EXPECT_EQ(stack::Message::parse(device.heard().at(2)).request_uri(), "sip:bob@192.0.2.100:5060");
}

TEST_F(CallCases, AreEndedByTheHarnessWhenTheCaseLeavesThemOpen) {
  auto device = accepting_device();
  run(case_of({invite("i1"), accepted()}), device);
  EXPECT_EQ(methods(device), (Names{"INVITE", "ACK", "BYE"}));
}

TEST_F(CallCases, WorkOverStreamsToo) {
  auto device = accepting_device();
  const auto outcome = run(case_of({invite("i1"), accepted(), in_dialog("m1"), expect("r2", "m1"),
                                    in_dialog("b1", "BYE"), expect("r3", "b1")}),
                           device, stack::Transport::tcp);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  EXPECT_EQ(methods(device), (Names{"INVITE", "ACK", "MESSAGE", "BYE"}));
}

TEST_F(CallCases, AnswerTheOfferOfASuccessInTheAck) {
  auto device = ScriptedDevice([](const Heard& heard) {
    if (heard.message.method() != "INVITE") {
      return Script{};
    }
    std::string octets = response_with(
        heard, "200 OK", "Contact: <sip:bob@192.0.2.100>\r\nContent-Type: application/sdp\r\n");
    const std::string offer = stack::session_offer({"192.0.2.100", 5060});
    octets.replace(octets.find("Content-Length: 0"), 17,
                   "Content-Length: " + std::to_string(offer.size()));
    return Script{reply_octets(heard, octets + offer)};
  });
  SendStep step = invite("i1");
  step.body = BodySpec{};
  run(case_of({step, accepted()}), device);
  const auto ack = stack::Message::parse(device.heard().at(1));
  EXPECT_EQ(ack.method(), "ACK");
  EXPECT_EQ(ack.body(), stack::session_offer({"192.0.2.1", 40001}));
}

}  // namespace
}  // namespace sipspec::harness
