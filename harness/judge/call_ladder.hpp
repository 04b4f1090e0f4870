#pragma once

// The ladder of a capture, or of some of its calls: who sent what to whom, what was repeated, what
// never came, and how long clients waited. Put together from transactions as they close.
//
//   CallLadder ladder({.call_ids = {"a84b4c76e66710"}});
//   Judge judge({..., .on_close = [&](auto&... it) { ladder.take(it...); }});
//   reports::ladder_text(reports::lay_out(ladder.result()), 100);

#include "harness/judge/transaction.hpp"
#include "reports/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sipspec::harness {

struct LadderSelection {
  std::vector<std::string> call_ids;  ///< none: every message
  std::size_t most_messages = 500;    ///< what comes later is counted
  MonitorContext timers;
};

class CallLadder {
 public:
  explicit CallLadder(LadderSelection selection) : selection_(std::move(selection)) {}

  /// `until`: nothing is known after that.
  void take(const JudgedTransaction& transaction, const EndpointBook& book, stack::TimePoint until);

  /// Messages in the order of their times, from the first on. Once.
  reports::CaseResult result();

  /// Messages of each Call-ID of the capture, wanted or not; at most 1000 of them.
  const std::map<std::string, std::uint64_t, std::less<>>& calls() const { return calls_; }

  std::uint64_t left_out() const { return left_out_; }

 private:
  struct Kept {
    stack::TimePoint at;
    reports::MessageRecord record;
    std::uint64_t transaction = 0;
  };

  bool is_wanted(const JudgedTransaction& transaction) const;
  void count_call(const Observed& message);

  LadderSelection selection_;
  std::vector<Kept> kept_;
  std::vector<std::pair<std::uint64_t, reports::MissingRecord>> missing_;
  std::vector<reports::TimerRecord> timers_;
  std::map<std::string, std::uint64_t, std::less<>> calls_;
  std::uint64_t left_out_ = 0;
};

}  // namespace sipspec::harness
