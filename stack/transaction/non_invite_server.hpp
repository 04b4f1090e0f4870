#pragma once

// The non-INVITE server transaction of RFC 3261 17.2.2 as RFC 4320 changed it, without I/O. It
// keeps the octets of the last response, because a retransmission must get the very same.
//
//   state       event                action              next
//   ----------  -------------------  ------------------  ----------
//   Trying      request              absorb              Trying
//   Trying      100 from the user    transmit            Proceeding
//   Trying      final from the user  transmit            Completed
//   Proceeding  request              transmit the 100    Proceeding
//   Proceeding  100 from the user    transmit            Proceeding
//   Proceeding  final from the user  transmit            Completed
//   Completed   request              transmit the final  Completed
//   Completed   any from the user    -                   Completed
//   Completed   Timer J              -                   Terminated
//   any         transport error      -                   Terminated
//   Terminated  any                  -                   Terminated
//
// Completed starts Timer J. On reliable transports J is zero, so that it is Terminated at once.
//
// RFC 4320: a 1xx other than 100, a 100 on an unreliable transport before earliest_100(), and a 408
// are not sent: respond() answers Action::refused.

#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::stack {

class NonInviteServer {
 public:
  enum class State : std::uint8_t { trying, proceeding, completed, terminated };

  /// transmit: send last_response() now.
  enum class Action : std::uint8_t { none, transmit, absorb, refused };

  NonInviteServer(TimePoint now, Transport transport, const TimerTable& timers)
      : timers_(timers), transport_(transport), started_(now) {}

  /// A copy of the request arrived.
  Action on_request();
  /// The user answers with these octets.
  Action respond(TimePoint now, int status, std::string octets);
  void on_time(TimePoint now);

  void on_transport_error() { terminate(); }

  /// When a 100 is due if no final response has been given by then; nullopt when it is too late or
  /// no matter. The owner makes the message and calls respond().
  Deadline trying_due() const;

  State state() const { return state_; }

  std::string_view last_response() const { return last_response_; }

  Deadline next_deadline() const { return timer_j_; }

 private:
  void terminate() {
    state_ = State::terminated;
    timer_j_.reset();
  }

  TimerTable timers_;
  Transport transport_;
  TimePoint started_;
  State state_ = State::trying;
  std::string last_response_;
  Deadline timer_j_;
};

}  // namespace sipspec::stack
