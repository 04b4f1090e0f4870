#include "harness/run/runner_impl.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

/// Other traffic settles a case long before; else somebody has to ask.
constexpr std::chrono::milliseconds life_delay{250};
constexpr std::chrono::seconds life_patience{3};
/// Deaths that may come beside one for each case: a device that does not stay up is given up.
constexpr std::size_t spare_deaths = 5;

}  // namespace

void Runner::Impl::note_life(stack::TimePoint at) {
  for (const auto index : unsettled_.alive(at)) {
    settle(index);
  }
}

void Runner::Impl::ask_for_life_soon() {
  if (life_timer_ != TimerId::none) {
    return;
  }
  life_timer_ = loop_.call_at(loop_.now() + life_delay, [this] {
    life_timer_ = TimerId::none;
    if (!unsettled_.empty()) {
      ask_for_life();
    }
  });
}

void Runner::Impl::ask_for_life() {
  if (probe_ || phase_ != Phase::running) {
    return;
  }
  auto plan = probe_plan(life_patience);
  plan.methods = {answered_method_};
  probe_ = std::make_unique<Probe>(
      loop_, probe_target_of(settings_.targets.front()), plan,
      [this](const ProbeResult& result) { loop_.post([this, result] { life_answered(result); }); });
}

void Runner::Impl::life_answered(const ProbeResult& result) {
  if (phase_ != Phase::running || !probe_) {
    return;
  }
  probe_.reset();
  if (result.outcome == ProbeOutcome::alive) {
    note_life(loop_.now());
    tick();
  } else {
    device_gone("device stopped answering");
  }
}

void Runner::Impl::device_died(stack::TimePoint /*at*/, const ExitStatus& status) {
  if (phase_ != Phase::running) {
    return;
  }
  device_gone(status.signal != 0 ? fmt::format("device crashed (signal {})", status.signal)
                                 : fmt::format("device ended ({})", to_string(status)));
}

std::vector<Suspect> Runner::Impl::arrest() {
  auto suspects = unsettled_.take();
  for (const auto index : running_cases()) {
    auto& state = cases_[index];
    suspects.push_back({index, state.live->last_sent()});
    state.live->abort(reports::Verdict::inconc, outcome_);
    collect(index);
  }
  order_by_likelihood(suspects);
  return suspects;
}

void Runner::Impl::blame(std::size_t index, const std::string& outcome) {
  auto& state = cases_[index];
  reports::Finding finding;
  finding.check = "device-alive";
  finding.message = outcome;
  finding.expected = {"the device lives on after the case"};
  finding.actual = outcome;
  finding.file = state.head.file;
  finding.line = state.head.line;
  add_finding(state.result, std::move(finding));
  state.result.device_outcome = outcome;
  state.result.verdict = reports::Verdict::fail;
  state.result.reason = outcome;
  device_event("gone", outcome, reports::case_name(state.head));
  end_case(index);
}

void Runner::Impl::device_gone(const std::string& outcome) {
  phase_ = Phase::recovering;
  outcome_ = outcome;
  probe_.reset();
  const auto suspects = arrest();
  // Those that were to be run alone and were not reached are under no suspicion any more.
  for (const auto index : solo_) {
    scheduler_->add(item_of(index));
  }
  solo_.clear();
  if (suspects.size() == 1) {
    blame(suspects.front().index, outcome);
  } else {
    device_event("gone", fmt::format("{}; {} cases are suspects", outcome, suspects.size()));
    for (const auto& suspect : suspects) {
      solo_.push_back(suspect.index);
    }
  }
  recover();
}

void Runner::Impl::recover() {
  if (++deaths_ > plan_.size() + spare_deaths) {
    give_up("the device does not stay up");
    return;
  }
  const bool may_restart = inputs_.device.restart != RestartPolicy::never;
  if (device_->starts_device() && may_restart) {
    restart([this](const std::optional<std::string>& failure) { recovered(failure); });
    return;
  }
  // Somebody else may restart it.
  probe_ = std::make_unique<Probe>(
      loop_, probe_target_of(settings_.targets.front()), probe_plan(settings_.ready_timeout),
      [this](const ProbeResult& result) {
        loop_.post([this, result] {
          if (phase_ != Phase::recovering) {
            return;
          }
          probe_.reset();
          recovered(result.outcome == ProbeOutcome::alive
                        ? std::nullopt
                        : std::optional(fmt::format("{}, and did not come back: {}", outcome_,
                                                    to_string(result))));
        });
      });
}

void Runner::Impl::restart(DeviceControl::Done done) {
  device_->stop([this, done = std::move(done)] { device_->start(done); });
}

void Runner::Impl::recovered(const std::optional<std::string>& failure) {
  if (phase_ != Phase::recovering) {
    return;
  }
  if (failure) {
    give_up(*failure);
    return;
  }
  device_event("back", device_->starts_device() ? "restarted" : "answers again");
  used_since_start_ = false;
  phase_ = Phase::running;
  tick();
}

void Runner::Impl::give_up(const std::string& why) {
  for (const auto index : solo_) {
    auto& result = cases_[index].result;
    result.verdict = reports::Verdict::inconc;
    result.reason =
        fmt::format("{} while {} cases ran; one of them did it", outcome_, solo_.size());
    end_case(index);
  }
  solo_.clear();
  stop_run(reports::RunEnd::setup_failed, why);
}

}  // namespace sipspec::harness
