#pragma once

// --rules NAME, the same on every command that judges or tells of rules.

#include "harness/cli/options.hpp"

#include <string>

namespace sipspec::harness {

OptionSpec rules_option();

/// The profile of strictness that was asked for; the usual one without the option. A name that is
/// unknown is an error with what was likely meant.
UsageResult<std::string> read_rules_option(const ParsedOptions& options);

}  // namespace sipspec::harness
