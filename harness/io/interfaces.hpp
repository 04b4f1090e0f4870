#pragma once

// The network interfaces of this machine.

#include <string>

namespace sipspec::harness {

/// Name of the interface that has this numeric address ("lo"); "" when none has.
std::string interface_of(const std::string& local_ip);

}  // namespace sipspec::harness
