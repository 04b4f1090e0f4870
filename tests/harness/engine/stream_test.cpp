// Connections of a case: how octets are handed over, what becomes of answers that come split, late,
// unfinished or elsewhere.

#include "harness/engine/virtual_run.hpp"
#include "tests/fakes/scenarios.hpp"
#include "tests/fakes/scripted_device.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sipspec::harness {
namespace {

using namespace fakes;
using namespace std::chrono_literals;
using reports::Verdict;

class Streams : public ::testing::Test {
 protected:
  VirtualOutcome run(const Scenario& scenario, ScriptedDevice& device,
                     stack::Transport transport = stack::Transport::tcp) {
    return VirtualRun(scenario, environment_for(scenario, catalogue_, transport), device).run();
  }

  /// What the driver is told to do for the first step, on a connection that opens at once.
  std::vector<Action> actions_of(const SendStep& step, stack::Duration until = {}) {
    const Scenario scenario = case_of({step, expect("r1", step.id)});
    CaseRun run(scenario, environment_for(scenario, catalogue_, stack::Transport::tcp));
    const stack::TimePoint start{1s};
    run.start(start);
    std::vector<Action> actions = run.take_actions();
    run.on_stream_event(start, 1, StreamEvent::opened, {.ip = "192.0.2.100", .port = 5060}, 0);
    while (run.next_deadline() && *run.next_deadline() <= start + until) {
      run.on_time(*run.next_deadline());
    }
    std::ranges::copy(run.take_actions(), std::back_inserter(actions));
    return actions;
  }

  Catalogue catalogue_ = small_catalogue();
};

std::vector<std::size_t> write_sizes(const std::vector<Action>& actions) {
  std::vector<std::size_t> sizes;
  for (const Action& action : actions) {
    if (const auto* sent = std::get_if<SendStream>(&action)) {
      sizes.push_back(sent->octets.size());
    }
  }
  return sizes;
}

TEST_F(Streams, OpensAConnectionAndNamesTheTransport) {
  auto device = answering_device();
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  EXPECT_TRUE(device.heard().at(0).starts_with(
      "MESSAGE sip:bob@192.0.2.100:5060;transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP "));
}

TEST_F(Streams, UsesTheOpenConnectionAgainUnlessToldOtherwise) {
  SendStep other = send("m3");
  other.delivery.new_connection = true;
  auto device = answering_device();
  run(case_of({send("m1"), expect("r1", "m1"), send("m2"), expect("r2", "m2"), other,
               expect("r3", "m3")}),
      device);
  EXPECT_EQ(device.heard().size(), 3U);
  EXPECT_EQ(device.connections_opened, 2U);
}

TEST_F(Streams, OpensANewConnectionAfterACloseStep) {
  auto device = answering_device();
  run(case_of({send("m1"), expect("r1", "m1"), CloseStep{.actor = "alice"}, send("m2"),
               expect("r2", "m2")}),
      device);
  EXPECT_EQ(device.connections_opened, 2U);
  EXPECT_EQ(device.connections_closed, 1U);
}

TEST_F(Streams, WritesOctetByOctet) {
  SendStep step = send("m1");
  step.delivery.octet_by_octet = true;
  const auto sizes = write_sizes(actions_of(step));
  EXPECT_GT(sizes.size(), 300U);
  EXPECT_TRUE(std::ranges::all_of(sizes, [](std::size_t size) { return size == 1; }));
}

TEST_F(Streams, CutsWhereToldWithPausesBetween) {
  SendStep step = send("m1");
  step.delivery.segments = {10, 25, 1000000};
  step.delivery.pause = milliseconds(50);
  EXPECT_EQ(write_sizes(actions_of(step, 49ms)).size(), 1U);
  EXPECT_EQ(write_sizes(actions_of(step, 50ms)).size(), 2U);
  const auto sizes = write_sizes(actions_of(step, 100ms));
  ASSERT_EQ(sizes.size(), 3U);
  EXPECT_EQ(sizes[0], 10U);
  EXPECT_EQ(sizes[1], 15U);
}

TEST_F(Streams, HalfClosesAfterTheLastPiece) {
  SendStep step = send("m1");
  step.delivery.close_after = true;
  const auto actions = actions_of(step);
  const auto* close = std::get_if<CloseStream>(&actions.back());
  ASSERT_NE(close, nullptr);
  EXPECT_EQ(close->how, CloseStream::How::half);
}

TEST_F(Streams, PutsMessagesThatGoTogetherInOneWrite) {
  SendStep first = send("m1");
  first.together_with = "m2";
  auto device = answering_device();
  const auto outcome =
      run(case_of({first, send("m2"), expect("r1", "m1"), expect("r2", "m2")}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  EXPECT_EQ(device.heard().size(), 2U);
}

TEST_F(Streams, PutsMessagesThatGoTogetherInOneDatagram) {
  SendStep first = send("m1");
  first.together_with = "m2";
  auto device = silent_device();
  run(case_of({first, send("m2"), PauseStep{.span = milliseconds(600)}}), device,
      stack::Transport::udp);
  ASSERT_EQ(device.heard().size(), 2U);
  EXPECT_EQ(device.heard()[0], device.heard()[1]);
  EXPECT_NE(device.heard()[0].rfind("MESSAGE sip:"), 0U);
}

TEST_F(Streams, PutsASplitAnswerTogether) {
  ScriptedDevice device([](const Heard& heard) {
    const std::string octets = response_to(heard, "200 OK");
    return Script{reply_octets(heard, octets.substr(0, 30), 1ms),
                  reply_octets(heard, octets.substr(30, 50), 2ms),
                  reply_octets(heard, octets.substr(80), 3ms)};
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
}

TEST_F(Streams, TakesAnAnswerThatIsNeverFinishedAsFarAsItCame) {
  ScriptedDevice device([](const Heard& heard) {
    std::string octets = response_to(heard, "200 OK");
    octets.replace(octets.find("Content-Length: 0"), 17, "Content-Length: 9");
    return Script{reply_octets(heard, octets)};
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_TRUE(outcome.result.missing.empty());
  EXPECT_EQ(outcome.result.messages.size(), 2U);
  EXPECT_EQ(outcome.result.messages.at(1).step, "r1");
}

TEST_F(Streams, KeepsAMessageThatTheEndOfItsStreamCutOff) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{
        reply_octets(heard, "SIP/2.0 200 OK\r\nVia: SIP"),
        {.after = 1ms, .action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  ASSERT_EQ(outcome.result.messages.size(), 2U);
  EXPECT_EQ(outcome.result.messages[1].octets, "SIP/2.0 200 OK\r\nVia: SIP");
}

TEST_F(Streams, KeepsWhatCannotBeFramed) {
  ScriptedDevice device([](const Heard& heard) {
    std::string octets = response_to(heard, "200 OK");
    octets.replace(octets.find("Content-Length: 0"), 17, "Content-Length: x");
    return Script{reply_octets(heard, octets)};
  });
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  EXPECT_EQ(outcome.result.messages.size(), 2U);
  EXPECT_TRUE(outcome.result.missing.empty());
}

TEST_F(Streams, TakesAnAnswerOnAConnectionThatTheDeviceOpens) {
  constexpr std::uint64_t own = std::uint64_t{1} << 32U;
  ScriptedDevice device([](const Heard& heard) {
    return Script{{.action = stack::AgentOpenStream{.connection = own,
                                                    .to = {.ip = "192.0.2.1", .port = 40001}}},
                  {.after = 5ms,
                   .action = stack::AgentSendStream{.connection = own,
                                                    .octets = response_to(heard, "200 OK")}}};
  });
  const auto outcome =
      run(case_of({send("m1"),
                   expect("r1", "m1",
                          {status_is("2xx", "MUST-1"),
                           check(CheckOperator::at_least, "connection", "1048576", "MUST-1")})}),
          device);
  EXPECT_TRUE(std::ranges::all_of(outcome.result.checks, [](const reports::Check& check) {
    return check.verdict == Verdict::pass;
  }));
}

TEST_F(Streams, NotesThatTheDeviceClosesRightAfterItsAnswer) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{
        reply(heard, "200 OK"),
        {.after = 1ms, .action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1"), PauseStep{.span = milliseconds(50)}}), device);
  ASSERT_EQ(outcome.result.findings.size(), 1U);
  EXPECT_EQ(outcome.result.findings[0].requirement, "RFC3261-18-02");
}

/// Answers each request and closes its connection at once.
ScriptedDevice closing_device() {
  return ScriptedDevice([](const Heard& heard) {
    return Script{reply(heard, "200 OK"),
                  {.action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
}

TEST_F(Streams, SendsWhatMetACloseAgainOnANewConnection) {
  auto device = closing_device();
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1"), send("m2"),
                                    expect("r2", "m2", {status_is("2xx", "MUST-1")})}),
                           device);
  EXPECT_TRUE(outcome.result.missing.empty());
  EXPECT_EQ(device.connections_opened, 2U);
  EXPECT_EQ(outcome.result.messages.back().step, "r2");
}

TEST_F(Streams, DoesNotSendAgainWhatTheFirstUseOfAConnectionClosed) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{{.action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  EXPECT_EQ(outcome.result.missing.size(), 1U);
  EXPECT_EQ(device.connections_opened, 1U);
}

TEST_F(Streams, SendsAgainOnNoMoreThanOneConnection) {
  ScriptedDevice device([](const Heard& heard) {
    Script script{{.action = stack::AgentCloseStream{.connection = heard.connection}}};
    if (heard.number == 0) {
      script.insert(script.begin(), reply(heard, "200 OK"));
    }
    return script;
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1"), send("m2"), expect("r2", "m2")}), device);
  EXPECT_EQ(outcome.result.missing.size(), 1U);
  EXPECT_EQ(device.connections_opened, 2U);
}

TEST_F(Streams, DoesNotHoldACloseAgainstADeviceThatWasGivenNonsense) {
  SendStep odd = send("m1");
  odd.edits.push_back({.kind = FieldEdit::Kind::set, .name = "CSeq", .value = "nonsense"});
  ScriptedDevice device([](const Heard& heard) {
    return Script{
        reply(heard, "400 Bad Request"),
        {.after = 1ms, .action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
  const auto outcome =
      run(case_of({odd, expect("r1", "m1"), PauseStep{.span = milliseconds(50)}}), device);
  EXPECT_TRUE(std::ranges::none_of(outcome.result.findings, [](const reports::Finding& finding) {
    return finding.requirement == "RFC3261-18-02";
  }));
}

TEST_F(Streams, TakesAnAnswerAtAnotherActorThanTheSender) {
  SendStep step = send("m1");
  step.transaction = Transaction::none;
  step.edits.push_back({.kind = FieldEdit::Kind::set,
                        .name = "Via",
                        .value = "SIP/2.0/UDP {carol.host}:{carol.port};branch={branch}"});
  ExpectStep at_carol = expect("r1", "m1", {status_is("2xx", "MUST-1")});
  at_carol.actor = "carol";
  Scenario scenario = case_of({step, at_carol});
  scenario.actors.push_back({.id = "carol"});
  ScriptedDevice right([](const Heard& heard) {
    return Script{{.action = stack::AgentSendDatagram{.from = heard.local,
                                                      .to = {.ip = "192.0.2.1", .port = 40002},
                                                      .octets = response_to(heard, "200 OK")}}};
  });
  EXPECT_TRUE(run(scenario, right, stack::Transport::udp).result.missing.empty());
  auto wrong = answering_device();
  EXPECT_EQ(run(scenario, wrong, stack::Transport::udp).result.missing.size(), 1U);
}

}  // namespace
}  // namespace sipspec::harness
