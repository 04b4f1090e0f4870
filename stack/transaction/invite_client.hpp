#pragma once

// The INVITE client transaction of RFC 3261 17.1.1 as RFC 6026 changed it, without I/O: it says
// when to send the INVITE (again), when an ACK is due for a refusal, and when it is over. It holds
// no messages; the owner keeps the octets, makes the ACK (ack.hpp) and has matched the responses
// (matching.hpp). The ACK for a 2xx is the user's, not the transaction's (13.2.2.4).
//
//   state       event              action                       next
//   ----------  -----------------  ---------------------------  ----------
//   Calling     Timer A            transmit, A = 2*A            Calling
//   Calling     1xx                deliver                      Proceeding
//   Calling     2xx                deliver                      Accepted
//   Calling     3xx-6xx            ACK, deliver                 Completed
//   Calling     Timer B            timeout                      Terminated
//   Calling     transport error    transport error              Terminated
//   Proceeding  1xx                deliver                      Proceeding
//   Proceeding  2xx                deliver                      Accepted
//   Proceeding  3xx-6xx            ACK, deliver                 Completed
//   Completed   3xx-6xx            ACK                          Completed
//   Completed   1xx, 2xx           absorb                       Completed
//   Completed   transport error    transport error              Terminated
//   Completed   Timer D            -                            Terminated
//   Accepted    2xx                deliver                      Accepted
//   Accepted    1xx, 3xx-6xx       absorb                       Accepted
//   Accepted    Timer M            -                            Terminated
//   Terminated  any                -                            Terminated
//
// Completed starts Timer D (zero on reliable transports: Terminated at once), Accepted Timer M (on
// every transport). Timer A runs on unreliable transports only, and neither A nor B in Proceeding.
// A transport error in Proceeding or Accepted concerns nothing that was sent: no action.

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>

namespace sipspec::stack {

class InviteClient {
 public:
  enum class State : std::uint8_t { calling, proceeding, completed, accepted, terminated };

  /// What the owner does about an event.
  enum class Action : std::uint8_t {
    none,
    transmit,         ///< send the INVITE again
    deliver,          ///< the response goes to the user
    acknowledge,      ///< send the ACK; the response is a copy
    ack_and_deliver,  ///< send the ACK; the response goes to the user
    absorb,
    timeout,
    transport_error,
  };

  /// The owner transmits the request once by itself at `now`.
  InviteClient(TimePoint now, Transport transport, const TimerTable& timers);

  Action on_response(TimePoint now, int status);
  /// Fires what is due. One action a call: call again while next_deadline() is not after `now`.
  Action on_time(TimePoint now);
  Action on_transport_error();

  State state() const { return state_; }

  Deadline next_deadline() const;

  /// Transmissions so far, the first included.
  int transmissions() const { return transmissions_; }

 private:
  Action first_final(TimePoint now, int status);
  void terminate();

  TimerTable timers_;
  Transport transport_;
  State state_ = State::calling;
  int transmissions_ = 1;
  Deadline timer_a_, timer_b_;
  Deadline linger_;  ///< Timer D or M
};

}  // namespace sipspec::stack
