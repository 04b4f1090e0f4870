#pragma once

// Which reports a run writes, and where. One row for each kind: a new report is one row here.

#include "harness/cli/run_options.hpp"
#include "harness/run/out_dir.hpp"
#include "reports/result.hpp"

#include <string>
#include <vector>

namespace sipspec::harness {

class ReportFiles {
 public:
  ReportFiles(const OutDir& out, const RunOptions& run);

  /// A report goes to stdout, so that what is for people has to go to stderr.
  bool uses_stdout() const;
  /// For the end of the console's text.
  std::vector<std::string> paths() const;
  /// Writes all of them, whatever happens to one; a sentence for each that could not be written.
  std::vector<std::string> write(const reports::RunResult& run) const;

 private:
  struct File {
    std::string kind;
    std::filesystem::path path;  ///< "-" = stdout
  };

  std::string render(const std::string& kind, const reports::RunResult& run) const;

  std::vector<File> files_;
  std::filesystem::path out_;
  std::string junit_dialect_;
};

}  // namespace sipspec::harness
