#include "harness/engine/time_value.hpp"

#include "harness/scenario/time_expression.hpp"

namespace sipspec::harness {

stack::Duration value_of(const TimeExpression& expression, const stack::TimerTable& timers) {
  return evaluate(expression, timers);
}

stack::Duration default_wait(const stack::TimerTable& timers) {
  return timers.timer_f();
}

stack::Duration wait_of(const TimeExpression& within, const stack::TimerTable& timers) {
  return within.terms.empty() ? default_wait(timers) : value_of(within, timers);
}

}  // namespace sipspec::harness
