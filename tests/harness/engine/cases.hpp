#pragma once

// What the tests of whole cases share: a case is run in virtual time against a device of the test.

#include "harness/engine/case_run.hpp"
#include "harness/engine/finding_maker.hpp"
#include "harness/engine/virtual_run.hpp"
#include "tests/fakes/scenarios.hpp"
#include "tests/fakes/scripted_device.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sipspec::harness {

using namespace fakes;
using namespace std::chrono_literals;
using reports::Verdict;

class Cases : public ::testing::Test {
 protected:
  VirtualOutcome run(const Scenario& scenario, ScriptedDevice& device,
                     stack::Transport transport = stack::Transport::udp,
                     VirtualNetwork network = {}) {
    environment_ = environment_for(scenario, catalogue_, transport);
    environment_.has_delivery_hook = hook_;
    return VirtualRun(scenario, environment_, device, network, observer_).run();
  }

  Catalogue catalogue_ = small_catalogue();
  CaseEnvironment environment_;
  CaseObserver observer_;
  bool hook_ = true;
};

inline std::vector<std::string> requirements(const reports::CaseResult& result) {
  std::vector<std::string> out;
  for (const reports::Finding& finding : result.findings) {
    out.push_back(finding.requirement);
  }
  return out;
}

inline const reports::Check* row(const reports::CaseResult& result, std::string_view id) {
  const auto found = std::ranges::find(result.checks, id, &reports::Check::id);
  return found == result.checks.end() ? nullptr : &*found;
}

using Names = std::vector<std::string>;

}  // namespace sipspec::harness
