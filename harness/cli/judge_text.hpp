#pragma once

// What `sipspec judge` prints for people: each endpoint with what it broke, in full, then the
// numbers of the capture, then the verdict in one sentence.

#include "reports/console.hpp"
#include "reports/paint.hpp"
#include "reports/result.hpp"

#include <string>

namespace sipspec::harness {

struct JudgeTextOptions {
  std::size_t columns = 100;
  reports::Verbosity verbosity = reports::Verbosity::normal;
};

std::string judge_text(const reports::RunResult& run, const JudgeTextOptions& options,
                       reports::Paint paint);

/// "12 frames, 7 SIP messages (MESSAGE 3, 200 4), 2 endpoints" and one line each endpoint.
std::string statistics_text(const reports::Statistics& statistics, const JudgeTextOptions& options);

}  // namespace sipspec::harness
