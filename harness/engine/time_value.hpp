#pragma once

// Times of a scenario, evaluated against the timers of the run.
//
//   stack::Duration span = value_of(step.within, environment.timers);   // "64*T1" -> 32 s

#include "harness/scenario/model.hpp"
#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"

namespace sipspec::harness {

/// An expression without terms is zero.
stack::Duration value_of(const TimeExpression& expression, const stack::TimerTable& timers);

/// Timer F (64*T1): how long a final response may take when the author says nothing else.
stack::Duration default_wait(const stack::TimerTable& timers);

/// `within` of a step: what the author wrote, or default_wait().
stack::Duration wait_of(const TimeExpression& within, const stack::TimerTable& timers);

}  // namespace sipspec::harness
