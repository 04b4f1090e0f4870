#include "harness/engine/virtual_agent.hpp"

#include <utility>

namespace sipspec::harness {

namespace {

stack::DigestServerConfig virtual_auth(const stack::DigestAccount& account) {
  stack::DigestServerConfig auth;
  auth.realm = "example.org";
  auth.accounts = {account};
  auth.algorithms = {stack::Algorithm{.hash = stack::HashFunction::sha256}, stack::Algorithm{}};
  auth.opaque = "b3BhcXVl";
  return auth;
}

}  // namespace

VirtualOutcome run_against_agent(const Scenario& scenario, const VirtualSetup& setup) {
  CaseEnvironment environment = virtual_environment(scenario, setup);
  stack::AgentConfig config{.user = environment.device_user,
                            .listening = {environment.device},
                            .timers = setup.timers,
                            .seed = setup.seed,
                            .mutant = setup.mutant};
  if (environment.account) {
    config.auth = virtual_auth(*environment.account);
  }
  VirtualAgent device(std::move(config), setup.variant.transport);
  return VirtualRun(scenario, std::move(environment), device).run();
}

}  // namespace sipspec::harness
