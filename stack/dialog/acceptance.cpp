#include "stack/dialog/acceptance.hpp"

namespace sipspec::stack {

Acceptance::Acceptance(TimePoint now, const TimerTable& timers)
    : timers_(timers), next_(now + timers.timer_g(1)), end_(now + timers.timer_h()) {}

void Acceptance::on_ack() {
  next_.reset();
  end_.reset();
}

Acceptance::Action Acceptance::on_time(TimePoint now) {
  if (end_ && *end_ <= now) {
    on_ack();
    return Action::give_up;
  }
  if (next_ && *next_ <= now) {
    ++transmissions_;
    next_ = *next_ + timers_.timer_g(transmissions_);
    return Action::transmit;
  }
  return Action::none;
}

}  // namespace sipspec::stack
