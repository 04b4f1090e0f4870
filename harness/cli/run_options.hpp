#pragma once

// Everything that `sipspec run` can be told, read and checked before anything is sent.

#include "harness/cli/options.hpp"
#include "harness/cli/suite.hpp"
#include "harness/run/file_tape.hpp"
#include "harness/run/runner.hpp"
#include "reports/console.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

enum class Progress : std::uint8_t { automatic, tty, plain, none };

/// A report that was asked for: its kind and its file ("" = in the folder of the run, "-" =
/// stdout).
struct WantedReport {
  std::string kind;
  std::string file;
};

struct RunOptions {
  RunSettings settings;  ///< without targets, selection, out folder
  CaptureMode capture = CaptureMode::all;
  Progress progress = Progress::automatic;
  reports::Verbosity verbosity = reports::Verbosity::normal;
  std::optional<bool> colour;  ///< nullopt: as the terminal wants it
  std::string junit_dialect = "rich";
  std::vector<WantedReport> reports;
  std::vector<std::string> fail_on;
  bool strict = false;
  std::string out;
};

std::vector<OptionSpec> run_options();
UsageResult<RunOptions> read_run_options(const ParsedOptions& options);

/// The command that runs one case of this run again.
std::string reproduce_command(const ParsedOptions& options, std::uint64_t seed,
                              const PlannedCase& planned);

/// For a POSIX shell: quoted where it has to be.
std::string shell_word(std::string_view word);

}  // namespace sipspec::harness
