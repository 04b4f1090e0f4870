#pragma once

// The 2xx to an INVITE as its user repeats it until the ACK comes: RFC 3261 13.3.1.4. Without I/O;
// the octets are the owner's. On streams too: the ACK is what tells that the 2xx came through.
//
//   state     event     action                      next
//   --------  --------  --------------------------  --------
//   Waiting   interval  transmit, I = min(2*I, T2)  Waiting
//   Waiting   ACK       -                           Done
//   Waiting   64*T1     give up (the user: BYE)     Done
//   Done      any       -                           Done

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"

#include <cstdint>

namespace sipspec::stack {

class Acceptance {
 public:
  enum class Action : std::uint8_t { none, transmit, give_up };

  /// The 2xx was sent once at `now`.
  Acceptance(TimePoint now, const TimerTable& timers);

  void on_ack();
  /// One action a call: call again while next_deadline() is not after `now`.
  Action on_time(TimePoint now);

  bool is_done() const { return !end_; }

  Deadline next_deadline() const { return earliest(next_, end_); }

 private:
  TimerTable timers_;
  int transmissions_ = 1;
  Deadline next_, end_;
};

}  // namespace sipspec::stack
