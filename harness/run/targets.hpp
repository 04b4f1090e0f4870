#pragma once

// From the addresses of a profile to the ways in which a run reaches the device: names resolved,
// transports and IP versions chosen, the local address of each. Sends nothing.

#include "harness/run/plan.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace sipspec::harness {

struct TargetChoice {
  std::vector<stack::Transport> transports;  ///< empty: what the profile says
  std::vector<int> ip_versions;              ///< 4, 6; empty: what the first address of a name is
};

struct TargetError {
  std::string sentence;
};

boost::system::result<std::vector<Target>, TargetError> find_targets(const DeviceProfile& device,
                                                                     const TargetChoice& choice);

/// Addresses of the targets that are not loopback; sending there has to be allowed.
std::vector<std::string> remote_addresses(const std::vector<Target>& targets);

}  // namespace sipspec::harness
