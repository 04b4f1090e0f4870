#include "stack/transaction/invite_client.hpp"

namespace sipspec::stack {
namespace {

bool is_due(const Deadline& timer, TimePoint now) {
  return timer && *timer <= now;
}

}  // namespace

InviteClient::InviteClient(TimePoint now, Transport transport, const TimerTable& timers)
    : timers_(timers), transport_(transport), timer_b_(now + timers.timer_b()) {
  if (!is_reliable(transport)) {
    timer_a_ = now + timers_.timer_a(1);
  }
}

void InviteClient::terminate() {
  state_ = State::terminated;
  timer_a_.reset();
  timer_b_.reset();
  linger_.reset();
}

InviteClient::Action InviteClient::on_response(TimePoint now, int status) {
  const bool success = status >= 200 && status < 300;
  switch (state_) {
    case State::calling:
    case State::proceeding:
      timer_a_.reset();
      timer_b_.reset();
      if (status < 200) {
        state_ = State::proceeding;
        return Action::deliver;
      }
      return first_final(now, status);
    case State::completed:
      return status >= 300 ? Action::acknowledge : Action::absorb;
    case State::accepted:
      return success ? Action::deliver : Action::absorb;
    case State::terminated:
      return Action::none;
  }
  return Action::none;
}

InviteClient::Action InviteClient::first_final(TimePoint now, int status) {
  if (status < 300) {
    state_ = State::accepted;
    linger_ = now + timers_.timer_m();
    return Action::deliver;
  }
  const Duration d = timers_.timer_d(transport_);
  if (d == Duration{0}) {
    terminate();
  } else {
    state_ = State::completed;
    linger_ = now + d;
  }
  return Action::ack_and_deliver;
}

InviteClient::Action InviteClient::on_time(TimePoint now) {
  // When both are due, B wins: the transaction ends rather than sends once more.
  if (is_due(timer_b_, now)) {
    terminate();
    return Action::timeout;
  }
  if (is_due(linger_, now)) {
    terminate();
    return Action::none;
  }
  if (is_due(timer_a_, now)) {
    ++transmissions_;
    // From when it was due, so that late handling does not stretch the schedule.
    timer_a_ = *timer_a_ + timers_.timer_a(transmissions_);
    return Action::transmit;
  }
  return Action::none;
}

InviteClient::Action InviteClient::on_transport_error() {
  if (state_ != State::calling && state_ != State::completed) {
    return Action::none;
  }
  terminate();
  return Action::transport_error;
}

Deadline InviteClient::next_deadline() const {
  return earliest(earliest(timer_a_, timer_b_), linger_);
}

}  // namespace sipspec::stack
