#pragma once

// A file being written, where every failure comes out as a sentence with path and reason. Buffered;
// what is left in the buffer is written by close(), whose failure counts as well (some file systems
// tell of a full disk only then). Without close() the rest of the buffer is lost.
//
//   auto file = OutputFile::create(path);
//   file->append(octets); file->close();

#include "captures/capture_error.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace sipspec::captures {

class OutputFile {
 public:
  using Result = boost::system::result<void, CaptureError>;

  /// Makes the file, or empties it when it exists.
  static boost::system::result<OutputFile, CaptureError> create(const std::filesystem::path& path);

  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Result append(std::string_view octets);
  Result close();

 private:
  OutputFile(std::filesystem::path path, int descriptor);
  Result flush();
  CaptureError failure(const char* what, int error) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace sipspec::captures
