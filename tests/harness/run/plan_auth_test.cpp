#include "harness/run/plan.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

class PlanOfAuth : public testing::Test {
 protected:
  PlanOfAuth() {
    Scenario scenario;
    scenario.id = "a";
    scenario.transports = {stack::Transport::udp};
    scenario.actors = {{"alice", "alice", {}}};
    scenario.needs = {"auth"};
    scenarios_.push_back(std::move(scenario));
    device_.roles = {"uas"};
    device_.have = {"*"};
    request_.device = &device_;
    Target target;
    target.variant.transport = stack::Transport::udp;
    target.device = {"127.0.0.1", 5070};
    request_.targets = {target};
  }

  PlannedCase planned() { return make_plan(scenarios_, request_).at(0); }

  std::vector<Scenario> scenarios_;
  DeviceProfile device_;
  PlanRequest request_;
};

TEST_F(PlanOfAuth, ACaseForItIsNotApplicableWithoutCredentials) {
  EXPECT_EQ(planned().fate, Fate::not_applicable);
  EXPECT_NE(planned().reason.find("--password-env"), std::string::npos);
}

TEST_F(PlanOfAuth, ACaseForItRunsWithCredentialsWhateverTheProfileDeclares) {
  device_.credentials = DeviceCredentials{"alice", "PW", "secret"};
  EXPECT_EQ(planned().fate, Fate::run);
  device_.have = {"message.receive"};
  EXPECT_EQ(planned().fate, Fate::run);
}

TEST_F(PlanOfAuth, ACaseForItIsNotApplicableWhenTheProfileLacksIt) {
  device_.credentials = DeviceCredentials{"alice", "PW", "secret"};
  device_.lack = {"auth"};
  EXPECT_EQ(planned().fate, Fate::not_applicable);
}

}  // namespace
}  // namespace sipspec::harness
