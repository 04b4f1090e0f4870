#pragma once

// A subcommand: its table of options and the function that does it. One file for each command; this
// list is the only place that knows them all.

#include "harness/cli/options.hpp"

#include <span>
#include <string>
#include <vector>

namespace sipspec::harness {

struct Command {
  CommandSpec spec;
  /// Returns the exit code (reports/exit_code.hpp). What it prints for people goes to stderr, what
  /// was asked for goes to stdout.
  int (*run)(const ParsedOptions& options);
};

Command run_command();
Command list_command();
Command explain_command();
Command validate_command();
Command device_command();
Command selftest_command();
Command doctor_command();
Command judge_command();
Command ladder_command();
Command digest_command();

/// The whole program; `arguments` without the program's name.
int sipspec_main(std::span<const std::string> arguments);

/// Prints "sipspec: sentence" and gives the exit code of a usage error.
int usage_error(const std::string& sentence);

}  // namespace sipspec::harness
