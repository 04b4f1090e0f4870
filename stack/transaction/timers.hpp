#pragma once

// The timers of RFC 3261 section 17 and appendix A. Everything derives from T1, T2 and T4, so a
// fast profile scales all of them by scaling these three.

#include "stack/time.hpp"
#include "stack/transport/address.hpp"

#include <algorithm>
#include <chrono>

namespace sipspec::stack {

/// T1 and T2 are above zero.
struct TimerTable {
  Duration t1{std::chrono::milliseconds(500)};  ///< estimate of the round trip time
  Duration t2{std::chrono::seconds(4)};         ///< longest interval of a retransmitted request
  Duration t4{std::chrono::seconds(5)};         ///< longest life of a message in the network

  /// Timer E: interval before the retransmission number `sent` (1 = the first one).
  Duration timer_e(int sent) const {
    Duration interval = t1;
    for (int i = 1; i < sent && interval < t2; ++i) {
      interval *= 2;
    }
    return std::min(interval, t2);
  }

  /// Timer F: the client gives up.
  Duration timer_f() const { return 64 * t1; }

  /// Timer J: the server keeps its final response. Zero on reliable transports.
  Duration timer_j(Transport transport) const {
    return is_reliable(transport) ? Duration{0} : 64 * t1;
  }

  /// Timer K: the client absorbs copies of the response. Zero on reliable transports.
  Duration timer_k(Transport transport) const { return is_reliable(transport) ? Duration{0} : t4; }

  /// RFC 4320 4.1: before Timer E has reached T2 there is no 100 on an unreliable transport
  /// (0.5 + 1 + 2 = 3.5 s at the defaults).
  Duration earliest_100() const {
    Duration sum{0};
    for (Duration interval = t1; interval > Duration{0} && interval < t2; interval *= 2) {
      sum += interval;
    }
    return sum;
  }
};

}  // namespace sipspec::stack
