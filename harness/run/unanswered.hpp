#pragma once

// A device that answers no plain MESSAGE breaks one rule, that requests are answered, not those
// fifty that cases look at by one special MESSAGE each. Which of the two it is only the whole run
// shows: a case that misses its answer waits here until some MESSAGE was accepted, or the run ends.
//
// Pure bookkeeping; the runner says what happened and ends the cases that are given back.

#include "harness/catalogue/catalogue.hpp"
#include "harness/monitor/monitor.hpp"
#include "reports/result.hpp"

#include <cstddef>
#include <vector>

namespace sipspec::harness {

class Unanswered {
 public:
  /// Notes a message of the device. Gives back the cases that need not wait any longer.
  std::vector<std::size_t> heard(const Observed& message);
  /// True when the case has to wait; it is kept here then.
  bool has_to_wait(std::size_t index, const reports::CaseResult& result);
  /// Takes all that still wait.
  std::vector<std::size_t> take();

  /// No MESSAGE was accepted, and a plain one missed its answer.
  bool is_mute() const { return !accepted_ && plain_missed_; }

 private:
  bool accepted_ = false;
  bool plain_missed_ = false;
  std::vector<std::size_t> waiting_;
};

/// Findings that an answer did not arrive, under whatever requirement, become findings of the rule
/// that requests are answered.
void lay_on_answer_rule(reports::CaseResult& result, const Catalogue& catalogue);

}  // namespace sipspec::harness
