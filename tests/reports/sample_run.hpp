#pragma once

// A run as it could have been: every verdict, ladders with what is missing, several actors, long
// waits. For approvals, and to look at.

#include "reports/event.hpp"
#include "reports/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports::test {

/// 14 cases with every verdict.
RunResult sample_run();

/// One case of it.
CaseResult sample_case(std::string_view name);

/// The sample and `count` cases that passed, six messages each.
RunResult large_run(std::size_t count);

/// Every text and every octet of the case is something that must not survive: ESC sequences, script
/// ends, CDATA ends, NUL, bidirectional overrides, invalid UTF-8, line separators.
CaseResult hostile_case();
RunResult hostile_run();

/// A run as events, messages and findings streamed.
std::vector<Event> events_of(const RunResult& run);

}  // namespace sipspec::reports::test
