#pragma once

// Judges what goes over an interface, until SIGINT or SIGTERM.

#include "captures/error.hpp"
#include "captures/sip/sip_extractor.hpp"
#include "harness/judge/judge.hpp"

#include <string>

namespace sipspec::harness {

/// Errors: the interface cannot be captured (the sentence says how to get the right), or goes away.
captures::Result<captures::ReadSummary> follow_interface(Judge& judge, const std::string& interface,
                                                         captures::ReadOptions options);

}  // namespace sipspec::harness
