#pragma once

// The exit code is a contract, not a count: named numbers, and which one wins when several apply.
//
//   GateInput input{.counts = Counts(cases)};
//   Gate gate = judge(input);   // gate.exit_code, gate.sentence

#include "reports/result.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace sipspec::reports {

namespace exit_code {
inline constexpr int success = 0;
inline constexpr int gate_failed = 1;   ///< unexpected FAIL, XPASS, stale expectation, ...
inline constexpr int usage = 2;         ///< nothing was sent
inline constexpr int setup_failed = 3;  ///< the device did not start or could not be reached
inline constexpr int nothing_selected = 4;
inline constexpr int inconclusive = 5;  ///< nothing failed, not everything was shown: worth a retry
inline constexpr int max_time = 6;
inline constexpr int internal_error = 70;  ///< the harness's own fault
inline constexpr int report_not_written = 74;
inline constexpr int interrupted = 130;  ///< SIGINT
inline constexpr int terminated = 143;   ///< SIGTERM
}  // namespace exit_code

enum class Stop : std::uint8_t { none, sigint, sigterm };
enum class Strictness : std::uint8_t { normal, strict };
enum class EmptySelection : std::uint8_t { refused, allowed };

/// What the gate looks at.
struct GateInput {
  Counts counts;
  std::size_t unexpected = 0;  ///< among FAIL: those that no expectation covers; see gate_input()
  std::size_t xpass = 0, changed = 0, stale = 0, flaky = 0;
  Strictness strictness = Strictness::normal;
  EmptySelection empty = EmptySelection::refused;
  RunEnd end = RunEnd::complete;
  Stop stop = Stop::none;
  std::size_t internal_errors = 0;  ///< beside cases with ERROR
  std::size_t unwritten_reports = 0;
};

struct Gate {
  int exit_code = exit_code::success;
  std::string sentence;  ///< "2 cases failed: rfc3428/8/a and rfc3428/8/b" without a stop
};

/// Counts of a run; FAIL without a disposition counts as unexpected.
GateInput gate_input(const RunResult& run);

/// 2, then a signal, then 70 > 3 > 1 > 74 > 6 > 5 > 4 > 0.
Gate judge(const GateInput& input);

/// The one of the two that wins.
int stronger(int a, int b);

}  // namespace sipspec::reports
