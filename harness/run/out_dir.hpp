#pragma once

// The folder of a run's files. Never one that holds something already.
//
//   sipspec-out/2026-01-01T00-00-00Z/      latest -> 2026-01-01T00-00-00Z
//     events.jsonl results.json junit.xml report.html
//     dut/stdout.log dut/stderr.log
//     cases/rfc3428/7/no-contact-in-2xx/udp-4/case.pcapng messages.txt

#include "harness/run/plan.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace sipspec::harness {

struct OutDirError {
  std::string sentence;
};

class OutDir {
 public:
  /// `chosen` "" = sipspec-out/<UTC time>, with the `latest` link beside it.
  static boost::system::result<OutDir, OutDirError> make(const std::filesystem::path& chosen,
                                                         std::chrono::system_clock::time_point now);

  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path file(std::string_view name) const { return path_ / name; }

  std::filesystem::path device_output() const { return path_ / "dut"; }

  /// Relative to path(). Injective; ids hold no character that file systems refuse.
  static std::filesystem::path case_folder(const PlannedCase& planned);

 private:
  explicit OutDir(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

/// "2026-01-01T00:00:00Z"
std::string utc_text(std::chrono::system_clock::time_point moment);

}  // namespace sipspec::harness
