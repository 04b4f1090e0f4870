#include "reports/write_file.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace sipspec::reports {

namespace {

int write_all(const std::string& path, std::string_view content) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) {
    return errno;
  }
  int error = 0;
  if (std::fwrite(content.data(), 1, content.size(), file) != content.size()) {
    error = errno;
  }
  if (std::fclose(file) != 0 && error == 0) {
    error = errno;
  }
  return error;
}

}  // namespace

std::string WriteResult::sentence() const {
  return fmt::format("{}: {}", visible(path.string()),
                     error == 0 ? "written" : std::generic_category().message(error));
}

WriteResult write_file(const std::filesystem::path& path, std::string_view content) {
  std::error_code failed;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) {
      return {.path = path, .error = failed.value()};
    }
  }
  const std::string beside = fmt::format("{}.{}.part", path.string(), ::getpid());
  if (const int error = write_all(beside, content); error != 0) {
    std::filesystem::remove(beside, failed);
    return {.path = path, .error = error};
  }
  std::filesystem::rename(beside, path, failed);
  if (failed) {
    const int error = failed.value();
    std::filesystem::remove(beside, failed);
    return {.path = path, .error = error};
  }
  return {.path = path, .error = 0};
}

}  // namespace sipspec::reports
