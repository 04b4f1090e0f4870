#include "harness/cli/report_files.hpp"

#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace sipspec::harness {

namespace {

struct Kind {
  std::string_view name;
  std::string_view file;  ///< its name in the folder of the run
};

constexpr std::array<Kind, 4> kinds = {{{"json", "results.json"},
                                        {"junit", "junit.xml"},
                                        {"html", "report.html"},
                                        {"events", "events.jsonl"}}};

std::string read_all(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

ReportFiles::ReportFiles(const OutDir& out, const RunOptions& run)
    : out_(out.path()), junit_dialect_(run.junit_dialect) {
  files_.push_back({"json", out.file("results.json")});
  for (const auto& wanted : run.reports) {
    const auto* kind = std::ranges::find(kinds, wanted.kind, &Kind::name);
    const auto path =
        wanted.file.empty() ? out.file(kind->file) : std::filesystem::path(wanted.file);
    const bool there = std::ranges::any_of(files_, [&](const File& it) { return it.path == path; });
    if (!there && path != out.file("events.jsonl")) {
      files_.push_back({wanted.kind, path});
    }
  }
}

bool ReportFiles::uses_stdout() const {
  return std::ranges::any_of(files_, [](const File& it) { return it.path == "-"; });
}

std::vector<std::string> ReportFiles::paths() const {
  std::vector<std::string> paths;
  for (const auto& file : files_) {
    if (file.path != "-") {
      paths.push_back(file.path.string());
    }
  }
  return paths;
}

std::string ReportFiles::render(const std::string& kind, const reports::RunResult& run) const {
  if (kind == "junit") {
    reports::JunitOptions options;
    options.dialect =
        junit_dialect_ == "strict" ? reports::JunitDialect::strict : reports::JunitDialect::rich;
    options.attachment_prefix = out_.string();
    return reports::render_junit(run, options);
  }
  if (kind == "html") {
    return reports::render_html(run, {});
  }
  if (kind == "events") {
    return read_all(out_ / "events.jsonl");
  }
  return reports::render_json(run);
}

std::vector<std::string> ReportFiles::write(const reports::RunResult& run) const {
  std::vector<std::string> problems;
  for (const auto& file : files_) {
    const auto text = render(file.kind, run);
    if (file.path == "-") {
      if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
          std::fflush(stdout) != 0) {
        problems.push_back(fmt::format("{} to stdout", file.kind));
      }
      continue;
    }
    if (const auto written = reports::write_file(file.path, text); !written.ok()) {
      problems.push_back(written.sentence());
    }
  }
  return problems;
}

}  // namespace sipspec::harness
