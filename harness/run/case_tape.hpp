#pragma once

// Keeps what went over the wire in one case (a capture, the messages as text). The runner tells it
// what happens; where it goes is the maker's business.

#include "harness/engine/case_run.hpp"
#include "harness/run/plan.hpp"
#include "reports/result.hpp"

#include <functional>
#include <memory>

namespace sipspec::harness {

class CaseTape {
 public:
  CaseTape() = default;
  CaseTape(const CaseTape&) = delete;
  CaseTape& operator=(const CaseTape&) = delete;
  virtual ~CaseTape() = default;

  virtual void on_message(const Observed& message) = 0;
  /// The case is judged: files are completed or dropped, and named in the result.
  virtual void finish(reports::CaseResult& result) = 0;
};

using MakeTape = std::function<std::unique_ptr<CaseTape>(const PlannedCase&)>;

}  // namespace sipspec::harness
