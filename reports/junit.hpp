#pragma once

// JUnit XML, in the two dialects that readers of CI take.
//   rich    file, line, assertions and properties on each testcase (GitLab, GitHub actions)
//   strict  what Jenkins' xUnit plugin validates; properties become [[PROPERTY|k=v]] lines
// `name` and `classname` are always there, unique together, and the same in every run: CI servers
// key their history on them. One <failure> a case at most, with every finding in its text.
//
//   write_file("out/junit.xml", render_junit(run, {.dialect = JunitDialect::rich}));

#include "reports/result.hpp"

#include <cstdint>
#include <string>

namespace sipspec::reports {

enum class JunitDialect : std::uint8_t { rich, strict };

struct JunitOptions {
  JunitDialect dialect = JunitDialect::rich;
  /// Put before the capture paths: GitLab wants them relative to the repository, Jenkins absolute.
  std::string attachment_prefix;
  /// Texts of cases are cut beyond this: GitLab takes no file above 30 MB.
  std::size_t most_octets = std::size_t{28} << 20U;
};

/// Secrets are masked. A run without cases has one testcase "setup" with an <error>.
std::string render_junit(const RunResult& run, const JunitOptions& options);

/// "sipspec.rfc3428.8" out of "rfc3428/8/415-has-accept".
std::string junit_class(const CaseResult& result);

/// "415-has-accept [transport=udp]"
std::string junit_name(const CaseResult& result);

/// What a testcase counts as.
enum class JunitStatus : std::uint8_t { passed, failure, error, skipped };
JunitStatus junit_status(const CaseResult& result, const RunInfo& info);

}  // namespace sipspec::reports
