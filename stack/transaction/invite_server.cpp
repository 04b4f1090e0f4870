#include "stack/transaction/invite_server.hpp"

#include <utility>

namespace sipspec::stack {

void InviteServer::terminate() {
  state_ = State::terminated;
  timer_g_.reset();
  end_.reset();
}

InviteServer::Action InviteServer::on_request() {
  switch (state_) {
    case State::proceeding:
      return last_response_.empty() ? Action::absorb : Action::transmit;
    case State::completed:
      return Action::transmit;
    case State::confirmed:
    case State::accepted:
      return Action::absorb;
    case State::terminated:
      return Action::none;
  }
  return Action::none;
}

InviteServer::Action InviteServer::on_ack(TimePoint now) {
  switch (state_) {
    case State::completed: {
      timer_g_.reset();
      const Duration i = timers_.timer_i(transport_);
      if (i == Duration{0}) {
        terminate();
      } else {
        state_ = State::confirmed;
        end_ = now + i;
      }
      return Action::absorb;
    }
    case State::proceeding:
    case State::confirmed:
      return Action::absorb;
    case State::accepted:
      return Action::deliver;
    case State::terminated:
      return Action::none;
  }
  return Action::none;
}

InviteServer::Action InviteServer::respond(TimePoint now, int status, std::string octets) {
  const bool success = status >= 200 && status < 300;
  const bool again = state_ == State::accepted && success;
  if (state_ != State::proceeding && !again) {
    return Action::none;
  }
  last_response_ = std::move(octets);
  if (again || status < 200) {
    return Action::transmit;
  }
  if (success) {
    state_ = State::accepted;
    end_ = now + timers_.timer_l();
    return Action::transmit;
  }
  state_ = State::completed;
  transmissions_ = 1;
  end_ = now + timers_.timer_h();
  if (!is_reliable(transport_)) {
    timer_g_ = now + timers_.timer_g(transmissions_);
  }
  return Action::transmit;
}

InviteServer::Action InviteServer::on_time(TimePoint now) {
  // When both are due, the end wins: no last copy for nobody.
  if (end_ && *end_ <= now) {
    const bool unacknowledged = state_ == State::completed;
    terminate();
    return unacknowledged ? Action::timeout : Action::none;
  }
  if (timer_g_ && *timer_g_ <= now) {
    ++transmissions_;
    // From when it was due, so that late handling does not stretch the schedule.
    timer_g_ = *timer_g_ + timers_.timer_g(transmissions_);
    return Action::transmit;
  }
  return Action::none;
}

InviteServer::Action InviteServer::on_transport_error() const {
  const bool sends =
      state_ == State::proceeding || state_ == State::completed || state_ == State::accepted;
  return sends ? Action::transport_error : Action::none;
}

Deadline InviteServer::trying_due() const {
  return state_ == State::proceeding && last_response_.empty()
             ? Deadline(started_ + timers_.invite_100())
             : std::nullopt;
}

}  // namespace sipspec::stack
