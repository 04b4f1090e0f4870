// How long a case can take: an upper bound, from its data alone.

#include "harness/engine/case_run.hpp"
#include "harness/engine/time_value.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

struct StepTime {
  const stack::TimerTable* timers;

  stack::Duration operator()(const SendStep& step) const {
    const auto cuts = static_cast<std::int64_t>(step.delivery.segments.size());
    return cuts * value_of(step.delivery.pause, *timers);
  }

  stack::Duration operator()(const ResendStep& step) const {
    return value_of(step.every, *timers) * (std::max(step.times, 1U) - 1);
  }

  stack::Duration operator()(const ExpectStep& step) const { return wait_of(step.within, *timers); }

  stack::Duration operator()(const SilenceStep& step) const { return value_of(step.span, *timers); }

  stack::Duration operator()(const PauseStep& step) const { return value_of(step.span, *timers); }

  stack::Duration operator()(const CloseStep&) const { return {}; }

  stack::Duration operator()(const DeliveredStep& step) const {
    return wait_of(step.within, *timers);
  }

  stack::Duration operator()(const RespondStep&) const { return {}; }
};

}  // namespace

stack::Duration longest(const Scenario& scenario, const stack::TimerTable& timers) {
  stack::Duration sum{};
  for (const Step& step : scenario.steps) {
    sum += std::visit(StepTime{&timers}, step);
  }
  const stack::Duration limit = value_of(scenario.timeout, timers);
  return limit > stack::Duration::zero() ? std::min(sum, limit) : sum;
}

}  // namespace sipspec::harness
