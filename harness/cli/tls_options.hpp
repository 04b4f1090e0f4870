#pragma once

// The options about TLS: whom to trust, what to show, where session secrets go. The same in run,
// list and doctor.

#include "harness/cli/options.hpp"
#include "harness/run/plan.hpp"

#include <optional>
#include <vector>

namespace sipspec::harness {

/// --tls-ca, --tls-insecure, --tls-certificate, --tls-key, --tls-version, --tls-key-log
std::vector<OptionSpec> tls_options();

/// Gives the targets over tls and wss what their connections need. The mistake when an option is
/// wrong or names a file that is of no use.
std::optional<UsageError> add_tls(const ParsedOptions& options, std::vector<Target>& targets);

}  // namespace sipspec::harness
