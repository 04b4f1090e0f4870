#pragma once

// Writes a file that is whole or not there: into a file beside it, then renamed. Each step is
// checked, the closing too (some file systems tell of a full disk only then).
//
//   if (const auto written = write_whole_file(path, octets); !written) { say(written.error()); }

#include "captures/error.hpp"

#include <filesystem>
#include <string_view>

namespace sipspec::captures {

/// The error names the path and what the system said. What was there before stays then.
Result<void> write_whole_file(const std::filesystem::path& path, std::string_view octets);

}  // namespace sipspec::captures
