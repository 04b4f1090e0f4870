#pragma once

// The non-INVITE client transaction of RFC 3261 17.1.2, without I/O: it says when to send the
// request (again) and when it is over. It holds no messages; the owner keeps the octets and has
// matched the responses (matching.hpp).
//
//   state       event              action                       next
//   ----------  -----------------  ---------------------------  ----------
//   Trying      Timer E            transmit, E = min(2*E, T2)   Trying
//   Trying      1xx                deliver                      Proceeding
//   Trying      2xx-6xx            deliver                      Completed
//   Trying      Timer F            timeout                      Terminated
//   Trying      transport error    transport error              Terminated
//   Proceeding  Timer E            transmit, E = T2             Proceeding
//   Proceeding  1xx                deliver                      Proceeding
//   Proceeding  2xx-6xx            deliver                      Completed
//   Proceeding  Timer F            timeout                      Terminated
//   Proceeding  transport error    transport error              Terminated
//   Completed   any response       absorb                       Completed
//   Completed   Timer K            -                            Terminated
//   Completed   transport error    -                            Completed
//   Terminated  any                -                            Terminated
//
// Completed starts Timer K. On reliable transports K is zero, so that it is Terminated at once, and
// Timer E does not run.

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>

namespace sipspec::stack {

class NonInviteClient {
 public:
  enum class State : std::uint8_t { trying, proceeding, completed, terminated };

  /// What the owner does about an event.
  enum class Action : std::uint8_t { none, transmit, deliver, absorb, timeout, transport_error };

  /// The owner transmits the request once by itself at `now`.
  NonInviteClient(TimePoint now, Transport transport, const TimerTable& timers);

  Action on_response(TimePoint now, int status);
  /// Fires what is due. One action a call: call again while next_deadline() is not after `now`.
  Action on_time(TimePoint now);
  Action on_transport_error();

  State state() const { return state_; }

  Deadline next_deadline() const;

  /// Transmissions so far, the first included.
  int transmissions() const { return transmissions_; }

 private:
  TimerTable timers_;
  Transport transport_;
  State state_ = State::trying;
  int transmissions_ = 1;
  Deadline timer_e_, timer_f_, timer_k_;
};

}  // namespace sipspec::stack
