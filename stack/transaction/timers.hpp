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

  /// Timer A: interval before the retransmission number `sent` of an INVITE; not bounded by T2.
  Duration timer_a(int sent) const {
    Duration interval = t1;
    for (int i = 1; i < sent && interval < timer_b(); ++i) {
      interval *= 2;
    }
    return interval;
  }

  /// Timer B: the client gives up an INVITE that nobody answered.
  Duration timer_b() const { return 64 * t1; }

  /// Timer D: the client answers copies of a refusal. Zero on reliable transports. 32 s at the
  /// defaults (RFC 3261 17.1.1.2: at least 32 s), and scaled as Timer H is, which it outlasts.
  Duration timer_d(Transport transport) const {
    return is_reliable(transport) ? Duration{0} : 64 * t1;
  }

  /// Timer F: the client gives up.
  Duration timer_f() const { return 64 * t1; }

  /// Timer G: interval before the retransmission number `sent` of a refusal; also of a 2xx, which
  /// the user retransmits (13.3.1.4).
  Duration timer_g(int sent) const { return timer_e(sent); }

  /// Timer H: the server waits for the ACK. On every transport.
  Duration timer_h() const { return 64 * t1; }

  /// Timer I: the server absorbs copies of the ACK. Zero on reliable transports.
  Duration timer_i(Transport transport) const { return is_reliable(transport) ? Duration{0} : t4; }

  /// Timers L and M of RFC 6026: how long an accepted INVITE is remembered. On every transport.
  Duration timer_l() const { return 64 * t1; }

  Duration timer_m() const { return 64 * t1; }

  /// RFC 3261 17.2.1: without an answer by then a 100 is sent to an INVITE. 200 ms, and less where
  /// a short T1 would have the client retransmit before.
  Duration invite_100() const {
    return std::min(Duration{std::chrono::milliseconds(200)}, t1 * 2 / 5);
  }

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
