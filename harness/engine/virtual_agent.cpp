#include "harness/engine/virtual_agent.hpp"

namespace sipspec::harness {

VirtualOutcome run_against_agent(const Scenario& scenario, const VirtualSetup& setup) {
  CaseEnvironment environment = virtual_environment(scenario, setup);
  VirtualAgent device({.user = environment.device_user,
                       .listening = {environment.device},
                       .timers = setup.timers,
                       .seed = setup.seed,
                       .mutant = setup.mutant});
  return VirtualRun(scenario, std::move(environment), device).run();
}

}  // namespace sipspec::harness
