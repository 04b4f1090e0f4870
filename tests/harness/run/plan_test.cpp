#include "harness/run/plan.hpp"

#include "harness/run/targets.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using stack::Transport;

Scenario scenario_named(const std::string& id) {
  Scenario scenario;
  scenario.id = id;
  scenario.transports = {Transport::udp, Transport::tcp};
  scenario.actors = {{"alice", "alice", {}}};
  return scenario;
}

Target target_over(Transport transport) {
  Target target;
  target.variant = {transport, 4};
  target.device = {"127.0.0.1", 5070};
  return target;
}

class Plan : public testing::Test {
 protected:
  Plan() {
    device.name = "d";
    device.roles = {"uas"};
    device.have = {"*"};
    request.device = &device;
    request.targets = {target_over(Transport::udp)};
    scenarios = {scenario_named("rfc3428/7/b"), scenario_named("rfc3428/7/a")};
  }

  std::vector<PlannedCase> plan() { return make_plan(scenarios, request); }

  DeviceProfile device;
  PlanRequest request;
  std::vector<Scenario> scenarios;
};

TEST_F(Plan, HoldsEachCaseOnceForEachWayToReachTheDevice) {
  request.targets.push_back(target_over(Transport::tcp));
  const auto cases = plan();
  ASSERT_EQ(cases.size(), 4U);
  EXPECT_EQ(cases[0].name, "rfc3428/7/a [transport=udp ip=4]");
  EXPECT_EQ(cases[1].name, "rfc3428/7/a [transport=tcp ip=4]");
  EXPECT_EQ(cases[2].name, "rfc3428/7/b [transport=udp ip=4]");
}

TEST_F(Plan, ACaseForOtherTransportsIsNotApplicable) {
  scenarios = {scenario_named("a")};
  scenarios[0].transports = {Transport::tcp, Transport::tls};
  const auto cases = plan();
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases[0].fate, Fate::not_applicable);
  EXPECT_EQ(cases[0].reason, "is for tcp, tls, which is not among the transports of this run");
}

TEST_F(Plan, ATransportThatTheDeviceDoesNotTakeIsNotApplicableWithTheReason) {
  request.targets = {target_over(Transport::tcp)};
  request.targets[0].unavailable = "the device accepts no TCP connection";
  EXPECT_EQ(plan()[0].fate, Fate::not_applicable);
  EXPECT_EQ(plan()[0].reason, "the device accepts no TCP connection");
}

TEST_F(Plan, ACaseForAnotherRoleIsNotApplicable) {
  scenarios[0].role = DeviceRole::proxy;
  const auto cases = plan();
  EXPECT_EQ(cases[1].fate, Fate::not_applicable);
  EXPECT_EQ(cases[1].reason, "is for a proxy; the device is tested as uas");
  request.selection.roles = {"proxy"};
  EXPECT_EQ(plan()[1].fate, Fate::run);
}

TEST_F(Plan, NeedsAreHeldAgainstTheProfile) {
  scenarios = {scenario_named("a")};
  scenarios[0].needs = {"message.receive"};
  EXPECT_EQ(plan()[0].fate, Fate::run);
  device.have = {"im.cpim"};
  EXPECT_EQ(plan()[0].reason, "needs message.receive, which the profile does not declare");
  device.have = {"*"};
  device.lack = {"message.receive"};
  EXPECT_EQ(plan()[0].reason, "needs message.receive, which the device does not have (profile)");
}

TEST_F(Plan, CallsAreForDevicesThatAllowThemOrSayThatTheyHaveThem) {
  scenarios = {scenario_named("a")};
  scenarios[0].needs = {"dialog"};
  EXPECT_EQ(plan()[0].fate, Fate::run) << "nobody was asked";
  request.allowed = {"MESSAGE", "OPTIONS"};
  EXPECT_EQ(plan()[0].reason,
            "needs dialog: the Allow of the device's answer to OPTIONS does not list INVITE");
  device.have = {"dialog"};
  EXPECT_EQ(plan()[0].fate, Fate::run);
  device.have = {"*"};
  request.allowed->push_back("INVITE");
  EXPECT_EQ(plan()[0].fate, Fate::run);
}

TEST_F(Plan, AnIdentityIsNeededByName) {
  scenarios = {scenario_named("a")};
  scenarios[0].needs = {"identity.bob"};
  EXPECT_EQ(plan()[0].reason, "needs a device with the user part 'bob' (--dut sip:bob@...)");
  device.identity.user = "bob";
  EXPECT_EQ(plan()[0].fate, Fate::run);
}

TEST_F(Plan, WhatIsNotSelectedIsNotInItAndWhatIsSkippedIs) {
  request.selection.only = {"rfc3428/7/a"};
  EXPECT_EQ(plan().size(), 1U);
  request.selection.only.clear();
  request.selection.skip = {"**/a"};
  const auto cases = plan();
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].fate, Fate::skipped);
  EXPECT_EQ(cases[0].reason, "left out by --skip");
  EXPECT_EQ(cases[1].fate, Fate::run);
}

TEST_F(Plan, TagsSelect) {
  scenarios[0].tags = {"essential"};
  request.selection.tags = {"essential"};
  ASSERT_EQ(plan().size(), 1U);
  EXPECT_EQ(plan()[0].scenario->id, "rfc3428/7/b");
}

TEST_F(Plan, PatternsAndTagsThatFitNothingAreNamedWithWhatWasMeant) {
  Selection selection;
  selection.only = {"rfc3248/7", "rfc3428/**"};
  selection.skip = {"rfc3428/7/c"};
  selection.tags = {"x"};
  const auto complaints = unmatched_patterns(scenarios, selection);
  ASSERT_EQ(complaints.size(), 3U);
  EXPECT_EQ(complaints[0], "no case matches 'rfc3248/7'; did you mean 'rfc3428/7'?");
  EXPECT_TRUE(complaints[1].starts_with("no case matches 'rfc3428/7/c'; did you mean"));
  EXPECT_EQ(complaints[2], "no case has the tag 'x'");
}

TEST_F(Plan, SeedsDependOnTheRunAndTheCaseOnly) {
  const auto before = plan();
  request.selection.only = {"rfc3428/7/b"};
  EXPECT_EQ(plan()[0].seed, before[1].seed);
  EXPECT_NE(before[0].seed, before[1].seed);
  request.seed = 2;
  EXPECT_NE(plan()[0].seed, before[1].seed);
}

TEST(Targets, WithoutATransportTcpIsOptional) {
  DeviceProfile device;
  device.addresses = {{"127.0.0.1", 5070, {}}};
  const auto targets = find_targets(device, {});
  ASSERT_TRUE(targets);
  ASSERT_EQ(targets->size(), 2U);
  EXPECT_EQ((*targets)[0].variant.transport, Transport::udp);
  EXPECT_EQ((*targets)[0].presence, Target::Presence::required);
  EXPECT_EQ((*targets)[1].variant.transport, Transport::tcp);
  EXPECT_EQ((*targets)[1].presence, Target::Presence::optional);
  EXPECT_EQ((*targets)[0].local_ip, "127.0.0.1");
}

TEST(Targets, WhatTheUserNamesIsRequired) {
  DeviceProfile device;
  device.addresses = {{"127.0.0.1", 5070, {}}};
  const auto targets = find_targets(device, {.transports = {Transport::tcp}});
  ASSERT_TRUE(targets);
  ASSERT_EQ(targets->size(), 1U);
  EXPECT_EQ((*targets)[0].presence, Target::Presence::required);
}

TEST(Targets, AnAddressWithoutTheWantedIpVersionIsAnError) {
  DeviceProfile device;
  device.addresses = {{"127.0.0.1", 5070, {}}};
  const auto targets = find_targets(device, {.ip_versions = {6}});
  ASSERT_FALSE(targets);
  EXPECT_EQ(targets.error().sentence,
            "no address of the device fits the transports and IP versions that were asked for");
}

TEST(Targets, NamesWhatIsNotLoopback) {
  std::vector<Target> targets(2);
  targets[0].device = {"192.0.2.1", 5060};
  targets[1].device = {"::1", 5060};
  EXPECT_EQ(remote_addresses(targets), (std::vector<std::string>{"192.0.2.1"}));
}

TEST_F(Plan, WhatHoldsOverTcpHoldsOverTlsAsWell) {
  auto scenario = scenario_named("a");
  EXPECT_TRUE(holds_over(scenario, Transport::tls));
  scenario.transports = {Transport::tcp};
  EXPECT_TRUE(holds_over(scenario, Transport::tls));
  scenario.tags = {"plain-tcp"};
  EXPECT_FALSE(holds_over(scenario, Transport::tls));
  scenario.transports = {Transport::udp};
  EXPECT_FALSE(holds_over(scenario, Transport::tls));
}

TEST_F(Plan, WhatHoldsOverUdpAndTcpHoldsOverWebSocketUnlessItPlacesOctets) {
  auto scenario = scenario_named("a");
  scenario.steps.emplace_back(SendStep{});
  EXPECT_TRUE(holds_over(scenario, Transport::ws));
  EXPECT_TRUE(holds_over(scenario, Transport::wss));
  std::get<SendStep>(scenario.steps.front()).delivery.octet_by_octet = true;
  EXPECT_FALSE(holds_over(scenario, Transport::ws));
  EXPECT_TRUE(holds_over(scenario, Transport::tls));
  scenario.steps.clear();
  scenario.transports = {Transport::tcp};
  EXPECT_FALSE(holds_over(scenario, Transport::ws));
  scenario.transports = {Transport::ws};
  EXPECT_TRUE(holds_over(scenario, Transport::ws));
  EXPECT_FALSE(holds_over(scenario, Transport::wss));
}

}  // namespace
}  // namespace sipspec::harness
