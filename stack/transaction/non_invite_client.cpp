#include "stack/transaction/non_invite_client.hpp"

namespace sipspec::stack {
namespace {

bool is_due(const Deadline& timer, TimePoint now) {
  return timer && *timer <= now;
}

}  // namespace

NonInviteClient::NonInviteClient(TimePoint now, Transport transport, const TimerTable& timers)
    : timers_(timers), transport_(transport), timer_f_(now + timers.timer_f()) {
  if (!is_reliable(transport)) {
    timer_e_ = now + timers_.timer_e(1);
  }
}

NonInviteClient::Action NonInviteClient::on_response(TimePoint now, int status) {
  if (state_ == State::terminated) {
    return Action::none;
  }
  if (state_ == State::completed) {
    return Action::absorb;
  }
  if (status < 200) {
    state_ = State::proceeding;
    return Action::deliver;
  }
  timer_e_.reset();
  timer_f_.reset();
  const Duration k = timers_.timer_k(transport_);
  if (k == Duration{0}) {
    state_ = State::terminated;
  } else {
    state_ = State::completed;
    timer_k_ = now + k;
  }
  return Action::deliver;
}

NonInviteClient::Action NonInviteClient::on_time(TimePoint now) {
  // When both are due, F wins: the transaction ends rather than sends once more.
  if (is_due(timer_f_, now)) {
    state_ = State::terminated;
    timer_e_.reset();
    timer_f_.reset();
    return Action::timeout;
  }
  if (is_due(timer_k_, now)) {
    state_ = State::terminated;
    timer_k_.reset();
    return Action::none;
  }
  if (is_due(timer_e_, now)) {
    ++transmissions_;
    const bool proceeding = state_ == State::proceeding;
    // From when it was due, so that late handling does not stretch the schedule.
    timer_e_ = *timer_e_ + (proceeding ? timers_.t2 : timers_.timer_e(transmissions_));
    return Action::transmit;
  }
  return Action::none;
}

NonInviteClient::Action NonInviteClient::on_transport_error() {
  if (state_ == State::completed || state_ == State::terminated) {
    return Action::none;
  }
  state_ = State::terminated;
  timer_e_.reset();
  timer_f_.reset();
  return Action::transport_error;
}

Deadline NonInviteClient::next_deadline() const {
  return earliest(earliest(timer_e_, timer_f_), timer_k_);
}

}  // namespace sipspec::stack
