#include "harness/run/out_dir.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;
using Result = boost::system::result<OutDir, OutDirError>;

constexpr int most_runs_per_second = 100;

/// Replaces the link; a missing one is a comfort lost, no failure.
void link_latest(const fs::path& folder) {
  std::error_code ignored;
  const auto link = folder.parent_path() / "latest";
  const auto fresh = folder.parent_path() / fmt::format(".latest-{}", folder.filename().string());
  fs::create_directory_symlink(folder.filename(), fresh, ignored);
  fs::rename(fresh, link, ignored);
  fs::remove(fresh, ignored);
}

}  // namespace

std::string utc_text(std::chrono::system_clock::time_point moment) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(moment)));
}

Result OutDir::make(const fs::path& chosen, std::chrono::system_clock::time_point now) {
  std::error_code error;
  if (!chosen.empty()) {
    if (fs::exists(chosen, error) &&
        !(fs::is_directory(chosen, error) && fs::is_empty(chosen, error))) {
      return OutDirError{
          fmt::format("--out {} is there already; a run overwrites nothing", chosen.string())};
    }
    fs::create_directories(chosen, error);
    if (error) {
      return OutDirError{fmt::format("{} cannot be made: {}", chosen.string(), error.message())};
    }
    return OutDir(chosen);
  }
  const fs::path parent = "sipspec-out";
  fs::create_directories(parent, error);
  auto name = utc_text(now);
  std::ranges::replace(name, ':', '-');
  for (int number = 1; number <= most_runs_per_second; ++number) {
    const auto folder = parent / (number == 1 ? name : fmt::format("{}.{}", name, number));
    if (fs::create_directory(folder, error)) {
      link_latest(folder);
      return OutDir(folder);
    }
    if (error) {
      return OutDirError{fmt::format("{} cannot be made: {}", folder.string(), error.message())};
    }
  }
  return OutDirError{fmt::format("{} is there already", (parent / name).string())};
}

fs::path OutDir::case_folder(const PlannedCase& planned) {
  return fs::path("cases") / planned.scenario->id /
         fmt::format("{}-{}", stack::to_string(planned.target.variant.transport),
                     planned.target.variant.ip_version);
}

}  // namespace sipspec::harness
