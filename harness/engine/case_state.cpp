#include "harness/engine/case_state.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

std::string user_of(const Scenario& scenario, const std::string& actor) {
  const auto found = std::ranges::find(scenario.actors, actor, &Actor::id);
  return found == scenario.actors.end() || found->user.empty() ? actor : found->user;
}

std::vector<NamedActor> name_actors(const Scenario& scenario, const CaseEnvironment& where) {
  std::vector<NamedActor> out;
  for (const ActorBinding& binding : where.actors) {
    out.push_back({.id = binding.actor,
                   .parties = {.variant = where.variant,
                               .local = binding.local,
                               .device = where.device,
                               .user = user_of(scenario, binding.actor),
                               .device_user = where.device_user,
                               .device_domain = where.device_domain}});
  }
  return out;
}

bool is_expect(const Scenario& scenario, std::string_view id) {
  return std::ranges::any_of(scenario.steps, [id](const Step& step) {
    const auto* expect = std::get_if<ExpectStep>(&step);
    return expect != nullptr && expect->id == id;
  });
}

MonitorContext monitor_context(const CaseEnvironment& where) {
  return {.t1 = where.timers.t1,
          .t2 = where.timers.t2,
          .t4 = where.timers.t4,
          .tolerance = where.tolerance,
          .account = where.account ? &*where.account : nullptr,
          .rules = where.profile};
}

}  // namespace

CaseState::CaseState(const Scenario& written, CaseEnvironment where, CaseObserver watcher,
                     stack::TimePoint start)
    : scenario(&written),
      environment(std::move(where)),
      observer(std::move(watcher)),
      now(start),
      random(case_seed(environment.seed, written.id, to_string(environment.variant))),
      actors(name_actors(written, environment)),
      findings(written, environment, observer, start),
      recorder(monitor_context(environment), observer.on_message,
               [this](const Observed& seen, const std::vector<RuleFinding>& found) {
                 for (const RuleFinding& one : found) {
                   findings.rule_finding(&seen, one);
                 }
               }),
      clients(environment.timers) {}

std::uint32_t CaseState::actor_index(std::string_view id) const {
  const auto found = std::ranges::find(actors, id, &NamedActor::id);
  return found == actors.end() ? 0U : static_cast<std::uint32_t>(found - actors.begin());
}

Sent* CaseState::find_sent(std::string_view id) {
  const auto found =
      std::ranges::find_if(sent, [id](const Sent& one) { return one.step->id == id; });
  return found == sent.end() ? nullptr : &*found;
}

Subject CaseState::message_of(std::string_view step_id) const {
  const auto was_sent =
      std::ranges::find_if(sent, [step_id](const Sent& one) { return one.step->id == step_id; });
  if (was_sent != sent.end()) {
    return {.message = &recorder.at(was_sent->index)};
  }
  const auto was_taken = taken_by.find(step_id);
  if (was_taken == taken_by.end()) {
    return {};
  }
  const Observed& message = recorder.at(was_taken->second);
  return {.message = &message, .request = recorder.exchange().request_of(message)};
}

Lookup CaseState::lookup() {
  return [this](std::string_view name) {
    auto value = look_up(name, actors, [this](std::string_view id) { return message_of(id); });
    if (!value && is_expect(*scenario, name.substr(0, name.find('.')))) {
      missing_reference = name;
    }
    return value;
  };
}

Observed CaseState::observed(std::uint32_t actor, Side sender, std::string octets,
                             std::string step_id, ConnectionId connection) const {
  const bool by_device = sender == Side::device;
  Observed message;
  message.sender = sender;
  message.at = now;
  message.transport = environment.variant.transport;
  message.source = by_device ? environment.device : local(actor);
  message.destination = by_device ? local(actor) : environment.device;
  message.connection = connection;
  message.octets = std::move(octets);
  message.step = std::move(step_id);
  return message;
}

}  // namespace sipspec::harness
