// Steps of a case that are not requests of the harness: copies, silence, deliveries, requests of
// the device; and devices that flood or send anything.

#include "tests/harness/engine/cases.hpp"

namespace sipspec::harness {
namespace {

// --- Other steps ---------------------------------------------------------------------------------

TEST_F(Cases, ResendsTheVeryOctetsByHand) {
  SendStep once = send("m1");
  once.transaction = Transaction::none;
  auto device = answering_device();
  const auto outcome = run(
      case_of({once, expect("r1", "m1"),
               ResendStep{.of = "m1", .times = 2, .every = milliseconds(300)}, expect("r2", "m1")}),
      device);
  ASSERT_EQ(device.heard().size(), 3U);
  EXPECT_EQ(device.heard()[0], device.heard()[1]);
  EXPECT_EQ(device.heard()[0], device.heard()[2]);
  EXPECT_EQ(device.heard_at()[2] - device.heard_at()[1], 300ms);
  EXPECT_EQ(outcome.result.messages.at(2).repeats, 0U);
}

TEST_F(Cases, HoldsSilenceWhenNothingNewComes) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{reply(heard, "200 OK"), reply(heard, "200 OK", 100ms)};
  });
  SilenceStep silence{.actor = "alice", .span = milliseconds(500), .verifies = "MUST-1"};
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1"), silence}), device);
  ASSERT_NE(row(outcome.result, "silence.3"), nullptr);
  EXPECT_EQ(row(outcome.result, "silence.3")->verdict, Verdict::pass);
  EXPECT_EQ(outcome.took, 502ms);
}

TEST_F(Cases, BreaksSilenceByAMessageOfItsOwn) {
  auto device = answering_device();
  device.by_itself(100ms, stack::AgentSendDatagram{.from = {.ip = "192.0.2.100", .port = 5060},
                                                   .to = {.ip = "192.0.2.1", .port = 40001},
                                                   .octets = "BYE sip:alice@h SIP/2.0\r\n\r\n"});
  SilenceStep silence{.actor = "alice", .span = milliseconds(500), .verifies = "MUST-1"};
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1"), silence}), device);
  EXPECT_EQ(row(outcome.result, "silence.3")->verdict, Verdict::fail);
  EXPECT_EQ(row(outcome.result, "silence.3")->actual, "BYE sip:alice@h SIP/2.0");
}

TEST_F(Cases, BreaksSilenceAboutARequestByTheFirstResponseToIt) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{reply(heard, "500 Oops", heard.copy == 0 ? 100ms : 10s)};
  });
  SilenceStep silence{
      .actor = "alice", .response_to = "m1", .span = milliseconds(300), .verifies = "MUST-1"};
  const auto outcome = run(case_of({send("m1"), silence}), device);
  EXPECT_EQ(row(outcome.result, "silence.2")->verdict, Verdict::fail);
  EXPECT_EQ(row(outcome.result, "silence.2")->actual, "SIP/2.0 500 Oops");
}

TEST_F(Cases, LeavesFurtherResponsesInASilenceToTheMonitors) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{reply(heard, "180 Ringing"), reply(heard, "200 OK"),
                  reply(heard, "500 Oops", 100ms)};
  });
  for (const char* asked : {"", "m1"}) {
    SilenceStep silence{
        .actor = "alice", .response_to = asked, .span = milliseconds(500), .verifies = "MUST-1"};
    const auto outcome = run(case_of({send("m1"), expect("r1", "m1"), silence}), device);
    EXPECT_EQ(row(outcome.result, "silence.3")->verdict, Verdict::pass);
    EXPECT_EQ(requirements(outcome.result), (Names{"RFC4320-4.1-01", "RFC3261-17.2.2-06"}));
  }
}

TEST_F(Cases, LooksAtOneRequestOnlyWhenSilenceNamesIt) {
  SendStep once = send("m1");
  once.transaction = Transaction::none;
  SendStep other = send("m2");
  ScriptedDevice device([](const Heard& heard) {
    return heard.number == 1 ? Script{reply(heard, "200 OK")} : Script();
  });
  SilenceStep silence{
      .actor = "alice", .response_to = "m1", .span = milliseconds(500), .verifies = "MUST-1"};
  const auto outcome = run(case_of({once, other, silence}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
}

TEST_F(Cases, KeepsBackgroundRequestsOutOfSilenceAndAnswersThem) {
  auto device = silent_device();
  const std::string options =
      "OPTIONS sip:alice@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100;branch=z9hG4bKdev\r\n"
      "From: <sip:bob@192.0.2.100>;tag=d\r\nTo: <sip:alice@192.0.2.1>\r\nCall-ID: dev\r\n"
      "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  device.by_itself(100ms, stack::AgentSendDatagram{.from = {.ip = "192.0.2.100", .port = 5060},
                                                   .to = {.ip = "192.0.2.1", .port = 40001},
                                                   .octets = options});
  SilenceStep silence{.actor = "alice", .span = milliseconds(500), .verifies = "MUST-1"};
  const auto outcome = run(case_of({silence}), device);
  EXPECT_EQ(row(outcome.result, "silence.1")->verdict, Verdict::pass);
  ASSERT_EQ(device.heard().size(), 1U);
  EXPECT_TRUE(
      device.heard()[0].starts_with("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.100;branch"));
}

TEST_F(Cases, ShownTextIsCountedThroughTheHook) {
  const auto verdict_with = [this](std::uint32_t times) {
    ScriptedDevice device([times](const Heard& heard) {
      Script script{reply(heard, "200 OK")};
      for (std::uint32_t i = 0; i < times; ++i) {
        script.push_back({.action = stack::AgentDeliver{.text = "alice: Watson, come here."}});
      }
      return script;
    });
    DeliveredStep delivered{.of = "m1", .within = milliseconds(200), .verifies = "MUST-1"};
    return run(case_of({send("m1"), expect("r1", "m1"), delivered}), device).result.verdict;
  };
  EXPECT_EQ(verdict_with(1), Verdict::pass);
  EXPECT_EQ(verdict_with(0), Verdict::fail);
  EXPECT_EQ(verdict_with(2), Verdict::fail);
}

TEST_F(Cases, NeverPassesADeliveryWithoutHook) {
  hook_ = false;
  auto device = answering_device();
  DeliveredStep delivered{.of = "m1", .within = milliseconds(200), .verifies = "MUST-1"};
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1"), delivered}), device);
  EXPECT_EQ(row(outcome.result, "delivered.m1")->verdict, Verdict::not_applicable);
  EXPECT_LT(outcome.took, 200ms);
}

// --- Requests of the device ----------------------------------------------------------------------

std::string device_message(std::string_view branch, std::string_view via_tail = "") {
  return "MESSAGE sip:alice@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK" +
         std::string(branch) + std::string(via_tail) +
         "\r\nMax-Forwards: 70\r\nFrom: <sip:bob@192.0.2.100>;tag=dev" +
         "\r\nTo: <sip:alice@192.0.2.1>\r\nCall-ID: " + std::string(branch) +
         "\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi";
}

stack::AgentSendDatagram from_device(std::string octets) {
  return {.from = {.ip = "192.0.2.100", .port = 5060},
          .to = {.ip = "192.0.2.1", .port = 40001},
          .octets = std::move(octets)};
}

TEST_F(Cases, TakesARequestOfTheDeviceAndAnswersIt) {
  auto device = silent_device();
  device.by_itself(10ms, from_device(device_message("aaaaaaaa")));
  const auto outcome =
      run(case_of({expect_request("q1", "MESSAGE"), PauseStep{.span = milliseconds(10)}}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  ASSERT_EQ(device.heard().size(), 1U);
  EXPECT_TRUE(device.heard()[0].starts_with("SIP/2.0 200 OK"));
}

TEST_F(Cases, RespondsAsTheScenarioSays) {
  auto device = silent_device();
  device.by_itself(10ms, from_device(device_message("aaaaaaaa", ";rport")));
  RespondStep respond{.id = "a1", .to = "q1", .status = 415};
  respond.edits.push_back({.kind = FieldEdit::Kind::add, .name = "Accept", .value = "text/plain"});
  run(case_of({expect_request("q1", "MESSAGE"), respond, PauseStep{.span = milliseconds(10)}}),
      device);
  ASSERT_EQ(device.heard().size(), 1U);
  EXPECT_TRUE(device.heard()[0].starts_with("SIP/2.0 415 Unsupported Media Type"));
  EXPECT_NE(device.heard()[0].find("\r\nAccept: text/plain\r\n"), std::string::npos);
  EXPECT_NE(device.heard()[0].find(";rport=5060;received=192.0.2.100"), std::string::npos);
}

TEST_F(Cases, RepeatsItsResponseToARetransmission) {
  auto device = silent_device();
  device.by_itself(10ms, from_device(device_message("aaaaaaaa")));
  device.by_itself(510ms, from_device(device_message("aaaaaaaa")));
  run(case_of({expect_request("q1", "MESSAGE"), PauseStep{.span = milliseconds(1000)}}), device);
  ASSERT_EQ(device.heard().size(), 2U);
  EXPECT_EQ(device.heard()[0], device.heard()[1]);
}

TEST_F(Cases, AnswersAMethodItDoesNotHaveWith405) {
  auto device = silent_device();
  std::string octets = device_message("aaaaaaaa");
  octets.replace(0, 7, "PUBLISH");
  octets.replace(octets.find("1 MESSAGE"), 9, "1 PUBLISH");
  device.by_itself(10ms, from_device(octets));
  run(case_of({PauseStep{.span = milliseconds(50)}}), device);
  ASSERT_EQ(device.heard().size(), 1U);
  EXPECT_TRUE(device.heard()[0].starts_with("SIP/2.0 405 Method Not Allowed"));
  EXPECT_NE(device.heard()[0].find("\r\nAllow: MESSAGE, OPTIONS\r\n"), std::string::npos);
}

TEST_F(Cases, IsInconclusiveWhenTheDeviceDoesNotActAndNoRequirementIsNamed) {
  auto device = silent_device();
  const auto outcome = run(case_of({expect_request("q1", "MESSAGE")}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "no MESSAGE from the device");
}

// --- Bounds --------------------------------------------------------------------------------------

TEST_F(Cases, CutsOffADeviceThatFloods) {
  ScriptedDevice device([](const Heard& heard) {
    Script script;
    for (int i = 0; i < 3000; ++i) {
      script.push_back(reply_octets(heard, "noise " + std::to_string(i)));
    }
    return script;
  });
  SendStep once = send("m1");
  once.transaction = Transaction::none;
  const auto outcome = run(case_of({once, expect("r1", "m1")}), device);
  EXPECT_LE(outcome.result.messages.size(), 2000U);
  ASSERT_FALSE(outcome.result.notes.empty());
  EXPECT_NE(outcome.result.notes.back().text.find("2000 messages"), std::string::npos);
}

TEST_F(Cases, SurvivesAnyOctets) {
  const std::vector<std::string> octets = {
      "",
      std::string(70000, '\0'),
      std::string("SIP/2.0 200 OK\0\r\n\r\n", 19),
      "SIP/2.0 99999999999 X\r\n\r\n",
      "SIP/2.0 200 OK\r\n" + std::string(5000, ':') + "\r\n\r\n",
      "\xFF\xFE\x00\x01",
      "SIP/2.0 200 OK\r\nVia: ;;;;\r\nCSeq: x\r\nFrom: <\r\nTo: >\r\nCall-ID:\r\n\r\n",
      "MESSAGE sip:x SIP/2.0\r\n\r\n",
      "ACK sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n",
  };
  for (const std::string& text : octets) {
    ScriptedDevice device([&text](const Heard& heard) {
      return Script{reply_octets(heard, text), reply(heard, "200 OK", 5ms)};
    });
    const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
    EXPECT_NE(outcome.result.verdict, Verdict::error)
        << text.substr(0, 60) << outcome.result.reason;
  }
}

}  // namespace
}  // namespace sipspec::harness
