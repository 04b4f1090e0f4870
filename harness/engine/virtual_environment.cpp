#include "harness/engine/virtual_agent.hpp"

#include <algorithm>

namespace sipspec::harness {

CaseEnvironment virtual_environment(const Scenario& scenario, const VirtualSetup& setup) {
  const bool v6 = setup.variant.ip_version == 6;
  CaseEnvironment environment{
      .variant = setup.variant,
      .device = {.ip = v6 ? "2001:db8::100" : "192.0.2.100", .port = 5060},
      .device_user = "bob",
      .seed = setup.seed,
      .timers = setup.timers,
      .tolerance = std::chrono::milliseconds(100),
      .catalogue = setup.catalogue,
      .profile = setup.profile,
      .has_delivery_hook = true,
  };
  if (std::ranges::find(scenario.needs, "auth") != scenario.needs.end()) {
    environment.account = {
        .realm = {}, .username = "alice", .secret = stack::Secret::password("open sesame")};
  }
  std::uint16_t number = 1;
  for (const Actor& actor : scenario.actors) {
    environment.actors.push_back({.actor = actor.id,
                                  .local = {.ip = v6 ? "2001:db8::1" : "192.0.2.1",
                                            .port = static_cast<std::uint16_t>(40000U + number)}});
    number = static_cast<std::uint16_t>(std::min(number + 1, 99));
  }
  return environment;
}

}  // namespace sipspec::harness
