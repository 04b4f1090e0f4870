#pragma once

// What will run, and why the rest will not: scenarios times the ways in which the device can be
// reached, against what the profile says and what the user chose.
//
//   auto plan = make_plan(scenarios, request);
//   for (const auto& planned : plan.cases) { ... planned.fate, planned.reason ... }

#include "harness/catalogue/catalogue.hpp"
#include "harness/catalogue/strictness.hpp"
#include "harness/device/profile.hpp"
#include "harness/engine/case_run.hpp"
#include "harness/io/network.hpp"
#include "harness/scenario/model.hpp"
#include "stack/transaction/timers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

/// One way to reach the device.
struct Target {
  Variant variant;
  stack::Address device;
  std::string host;         ///< as the user wrote it: what a certificate has to name
  std::string local_ip;     ///< from where it is reached
  StreamKind connect;       ///< towards the device
  StreamKind listen;        ///< where the device may connect to
  std::string unavailable;  ///< why cases cannot use it; "" = they can
  /// Optional targets are left out when the device does not have them; a required one that does not
  /// answer is a set-up failure.
  enum class Presence : std::uint8_t { required, optional } presence = Presence::required;
};

/// What the user chose; empty lists choose everything.
struct Selection {
  std::vector<std::string> only;  ///< patterns (glob.hpp)
  std::vector<std::string> skip;
  std::vector<std::string> tags;
  std::vector<std::string> roles;  ///< instead of the profile's
};

enum class Fate : std::uint8_t { run, not_applicable, skipped };

struct PlannedCase {
  const Scenario* scenario = nullptr;
  Target target;
  std::string name;  ///< "id [transport=udp ip=4]"
  stack::Duration longest{};
  std::uint64_t seed = 0;
  Fate fate = Fate::run;
  std::string reason;  ///< why not
};

struct PlanRequest {
  const DeviceProfile* device = nullptr;
  std::vector<Target> targets;
  Selection selection;
  std::uint64_t seed = 1;
  stack::TimerTable timers;
  const Catalogue* catalogue = nullptr;  ///< null: cases of every profile run
  std::string rules{usual_strictness};   ///< profile of strictness
  /// Methods that the device itself said it takes; nullopt: it was not asked.
  std::optional<std::vector<std::string>> allowed;
};

/// Cases that no pattern of `only` and no tag selects are not in the plan at all. Ordered by id,
/// then by target.
std::vector<PlannedCase> make_plan(const std::vector<Scenario>& scenarios,
                                   const PlanRequest& request);

/// Patterns that fit no scenario, with what was likely meant: "nothing matches 'x'; did you mean
/// 'y'?"
std::vector<std::string> unmatched_patterns(const std::vector<Scenario>& scenarios,
                                            const Selection& selection);

/// Whether a case runs over that transport. Those that it lists; what is written for tcp holds over
/// tls as well, unless it has the tag "plain-tcp"; what is written for udp and tcp holds over
/// WebSocket, unless it places octets of the stream by hand.
bool holds_over(const Scenario& scenario, stack::Transport transport);

/// Whether something that the case is there to find is a fault in that profile of strictness: what
/// its proofs find, without proofs what its steps verify.
bool holds_under(const Scenario& scenario, const Catalogue& catalogue, std::string_view rules);

/// By patterns, tags and --skip; what the device has plays no part.
bool is_selected(const Scenario& scenario, const Selection& selection);

/// Of a case within a run: stable across runs with the same seed, whatever else runs.
std::uint64_t case_seed(std::uint64_t run_seed, std::string_view case_name);

std::string_view to_string(DeviceRole role);

}  // namespace sipspec::harness
