#pragma once

// What this program is and what it was built with.

#include <string>

namespace sipspec::harness {

/// "0.1.0" or "0.1.0 (a41f09c)".
std::string version();
/// Several lines: the version, compiler, Boost, libpcap.
std::string version_text();

}  // namespace sipspec::harness
