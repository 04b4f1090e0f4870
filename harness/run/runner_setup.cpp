#include "harness/run/case_head.hpp"
#include "harness/run/runner_impl.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

/// Long enough for a connection that the device is willing to take.
constexpr std::chrono::seconds optional_patience{1};

}  // namespace

void Runner::Impl::start(std::function<void(const RunOutcome&)> done) {
  done_ = std::move(done);
  begun_ = loop_.now();
  device_ = std::make_unique<DeviceControl>(
      loop_, inputs_.device, probe_target_of(settings_.targets.front()), settings_.device_output);
  delivery_ = std::make_unique<DeliveryWatch>(loop_, inputs_.device,
                                              [this](stack::TimePoint at, std::string_view text) {
                                                for (const auto index : running_cases()) {
                                                  cases_[index].live->delivered(at, text);
                                                }
                                              });
  device_->on_output(
      [this](stack::TimePoint at, std::string_view line) { delivery_->output_line(at, line); });
  device_->on_death(
      [this](stack::TimePoint at, const ExitStatus& status) { device_died(at, status); });
  if (settings_.max_time) {
    max_timer_ = loop_.call_at(begun_ + *settings_.max_time, [this] {
      stop_run(reports::RunEnd::max_time, "--max-time was reached");
    });
  }
  if (const auto problem = delivery_->start()) {
    setup_failed(*problem);
    return;
  }
  device_->start([this](const std::optional<std::string>& failure) { device_started(failure); });
}

void Runner::Impl::device_started(const std::optional<std::string>& failure) {
  if (phase_ != Phase::setup) {
    return;
  }
  if (failure) {
    setup_failed(*failure);
  } else {
    probe_target(0);
  }
}

ProbePlan Runner::Impl::probe_plan(stack::Duration patience) const {
  ProbePlan plan;
  plan.patience = patience;
  if (inputs_.device.probe) {
    plan.methods = {*inputs_.device.probe};
  }
  return plan;
}

ProbeTarget Runner::Impl::probe_target_of(const Target& target) const {
  return {target.variant.transport, target.device, inputs_.device.identity.user,
          inputs_.device.identity.domain, target.connect};
}

void Runner::Impl::probe_target(std::size_t number) {
  const auto& target = settings_.targets.at(number);
  const bool optional = target.presence == Target::Presence::optional;
  const auto patience = optional ? stack::Duration(optional_patience) : settings_.ready_timeout;
  probe_ = std::make_unique<Probe>(
      loop_, probe_target_of(target), probe_plan(patience),
      [this, number](const ProbeResult& result) {
        loop_.post([this, number, result] { target_probed(number, result); });
      });
}

void Runner::Impl::target_probed(std::size_t number, const ProbeResult& result) {
  if (phase_ != Phase::setup) {
    return;
  }
  probe_.reset();
  auto& target = settings_.targets.at(number);
  const auto place = fmt::format("{} over {}", stack::to_string(target.device),
                                 stack::via_name(target.variant.transport));
  device_event("probe", fmt::format("{}: {}", place, to_string(result)));
  if (result.outcome == ProbeOutcome::alive) {
    answered_method_ = number == 0 ? result.method : answered_method_;
    allowed_ = number == 0 ? result.allowed : allowed_;
  } else if (target.presence == Target::Presence::required) {
    setup_failed(fmt::format("the device at {} is not there: {}", place, to_string(result)));
    return;
  } else if (!result.connected) {
    target.unavailable = fmt::format(
        "the device accepts no TCP connection at {} (--transport udp,tcp makes it a failure)",
        stack::to_string(target.device));
  }
  if (number + 1 < settings_.targets.size()) {
    probe_target(number + 1);
    return;
  }
  make_cases();
  begin_cases();
}

void Runner::Impl::make_cases() {
  plan_ = make_plan(inputs_.scenarios, {.device = &inputs_.device,
                                        .targets = settings_.targets,
                                        .selection = settings_.selection,
                                        .seed = settings_.seed,
                                        .timers = settings_.timers,
                                        .catalogue = &inputs_.catalogue,
                                        .rules = settings_.rules,
                                        .allowed = allowed_});
  cases_.resize(plan_.size());
  auto info = settings_.info;
  for (std::size_t index = 0; index < plan_.size(); ++index) {
    cases_[index].head = case_head(plan_[index], inputs_.catalogue);
    if (settings_.reproduce) {
      cases_[index].head.reproduce = settings_.reproduce(plan_[index]);
    }
    info.planned += plan_[index].fate == Fate::run ? 1 : 0;
  }
  for (const auto& target : settings_.targets) {
    const std::string name(stack::to_string(target.variant.transport));
    if (target.unavailable.empty() &&
        std::ranges::find(info.transports, name) == info.transports.end()) {
      info.transports.push_back(name);
    }
  }
  emit(reports::RunStart{info});
}

void Runner::Impl::end_before_cases(reports::RunEnd end, const std::string& why) {
  if (plan_.empty()) {
    make_cases();
  }
  for (std::size_t index = 0; index < plan_.size(); ++index) {
    if (plan_[index].fate == Fate::run) {
      end_unrun(index, reports::Verdict::notrun, why);
    } else {
      end_unrun(index,
                plan_[index].fate == Fate::skipped ? reports::Verdict::skipped
                                                   : reports::Verdict::not_applicable,
                plan_[index].reason);
    }
  }
  device_event("not tested", why);
  finish(end, why);
}

}  // namespace sipspec::harness
