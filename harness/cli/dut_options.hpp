#pragma once

// The options by which a command learns of the device under test, the same in run, list and doctor.

#include "harness/cli/options.hpp"
#include "harness/cli/suite.hpp"
#include "harness/device/profile.hpp"
#include "harness/run/plan.hpp"
#include "harness/run/targets.hpp"

#include <string>
#include <vector>

namespace sipspec::harness {

/// --dut, --dut-name, --dut-version, --role, --transport, --ip, --allow-remote, --allow-exec
std::vector<OptionSpec> dut_options();
/// --only, --skip, --tag
std::vector<OptionSpec> selection_options();

/// The device as the command line describes it: short form, the path of a profile, or the name of a
/// profile in the suite's devices/. Mistakes in a profile are in the sentence, one a line.
UsageResult<DeviceProfile> read_device(const ParsedOptions& options,
                                       const std::filesystem::path& scenarios);

UsageResult<TargetChoice> read_target_choice(const ParsedOptions& options);

/// Patterns come from --only and from the arguments. Patterns and tags that fit nothing are
/// mistakes.
UsageResult<Selection> read_selection(const ParsedOptions& options, const Suite& suite);

/// Resolved targets; addresses that are not loopback need --allow-remote.
UsageResult<std::vector<Target>> read_targets(const ParsedOptions& options,
                                              const DeviceProfile& device);

}  // namespace sipspec::harness
