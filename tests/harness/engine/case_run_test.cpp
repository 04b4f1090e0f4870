// Requests, timers and verdicts of a case, in virtual time against devices of the tests.

#include "tests/harness/engine/cases.hpp"

namespace sipspec::harness {
namespace {

// --- Requests and answers ------------------------------------------------------------------------

TEST_F(Cases, PassesWhenTheDeviceAnswersAndTheCheckHolds) {
  auto device = answering_device();
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  EXPECT_EQ(requirements(outcome.result), Names());
  ASSERT_NE(row(outcome.result, "r1.status"), nullptr);
  EXPECT_EQ(row(outcome.result, "r1.status")->verdict, Verdict::pass);
  EXPECT_EQ(row(outcome.result, "r1.arrives")->requirement, answer_requirement);
  EXPECT_EQ(outcome.took, 2ms);
}

TEST_F(Cases, KeepsBothMessagesWithTheirSteps) {
  auto device = answering_device();
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  ASSERT_EQ(outcome.result.messages.size(), 2U);
  EXPECT_EQ(outcome.result.messages[0].step, "m1");
  EXPECT_EQ(outcome.result.messages[0].direction, reports::Direction::to_device);
  EXPECT_EQ(outcome.result.messages[1].step, "r1");
  EXPECT_EQ(outcome.result.messages[1].summary, "200 OK");
  EXPECT_EQ(outcome.result.messages[1].at, 2ms);
}

TEST_F(Cases, SendsAValidRequestByDefault) {
  auto device = answering_device();
  run(case_of({send("m1"), expect("r1", "m1")}), device);
  const stack::Message message = stack::Message::parse(device.heard().at(0));
  EXPECT_EQ(message.start_line(), "MESSAGE sip:bob@192.0.2.100:5060 SIP/2.0");
  EXPECT_TRUE(message.defects().empty());
  EXPECT_TRUE(stack::validate(message).span().empty());
  EXPECT_EQ(message.value_of(stack::HeaderName::max_forwards), "70");
  EXPECT_EQ(message.value_of(stack::HeaderName::to), "<sip:bob@192.0.2.100>");
  EXPECT_TRUE(message.value_of(stack::HeaderName::from).starts_with("<sip:alice@192.0.2.1>;tag="));
  EXPECT_TRUE(message.value_of(stack::HeaderName::via)
                  .starts_with("SIP/2.0/UDP 192.0.2.1:40001;branch=z9hG4bK"));
  EXPECT_EQ(message.body(), "Watson, come here.");
}

TEST_F(Cases, WritesIpV6InBrackets) {
  auto device = answering_device();
  const Scenario scenario = case_of({send("m1"), expect("r1", "m1")});
  const auto environment = environment_for(scenario, catalogue_, stack::Transport::udp, 6);
  const auto outcome = VirtualRun(scenario, environment, device).run();
  EXPECT_EQ(outcome.result.verdict, Verdict::pass) << outcome.result.reason;
  EXPECT_TRUE(device.heard().at(0).starts_with("MESSAGE sip:bob@[2001:db8::100]:5060 SIP/2.0"));
  EXPECT_NE(device.heard().at(0).find("From: <sip:alice@[2001:db8::1]>"), std::string::npos);
}

TEST_F(Cases, SendsTheSameOctetsForTheSameSeed) {
  const Scenario scenario = case_of({send("m1"), expect("r1", "m1")});
  auto one = answering_device();
  auto two = answering_device();
  auto three = answering_device();
  run(scenario, one);
  run(scenario, two);
  environment_.seed = 99;
  VirtualRun(scenario, environment_, three).run();
  EXPECT_EQ(one.heard(), two.heard());
  EXPECT_NE(one.heard(), three.heard());
}

// --- Timers --------------------------------------------------------------------------------------

TEST_F(Cases, RetransmitsElevenTimesToASilentDeviceAndFindsNoAnswerAt32Seconds) {
  auto device = silent_device();
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_EQ(device.heard().size(), 11U);
  EXPECT_EQ(outcome.took, 32s);
  EXPECT_EQ(outcome.result.verdict, Verdict::fail);
  ASSERT_EQ(requirements(outcome.result), Names{std::string(answer_requirement)});
  const reports::Finding& finding = outcome.result.findings.front();
  EXPECT_EQ(finding.message, "no final response to m1");
  EXPECT_EQ(finding.expected, Names{"final response to m1 within 32 s"});
  EXPECT_EQ(finding.actual, "nothing arrived");
  EXPECT_EQ(finding.file, "by-hand.xml");
  EXPECT_EQ(finding.line, 20U);
  ASSERT_EQ(outcome.result.missing.size(), 1U);
  EXPECT_EQ(outcome.result.missing.front().deadline, 32s);
  EXPECT_EQ(outcome.result.missing.front().after, 0U);
  ASSERT_EQ(outcome.result.timers.size(), 1U);
  EXPECT_EQ(outcome.result.timers.front().end, 32s);
}

TEST_F(Cases, RetransmitsOnTimerE) {
  auto device = silent_device();
  run(case_of({send("m1"), expect("r1", "m1")}), device);
  std::vector<std::int64_t> offsets;
  for (const stack::TimePoint at : device.heard_at()) {
    offsets.push_back((at - device.heard_at().front()) / 1ms);
  }
  EXPECT_EQ(offsets, (std::vector<std::int64_t>{0, 500, 1500, 3500, 7500, 11500, 15500, 19500,
                                                23500, 27500, 31500}));
}

TEST_F(Cases, SendsOnceWithoutTransaction) {
  auto device = silent_device();
  SendStep once = send("m1");
  once.transaction = Transaction::none;
  run(case_of({once, expect("r1", "m1")}), device);
  EXPECT_EQ(device.heard().size(), 1U);
}

TEST_F(Cases, StopsRetransmittingOnceAnswered) {
  ScriptedDevice device([](const Heard& heard) {
    return heard.copy == 0 ? Script{reply(heard, "200 OK", 700ms)} : Script();
  });
  const auto outcome = run(
      case_of({send("m1"), expect("r1", "m1"), PauseStep{.span = milliseconds(10000)}}), device);
  EXPECT_EQ(device.heard().size(), 2U);
  EXPECT_GE(outcome.took, 10s);
}

TEST_F(Cases, DoesNotRetransmitOnAStream) {
  auto device = silent_device();
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1")}), device, stack::Transport::tcp);
  EXPECT_EQ(device.heard().size(), 1U);
  EXPECT_EQ(outcome.result.verdict, Verdict::fail);
}

TEST_F(Cases, CountsAnAnswerThatComesInTheLastMomentAndNotOneThatComesLater) {
  ExpectStep soon = expect("r1", "m1");
  soon.within = milliseconds(100);
  soon.verifies = "MUST-1";
  ScriptedDevice punctual([](const Heard& heard) { return Script{reply(heard, "200 OK", 98ms)}; });
  EXPECT_EQ(run(case_of({send("m1"), soon}), punctual).result.verdict, Verdict::pass);
  ScriptedDevice late([](const Heard& heard) { return Script{reply(heard, "200 OK", 99ms)}; });
  const auto outcome = run(case_of({send("m1"), soon}), late);
  EXPECT_EQ(requirements(outcome.result), Names{"MUST-1"});
}

TEST_F(Cases, TakesAnArrivalThatIsHandledLateButStampedInTime) {
  const Scenario scenario = case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})});
  CaseRun run(scenario, environment_for(scenario, catalogue_));
  const stack::TimePoint start{1s};
  run.start(start);
  const auto actions = run.take_actions();
  const std::string octets = std::get<SendDatagram>(actions.at(0)).octets;
  const Heard heard{.octets = octets, .message = stack::Message::parse(octets)};
  run.on_datagram(start + 31s, 0, {.ip = "192.0.2.100", .port = 5060},
                  response_to(heard, "200 OK"));
  run.on_time(start + 40s);
  ASSERT_TRUE(run.finished());
  EXPECT_EQ(row(run.result(), "r1.status")->verdict, Verdict::pass);
  EXPECT_TRUE(run.result().missing.empty());
}

TEST_F(Cases, EndsAtItsTimeLimit) {
  auto device = silent_device();
  Scenario scenario = case_of({send("m1"), expect("r1", "m1")});
  scenario.timeout = milliseconds(3000);
  const auto outcome = run(scenario, device);
  EXPECT_EQ(outcome.took, 3s);
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason,
            "the time of the case was up, waiting for final response to m1, 29 s left");
}

TEST_F(Cases, RefusesAnAnswerBeforeItsTime) {
  ExpectStep later = expect("r1", "m1");
  later.not_before = milliseconds(1000);
  later.verifies = "SHOULD-1";
  auto device = answering_device();
  const auto outcome = run(case_of({send("m1"), later}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::non_strict);
  EXPECT_EQ(outcome.result.findings.at(0).message, "final response to m1 came after 2 ms already");
}

TEST_F(Cases, TakesAProvisionalResponseOnlyWhenAskedFor) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{reply(heard, "100 Trying", 1ms), reply(heard, "200 OK", 5ms)};
  });
  ExpectStep any = expect("p1", "m1", {status_is("100", "MUST-1")});
  any.final_only = false;
  const auto outcome =
      run(case_of({send("m1"), any, expect("r1", "m1", {status_is("200", "MUST-1")})}), device);
  EXPECT_EQ(row(outcome.result, "p1.status")->verdict, Verdict::pass);
  EXPECT_EQ(row(outcome.result, "r1.status")->verdict, Verdict::pass);
}

// --- Verdicts ------------------------------------------------------------------------------------

TEST_F(Cases, MakesAVerdictOfTheLevel) {
  const auto verdict_with = [this](std::string requirement) {
    auto device = answering_device("404 Not Found");
    return run(case_of(
                   {send("m1"), expect("r1", "m1", {status_is("2xx", std::move(requirement))})}),
               device)
        .result.verdict;
  };
  EXPECT_EQ(verdict_with("MUST-1"), Verdict::fail);
  EXPECT_EQ(verdict_with("SHOULD-1"), Verdict::non_strict);
  EXPECT_EQ(verdict_with("MAY-1"), Verdict::info);
  EXPECT_EQ(verdict_with("UNKNOWN-1"), Verdict::fail);
}

TEST_F(Cases, LeavesOutARequirementOfAnotherProfile) {
  auto device = answering_device("404 Not Found");
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "DRAFT-1")})}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass);
  EXPECT_EQ(row(outcome.result, "r1.status")->verdict, Verdict::not_applicable);
}

TEST_F(Cases, EndsInconclusiveWhenAPreconditionFails) {
  auto device = answering_device("404 Not Found");
  const auto outcome = run(
      case_of({send("m1"),
               expect("r1", "m1",
                      {status_is("2xx"), check(CheckOperator::present, "contact", "", "MUST-1")}),
               send("m2")}),
      device);
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "status 404");
  EXPECT_EQ(row(outcome.result, "r1.contact"), nullptr);
  EXPECT_EQ(device.heard().size(), 1U);
}

TEST_F(Cases, GoesOnAfterAFailedCheck) {
  auto device = answering_device("404 Not Found");
  const auto outcome =
      run(case_of({send("m1"),
                   expect("r1", "m1",
                          {status_is("2xx", "SHOULD-1"),
                           check(CheckOperator::present, "contact", "", "MUST-1")}),
                   send("m2"), expect("r2", "m2")}),
          device);
  EXPECT_EQ(outcome.result.verdict, Verdict::fail);
  EXPECT_EQ(requirements(outcome.result), (Names{"SHOULD-1", "MUST-1"}));
  EXPECT_EQ(device.heard().size(), 2U);
}

TEST_F(Cases, SaysWhichOctetsShowAFailedCheck) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{reply_octets(heard, response_with(heard, "404 Not Found", "X-A: wrong\r\n"))};
  });
  const auto outcome = run(
      case_of(
          {send("m1"),
           expect("r1", "m1", {check(CheckOperator::equals, "header(X-A)", "right", "MUST-1")})}),
      device);
  const reports::Finding& finding = outcome.result.findings.at(0);
  EXPECT_EQ(outcome.result.messages.at(*finding.message_index)
                .octets.substr(finding.offset, finding.length),
            "wrong");
  EXPECT_EQ(finding.line, 21U);
  EXPECT_EQ(finding.section_title, "UAS Processing");
  EXPECT_EQ(finding.level, "MUST");
}

TEST_F(Cases, TellsTheObserverOfMessagesAndFindings) {
  int messages = 0;
  int findings = 0;
  observer_ = {.on_message = [&](const Observed&) { ++messages; },
               .on_finding = [&](const reports::Finding&) { ++findings; }};
  auto device = answering_device("404 Not Found");
  run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_EQ(messages, 2);
  EXPECT_EQ(findings, 1);
}

TEST_F(Cases, KeepsWhatWasFoundWhenAborted) {
  auto device = answering_device("404 Not Found");
  const Scenario scenario = case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "SHOULD-1")}),
                                     PauseStep{.span = milliseconds(10000)}});
  VirtualRun virtual_run(scenario, environment_for(scenario, catalogue_), device);
  virtual_run.at(1s, [](CaseRun& run) {
    run.abort(stack::TimePoint(2s), Verdict::inconc, "the run was interrupted");
  });
  const auto outcome = virtual_run.run();
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "the run was interrupted");
  EXPECT_EQ(requirements(outcome.result), Names{"SHOULD-1"});
}

TEST_F(Cases, BlamesTheAuthorForATemplateWithoutValue) {
  SendStep step = send("m1");
  step.edits.push_back({.kind = FieldEdit::Kind::add,
                        .name = "X-A",
                        .value = "{nobody.home}",
                        .place = {.file = "by-hand.xml", .line = 12}});
  auto device = answering_device();
  const auto outcome = run(case_of({step}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::error);
  EXPECT_EQ(outcome.result.reason, "by-hand.xml:12: '{nobody.home}' has no value here");
}

TEST_F(Cases, BlamesTheAuthorForACheckThatDoesNotCompileBeforeAnythingIsSent) {
  auto device = answering_device();
  const auto outcome =
      run(case_of({send("m1"),
                   expect("r1", "m1", {check(CheckOperator::present, "via[", "", "MUST-1")})}),
          device);
  EXPECT_EQ(outcome.result.verdict, Verdict::error);
  EXPECT_TRUE(device.heard().empty());
}

TEST_F(Cases, IsInconclusiveWhenAStepNeedsWhatTheDeviceDidNotSend) {
  ExpectStep maybe = expect("r1", "m1");
  maybe.optional = true;
  maybe.within = milliseconds(50);
  SendStep second = send("m2");
  second.edits.push_back(
      {.kind = FieldEdit::Kind::set, .name = "To", .value = "x;tag={r1.to.tag}"});
  auto device = silent_device();
  const auto outcome = run(case_of({send("m1"), maybe, second}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "the case needs 'r1.to.tag', which the device did not send");
}

TEST_F(Cases, UsesWhatTheDeviceSentInALaterRequest) {
  SendStep second = send("m2");
  second.edits.push_back(
      {.kind = FieldEdit::Kind::set, .name = "To", .value = "<{device.uri}>;tag={r1.to.tag}"});
  auto device = answering_device();
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1"), second, expect("r2", "m2")}), device);
  EXPECT_NE(device.heard().at(1).find(";tag=device-"), std::string::npos) << outcome.result.reason;
}

// --- No answer, and why --------------------------------------------------------------------------

TEST_F(Cases, IsInconclusiveWhenTheDeviceCannotBeReached) {
  auto device = silent_device();
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device, stack::Transport::udp,
                           {.reach = VirtualNetwork::Reach::unreachable});
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_TRUE(outcome.result.reason.starts_with("unreachable")) << outcome.result.reason;
  EXPECT_EQ(requirements(outcome.result), Names());
  EXPECT_LT(outcome.took, 3s);
}

TEST_F(Cases, IsInconclusiveWhenTheConnectionIsRefused) {
  auto device = silent_device();
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device, stack::Transport::tcp,
                           {.reach = VirtualNetwork::Reach::unreachable});
  EXPECT_EQ(outcome.result.verdict, Verdict::inconc);
  EXPECT_EQ(outcome.result.reason, "unreachable: the device refused the connection");
  EXPECT_EQ(outcome.took, 2ms);
}

TEST_F(Cases, SaysThatTheDeviceClosedTheConnectionInPlaceOfAnAnswer) {
  ScriptedDevice device([](const Heard& heard) {
    return Script{{.action = stack::AgentCloseStream{.connection = heard.connection}}};
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1")}), device, stack::Transport::tcp);
  EXPECT_EQ(outcome.result.verdict, Verdict::fail);
  EXPECT_EQ(outcome.result.findings.at(0).actual,
            "nothing arrived; the device closed the connection");
}

TEST_F(Cases, NamesTheCrashOfTheDevice) {
  ScriptedDevice device(
      [](const Heard&) { return Script{{.action = stack::AgentCrash{.signal = 11}}}; });
  const auto outcome = run(case_of({send("m1"), expect("r1", "m1")}), device);
  EXPECT_EQ(outcome.crash_signal, 11);
  EXPECT_EQ(outcome.result.verdict, Verdict::fail);
  EXPECT_EQ(outcome.result.device_outcome, "device crashed (signal 11)");
}

TEST_F(Cases, DoesNotMissAnOptionalAnswer) {
  ExpectStep maybe = expect("r1", "m1");
  maybe.optional = true;
  maybe.within = milliseconds(50);
  auto device = silent_device();
  const auto outcome = run(case_of({send("m1"), maybe}), device);
  EXPECT_EQ(outcome.result.verdict, Verdict::pass);
  EXPECT_TRUE(outcome.result.missing.empty());
}

TEST_F(Cases, TakesAFaultyEchoForTheAnswerItIs) {
  ScriptedDevice device([](const Heard& heard) {
    std::string octets = response_to(heard, "200 OK");
    const std::size_t branch = octets.find("branch=z9hG4bK") + 14;
    octets[branch] = octets[branch] == 'x' ? 'y' : 'x';
    return Script{reply_octets(heard, octets)};
  });
  const auto outcome =
      run(case_of({send("m1"), expect("r1", "m1", {status_is("2xx", "MUST-1")})}), device);
  EXPECT_EQ(row(outcome.result, "r1.status")->verdict, Verdict::pass);
  EXPECT_EQ(device.heard().size(), 1U);
  EXPECT_EQ(outcome.result.findings.size(), 1U);
}

TEST(CaseBounds, LongestAddsUpTheWaits) {
  ExpectStep soon = expect("r2", "m1");
  soon.within = t1_times(4);
  const Scenario scenario =
      case_of({send("m1"), expect("r1", "m1"), soon, SilenceStep{.span = milliseconds(500)},
               PauseStep{.span = milliseconds(250)},
               ResendStep{.of = "m1", .times = 3, .every = milliseconds(100)}});
  EXPECT_EQ(longest(scenario, {}), 32s + 2s + 500ms + 250ms + 200ms);
}

TEST(CaseBounds, LongestEndsAtTheLimitOfTheCase) {
  Scenario scenario = case_of({send("m1"), expect("r1", "m1")});
  scenario.timeout = milliseconds(3000);
  EXPECT_EQ(longest(scenario, {}), 3s);
}

}  // namespace
}  // namespace sipspec::harness
