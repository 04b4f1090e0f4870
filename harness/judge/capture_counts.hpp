#pragma once

// Counts what a capture holds, for `statistics`. Memory grows with endpoints and methods only, and
// both have limits.
//
//   counts.message(captured, message, from, to, CaptureCounts::Kind::first);
//   counts.answered("MESSAGE", final_at - sent_at);

#include "captures/sip/captured_sip.hpp"
#include "captures/sip/read_problem.hpp"
#include "harness/judge/endpoints.hpp"
#include "reports/statistics.hpp"
#include "stack/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sipspec::harness {

class CaptureCounts {
 public:
  enum class Kind : std::uint8_t { first, retransmission, duplicate };

  void message(const captures::CapturedSip& captured, const stack::Message& message,
               EndpointId from, EndpointId to, Kind kind);
  void transaction(bool answered);
  void answered(std::string_view method, stack::Duration after);
  void problem(const captures::ReadProblem& problem);

  /// A message of this endpoint was seen.
  std::uint64_t sent_by(EndpointId who) const;
  const reports::EndpointStatistics* of(EndpointId who) const;

  std::uint64_t messages() const { return totals_.sip_messages; }

  reports::Statistics statistics(const EndpointBook& book, std::uint64_t frames) const;

 private:
  struct Span {
    std::uint64_t answers = 0;
    stack::Duration least{}, most{}, sum{};
  };

  reports::EndpointStatistics& end(EndpointId who);

  reports::Statistics totals_;
  std::vector<reports::EndpointStatistics> ends_;
  std::map<std::string, Span, std::less<>> latency_;
};

}  // namespace sipspec::harness
