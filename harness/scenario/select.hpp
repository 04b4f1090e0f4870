#pragma once

// Which cases run: by id patterns, tags, role of the device, transports. Pure functions.
//
//   rfc3428/7          the case of that id, and everything below it
//   rfc3428/*/no-*     '*' any characters of one component, '?' one
//   **/no-contact*     '**' any number of components
//
//   auto chosen = select(library.scenarios, {.patterns = {"rfc3428/7"}});
//   for (auto& pattern : chosen.idle_patterns) { ... nothing fits it ... }

#include "harness/scenario/model.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

bool id_matches(std::string_view pattern, std::string_view id);

/// An empty list asks for nothing. Lists narrow each other; within one list any entry will do.
struct Selection {
  std::vector<std::string> patterns;
  std::vector<std::string> excluded;  ///< patterns
  std::vector<std::string> tags;
  std::vector<DeviceRole> roles;
  std::vector<stack::Transport> transports;  ///< the case runs over one of them at least
};

struct Selected {
  std::vector<const Scenario*> scenarios;  ///< in the order given
  /// Patterns, excluding ones too, that no id fits at all: a slip of the pen.
  std::vector<std::string> idle_patterns;
};

Selected select(std::span<const Scenario> scenarios, const Selection& selection);

}  // namespace sipspec::harness
