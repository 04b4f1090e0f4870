#pragma once

// What a rule's finding is worth when nobody knows what was before the capture, beside it, or lost
// on the way. Rules were written for the harness, which sees all that goes between it and the
// device; an onlooker may be behind a NAT, may have begun in the middle of a dialog, and sees
// elements that pass on what others wrote.
//
// One row a rule whose finding may have another cause; what has no row stands.
//
//   Worth worth = weigh(finding, {...});
//   if (worth.kind == Worth::Kind::stands) { ... }

#include "harness/monitor/monitor.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

struct Worth {
  enum class Kind : std::uint8_t {
    stands,
    inconclusive,  ///< what would show it is not in the capture; `why` says what
    void_,         ///< the rule does not hold for what was captured
  };
  Kind kind = Kind::stands;
  std::string_view why;
};

struct Surroundings {
  const Exchange* exchange = nullptr;
  MonitorContext timers;
  stack::TimePoint capture_began;  ///< its first frame
  bool lossy = false;              ///< frames were lost or cut before that message
  bool both_ways = false;          ///< requests were captured that went the other way
  bool dialog_known = false;       ///< what opened the dialog was captured
  bool sctp = false;
  bool captured_twice = false;  ///< copies were left out as captured twice, which they may not be
  bool passes_on = false;       ///< the sender passed this request on to another element
};

Worth weigh(const RuleFinding& finding, const Surroundings& around);

/// What an element that passes a message on does not write itself: a finding in it is the fault of
/// whoever wrote it first.
bool is_carried(std::string_view rule);

/// The transmissions fit the doubling of RFC 3261 17.1.2.2 for some T1 of 500 ms or more, though
/// some of them may have been lost on the way, or sent before the capture.
bool fits_some_schedule(const std::vector<stack::TimePoint>& transmissions,
                        stack::Duration tolerance);

}  // namespace sipspec::harness
