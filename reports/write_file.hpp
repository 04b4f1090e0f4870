#pragma once

// Files of reports. A report is written beside its name and renamed: whoever reads it sees the old
// or the new one, never a half.
//
//   WriteResult written = write_file("out/results.json", text);
//   if (!written.ok()) { log(written.sentence()); exit = 74; }

#include <filesystem>
#include <string>
#include <string_view>

namespace sipspec::reports {

struct WriteResult {
  std::filesystem::path path;
  int error = 0;  ///< errno; 0: written

  bool ok() const { return error == 0; }

  /// "out/results.json: No space left on device"
  std::string sentence() const;
};

/// Makes the folders that are missing.
WriteResult write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace sipspec::reports
