#pragma once

// The INVITE server transaction of RFC 3261 17.2.1 as RFC 6026 changed it, without I/O. It keeps
// the octets of the last response, because a retransmission must get the very same. The copies of a
// 2xx are the user's (13.3.1.4): dialog/acceptance.hpp.
//
//   state       event                  action                      next
//   ----------  ---------------------  --------------------------  ----------
//   Proceeding  request                transmit the 1xx, if any    Proceeding
//   Proceeding  1xx from the user      transmit                    Proceeding
//   Proceeding  2xx from the user      transmit                    Accepted
//   Proceeding  3xx-6xx from the user  transmit                    Completed
//   Proceeding  ACK                    absorb                      Proceeding
//   Proceeding  transport error        transport error             Proceeding
//   Completed   request                transmit the final          Completed
//   Completed   any from the user      -                           Completed
//   Completed   Timer G                transmit, G = min(2*G, T2)  Completed
//   Completed   ACK                    absorb                      Confirmed
//   Completed   Timer H                timeout                     Terminated
//   Completed   transport error        transport error             Completed
//   Confirmed   request, ACK           absorb                      Confirmed
//   Confirmed   any from the user      -                           Confirmed
//   Confirmed   Timer I                -                           Terminated
//   Accepted    request                absorb                      Accepted
//   Accepted    2xx from the user      transmit                    Accepted
//   Accepted    other from the user    -                           Accepted
//   Accepted    ACK                    deliver                     Accepted
//   Accepted    Timer L                -                           Terminated
//   Accepted    transport error        transport error             Accepted
//   Terminated  any                    -                           Terminated
//
// Timer G runs on unreliable transports only. Timer I is zero on reliable ones: Terminated at once.

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::stack {

class InviteServer {
 public:
  enum class State : std::uint8_t { proceeding, completed, confirmed, accepted, terminated };

  /// transmit: send last_response() now. deliver: the ACK goes to the user.
  enum class Action : std::uint8_t { none, transmit, absorb, deliver, timeout, transport_error };

  InviteServer(TimePoint now, Transport transport, const TimerTable& timers)
      : timers_(timers), transport_(transport), started_(now) {}

  /// A copy of the INVITE arrived.
  Action on_request();
  /// An ACK that matches arrived.
  Action on_ack(TimePoint now);
  /// The user answers with these octets.
  Action respond(TimePoint now, int status, std::string octets);
  /// Fires what is due. One action a call: call again while next_deadline() is not after `now`.
  Action on_time(TimePoint now);
  Action on_transport_error() const;

  /// When a 100 is due if no response has been given by then; nullopt when one has been. The owner
  /// makes the message and calls respond().
  Deadline trying_due() const;

  State state() const { return state_; }

  std::string_view last_response() const { return last_response_; }

  /// Of Timers G, H, I and L; without trying_due().
  Deadline next_deadline() const { return earliest(timer_g_, end_); }

 private:
  void terminate();

  TimerTable timers_;
  Transport transport_;
  TimePoint started_;
  State state_ = State::proceeding;
  std::string last_response_;
  int transmissions_ = 0;  ///< of the refusal
  Deadline timer_g_;
  Deadline end_;  ///< Timer H, I or L
};

}  // namespace sipspec::stack
