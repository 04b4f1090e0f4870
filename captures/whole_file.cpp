#include "captures/whole_file.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace sipspec::captures {
namespace {

/// 0, or the errno of the step that failed.
int write_to(const std::filesystem::path& path, std::string_view octets) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) {
    return errno;
  }
  int error = 0;
  if (std::fwrite(octets.data(), 1, octets.size(), file) != octets.size() ||
      std::fflush(file) != 0) {
    error = errno;
  }
  if (std::fclose(file) != 0 && error == 0) {
    error = errno;
  }
  return error;
}

}  // namespace

Result<void> write_whole_file(const std::filesystem::path& path, std::string_view octets) {
  std::filesystem::path part = path;
  part += ".part";
  int error = write_to(part, octets);
  if (error == 0 && std::rename(part.c_str(), path.c_str()) != 0) {
    error = errno;
  }
  if (error == 0) {
    return {};
  }
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return Error{"cannot write the capture " + path.string() + ": " +
               std::generic_category().message(error)};
}

}  // namespace sipspec::captures
