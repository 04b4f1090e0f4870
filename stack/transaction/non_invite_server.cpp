#include "stack/transaction/non_invite_server.hpp"

#include <utility>

namespace sipspec::stack {

NonInviteServer::Action NonInviteServer::on_request() {
  switch (state_) {
    case State::trying:
      return Action::absorb;
    case State::proceeding:
    case State::completed:
      return Action::transmit;
    case State::terminated:
      return Action::none;
  }
  return Action::none;
}

NonInviteServer::Action NonInviteServer::respond(TimePoint now, int status, std::string octets) {
  if (state_ == State::completed || state_ == State::terminated) {
    return Action::none;
  }
  if (status < 200) {
    const bool early = !is_reliable(transport_) && now < started_ + timers_.earliest_100();
    if (status != 100 || early) {
      return Action::refused;
    }
    state_ = State::proceeding;
    last_response_ = std::move(octets);
    return Action::transmit;
  }
  if (status == 408) {
    return Action::refused;
  }
  last_response_ = std::move(octets);
  const Duration j = timers_.timer_j(transport_);
  if (j == Duration{0}) {
    terminate();
  } else {
    state_ = State::completed;
    timer_j_ = now + j;
  }
  return Action::transmit;
}

void NonInviteServer::on_time(TimePoint now) {
  if (timer_j_ && *timer_j_ <= now) {
    terminate();
  }
}

Deadline NonInviteServer::trying_due() const {
  return state_ == State::trying ? Deadline(started_ + timers_.earliest_100()) : std::nullopt;
}

}  // namespace sipspec::stack
