#include "harness/run/plan.hpp"

#include "harness/catalogue/suggestion.hpp"
#include "harness/run/glob.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

constexpr std::string_view identity_prefix = "identity.";
constexpr std::string_view dialog_capability = "dialog";

bool any_matches(const std::vector<std::string>& patterns, const std::string& id) {
  return std::ranges::any_of(patterns,
                             [&](const auto& pattern) { return glob_matches(pattern, id); });
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
  return suggestion(word, std::vector<std::string_view>(candidates.begin(), candidates.end()));
}

bool selected(const Scenario& scenario, const Selection& selection) {
  if (!selection.only.empty() && !any_matches(selection.only, scenario.id)) {
    return false;
  }
  return selection.tags.empty() || std::ranges::any_of(selection.tags, [&](const auto& tag) {
           return contains(scenario.tags, tag);
         });
}

/// Calls are beside the point for many a device that takes MESSAGE: they are looked at where the
/// profile declares them or the device itself allows them.
bool takes_no_calls(const PlanRequest& request) {
  return !contains(request.device->have, dialog_capability) && request.allowed &&
         !contains(*request.allowed, "INVITE");
}

std::string missing_capability(const Scenario& scenario, const PlanRequest& request) {
  const DeviceProfile& device = *request.device;
  for (const auto& need : scenario.needs) {
    // Not declared but known: under which user part the device is addressed.
    if (need.starts_with(identity_prefix)) {
      const auto user = need.substr(identity_prefix.size());
      if (device.identity.user != user) {
        return fmt::format("needs a device with the user part '{}' (--dut sip:{}@...)", user, user);
      }
      continue;
    }
    // Not declared but known as well: whom it lets in.
    if (need == "auth" && !device.credentials) {
      return "needs auth: credentials for the device (--auth-user NAME --password-env VARIABLE)";
    }
    if (need == dialog_capability && takes_no_calls(request)) {
      return "needs dialog: the Allow of the device's answer to OPTIONS does not list INVITE";
    }
    if (contains(device.lack, need)) {
      return fmt::format("needs {}, which the device does not have (profile)", need);
    }
    if (need != "auth" && !contains(device.have, "*") && !contains(device.have, need)) {
      return fmt::format("needs {}, which the profile does not declare", need);
    }
  }
  return {};
}

/// Why the scenario as a whole does not run; not_applicable and skipped differ.
void judge_scenario(PlannedCase& planned, const PlanRequest& request) {
  const auto& roles =
      request.selection.roles.empty() ? request.device->roles : request.selection.roles;
  const auto role = to_string(planned.scenario->role);
  if (any_matches(request.selection.skip, planned.scenario->id)) {
    planned.fate = Fate::skipped;
    planned.reason = "left out by --skip";
  } else if (!contains(roles, role)) {
    planned.fate = Fate::not_applicable;
    planned.reason =
        fmt::format("is for a {}; the device is tested as {}", role, fmt::join(roles, ", "));
  } else if (request.catalogue != nullptr &&
             !holds_under(*planned.scenario, *request.catalogue, request.rules)) {
    planned.fate = Fate::not_applicable;
    planned.reason =
        fmt::format("looks at nothing that is a rule in the profile {} (--rules)", request.rules);
  } else if (auto missing = missing_capability(*planned.scenario, request); !missing.empty()) {
    planned.fate = Fate::not_applicable;
    planned.reason = std::move(missing);
  } else if (!planned.target.unavailable.empty()) {
    planned.fate = Fate::not_applicable;
    planned.reason = planned.target.unavailable;
  }
}

bool lists(const Scenario& scenario, stack::Transport transport) {
  return std::ranges::find(scenario.transports, transport) != scenario.transports.end();
}

/// Octets that are placed by hand in the stream: what holds for these says nothing of WebSocket,
/// where each message is framed by itself.
bool places_octets(const SendStep& send) {
  return !send.delivery.segments.empty() || send.delivery.octet_by_octet ||
         send.delivery.close_after || send.after_octets || send.raw ||
         !send.together_with.empty() || send.content_length != "auto";
}

}  // namespace

bool holds_over(const Scenario& scenario, stack::Transport transport) {
  using stack::Transport;
  if (scenario.transports.empty() || lists(scenario, transport)) {
    return true;
  }
  if (!lists(scenario, Transport::tcp) || contains(scenario.tags, "plain-tcp")) {
    return false;
  }
  if (transport == Transport::tls) {
    return true;
  }
  const bool websocket = transport == Transport::ws || transport == Transport::wss;
  return websocket && lists(scenario, Transport::udp) &&
         std::ranges::none_of(scenario.steps, [](const Step& step) {
           const auto* send = std::get_if<SendStep>(&step);
           return send != nullptr && places_octets(*send);
         });
}

bool holds_under(const Scenario& scenario, const Catalogue& catalogue, std::string_view rules) {
  std::vector<std::string> ids;
  for (const auto& proof : scenario.proofs) {
    ids.push_back(proof.finding);
  }
  if (ids.empty()) {
    ids = scenario.verifies();
  }
  return ids.empty() || std::ranges::any_of(ids, [&](const std::string& id) {
           const Requirement* const known = catalogue.find(id);
           return known == nullptr || in_force(*known, rules);
         });
}

namespace {

std::string transports_of(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const auto transport : scenario.transports) {
    names.push_back(stack::to_string(transport));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

void add(std::vector<PlannedCase>& plan, const Scenario& scenario, const Target& target,
         const PlanRequest& request) {
  PlannedCase planned;
  planned.scenario = &scenario;
  planned.target = target;
  planned.name = fmt::format("{} [{}]", scenario.id, to_string(target.variant));
  planned.longest = longest(scenario, request.timers);
  planned.seed = case_seed(request.seed, planned.name);
  judge_scenario(planned, request);
  plan.push_back(std::move(planned));
}

}  // namespace

std::string_view to_string(DeviceRole role) {
  return known_roles().at(static_cast<std::size_t>(role));
}

bool is_selected(const Scenario& scenario, const Selection& selection) {
  return selected(scenario, selection) && !any_matches(selection.skip, scenario.id);
}

std::uint64_t case_seed(std::uint64_t run_seed, std::string_view case_name) {
  // FNV-1a, then one round of a 64-bit finaliser: neighbours in name must not be neighbours in
  // seed.
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ run_seed;
  for (const char octet : case_name) {
    hash = (hash ^ static_cast<unsigned char>(octet)) * 0x100000001b3ULL;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdULL;
  return hash ^ (hash >> 33U);
}

std::vector<PlannedCase> make_plan(const std::vector<Scenario>& scenarios,
                                   const PlanRequest& request) {
  std::vector<PlannedCase> plan;
  for (const auto& scenario : scenarios) {
    if (!selected(scenario, request.selection)) {
      continue;
    }
    bool any = false;
    for (const auto& target : request.targets) {
      if (holds_over(scenario, target.variant.transport)) {
        add(plan, scenario, target, request);
        any = true;
      }
    }
    if (!any) {
      Target none;
      none.variant.transport = scenario.transports.front();
      none.unavailable = fmt::format("is for {}, which is not among the transports of this run",
                                     transports_of(scenario));
      add(plan, scenario, none, request);
    }
  }
  std::ranges::stable_sort(plan, {}, [](const PlannedCase& it) { return it.scenario->id; });
  return plan;
}

std::vector<std::string> unmatched_patterns(const std::vector<Scenario>& scenarios,
                                            const Selection& selection) {
  std::vector<std::string> complaints, ids, tags;
  for (const auto& scenario : scenarios) {
    ids.push_back(scenario.id);
    tags.insert(tags.end(), scenario.tags.begin(), scenario.tags.end());
    // Folders can be meant as well: "rfc3248/7" is near "rfc3428/7".
    for (auto slash = scenario.id.find('/'); slash != std::string::npos;
         slash = scenario.id.find('/', slash + 1)) {
      ids.push_back(scenario.id.substr(0, slash));
      ids.push_back(scenario.id.substr(0, slash) + "/**");
    }
  }
  for (const auto* patterns : {&selection.only, &selection.skip}) {
    for (const auto& pattern : *patterns) {
      const auto fits_pattern = [&](const Scenario& it) { return glob_matches(pattern, it.id); };
      if (std::ranges::none_of(scenarios, fits_pattern)) {
        complaints.push_back(fmt::format("no case matches '{}'{}", pattern, suggest(pattern, ids)));
      }
    }
  }
  for (const auto& tag : selection.tags) {
    if (!contains(tags, tag)) {
      complaints.push_back(fmt::format("no case has the tag '{}'{}", tag, suggest(tag, tags)));
    }
  }
  return complaints;
}

}  // namespace sipspec::harness
