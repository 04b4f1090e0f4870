#include "harness/run/runner.hpp"

#include "harness/run/case_head.hpp"
#include "harness/run/runner_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sipspec::harness {

namespace {

using reports::Verdict;

constexpr std::chrono::milliseconds heartbeat_gap{500};

}  // namespace

Runner::Impl::Impl(EventLoop& loop, RunInputs inputs, RunSettings settings,
                   std::vector<reports::Sink*> sinks)
    : loop_(loop), inputs_(inputs), settings_(std::move(settings)), sinks_(std::move(sinks)) {}

Runner::Impl::~Impl() {
  for (const auto timer : {tick_timer_, heartbeat_timer_, life_timer_, max_timer_}) {
    loop_.cancel(timer);
  }
}

void Runner::Impl::emit(const reports::Event& event) {
  for (auto* sink : sinks_) {
    sink->on_event(event);
  }
}

void Runner::Impl::device_event(std::string what, std::string detail,
                                const std::string& case_name) {
  emit(reports::DeviceEvent{{offset(loop_.now()), std::move(what), std::move(detail), case_name}});
}

std::vector<std::size_t> Runner::Impl::running_cases() const {
  std::vector<std::size_t> running;
  for (std::size_t index = 0; index < cases_.size(); ++index) {
    if (cases_[index].running) {
      running.push_back(index);
    }
  }
  return running;
}

std::size_t Runner::Impl::waiting_cases() const {
  return (scheduler_ ? scheduler_->waiting() : 0) + solo_.size() + confirm_.size();
}

SchedulerItem Runner::Impl::item_of(std::size_t index) const {
  return {index, plan_[index].longest,
          plan_[index].scenario->exclusive ? SchedulerItem::Company::alone
                                           : SchedulerItem::Company::others};
}

void Runner::Impl::begin_cases() {
  std::vector<SchedulerItem> items;
  for (std::size_t index = 0; index < plan_.size(); ++index) {
    const auto& planned = plan_[index];
    switch (planned.fate) {
      case Fate::run:
        items.push_back(item_of(index));
        break;
      case Fate::not_applicable:
        end_unrun(index, Verdict::not_applicable, planned.reason);
        break;
      case Fate::skipped:
        end_unrun(index, Verdict::skipped, planned.reason);
        break;
    }
  }
  if (inputs_.device.restart == RestartPolicy::cases) {
    settings_.limits.jobs = 1;
  }
  scheduler_.emplace(std::move(items), settings_.limits);
  phase_ = Phase::running;
  heartbeat();
  tick();
}

void Runner::Impl::tick() {
  if (phase_ != Phase::running) {
    return;
  }
  loop_.cancel(tick_timer_);
  tick_timer_ = TimerId::none;
  const bool idle = running_cases().empty();
  const bool work = !solo_.empty() || !scheduler_->done();
  if (idle && work && used_since_start_ && inputs_.device.restart == RestartPolicy::cases &&
      unsettled_.empty() && device_->starts_device()) {
    phase_ = Phase::recovering;
    restart([this](const std::optional<std::string>& failure) { recovered(failure); });
    return;
  }
  if (!solo_.empty()) {
    // Each one between two proofs of life.
    if (idle && unsettled_.empty()) {
      const auto index = solo_.front();
      solo_.pop_front();
      start_case(index, Company::alone);
    } else if (idle) {
      ask_for_life();
    }
    return;
  }
  if (settings_.limits.jobs == 1 && idle && !unsettled_.empty()) {
    ask_for_life();
    return;
  }
  while (const auto index = scheduler_->next(loop_.now())) {
    start_case(*index, plan_[*index].scenario->exclusive || settings_.limits.jobs == 1
                           ? Company::alone
                           : Company::others);
    if (phase_ != Phase::running) {
      return;
    }
  }
  if (const auto moment = scheduler_->next_moment()) {
    tick_timer_ = loop_.call_at(*moment, [this] { tick(); });
  }
  if (!scheduler_->done() || !running_cases().empty()) {
    return;
  }
  if (!unsettled_.empty()) {
    ask_for_life();
  } else if (!confirm_.empty()) {
    confirm_alone();
  } else {
    settle_unanswered();
    finish(reports::RunEnd::complete, "");
  }
}

CaseEnvironment Runner::Impl::environment_of(const PlannedCase& planned) const {
  CaseEnvironment environment;
  environment.variant = planned.target.variant;
  environment.device = planned.target.device;
  environment.device_user = inputs_.device.identity.user;
  environment.device_domain = inputs_.device.identity.domain;
  environment.seed = planned.seed;
  environment.timers = settings_.timers;
  environment.tolerance = settings_.tolerance;
  environment.catalogue = &inputs_.catalogue;
  environment.profile = settings_.rules;
  if (const auto& credentials = inputs_.device.credentials) {
    environment.account = {.realm = {},
                           .username = credentials->user,
                           .secret = stack::Secret::password(credentials->password)};
  }
  environment.has_delivery_hook = inputs_.device.delivery.kind != DeliveryHook::Kind::none;
  return environment;
}

CaseObserver Runner::Impl::observer_of(std::size_t index) {
  CaseObserver observer;
  observer.on_message = [this, index](const Observed& message) {
    if (message.sender == Side::device) {
      cases_[index].heard = true;
      // Settling other cases while this one is in the middle of an arrival is fine: they are over.
      note_life(message.at);
      for (const auto waiting : unanswered_.heard(message)) {
        end_case(waiting);
      }
    }
  };
  observer.on_finding = [this, index](const reports::Finding& finding) {
    emit(
        reports::FindingMade{offset(loop_.now()), reports::case_name(cases_[index].head), finding});
  };
  return observer;
}

void Runner::Impl::start_case(std::size_t index, Company company) {
  auto& state = cases_[index];
  const auto& planned = plan_[index];
  state.company = company;
  state.started = loop_.now();
  state.heard = false;
  state.running = true;
  used_since_start_ = true;
  if (settings_.make_tape) {
    state.tape = settings_.make_tape(planned);
  }
  if (!state.announced) {
    state.announced = true;
    emit(reports::CaseStart{offset(state.started), state.head});
  }
  state.live =
      std::make_unique<LiveCase>(loop_, planned, environment_of(planned), observer_of(index),
                                 state.tape.get(), [this, index] { case_finished(index); });
  run_case(index);
}

void Runner::Impl::run_case(std::size_t index) {
  auto& state = cases_[index];
  if (const auto problem = state.live->start()) {
    state.running = false;
    scheduler_->finished(index);
    state.result = state.head;
    state.result.verdict = Verdict::error;
    state.result.reason = *problem;
    end_case(index);
    loop_.post([this] { tick(); });
    return;
  }
  if (settings_.case_timeout) {
    state.timeout = loop_.call_at(state.started + *settings_.case_timeout, [this, index] {
      cases_[index].live->abort(Verdict::inconc, "took longer than --case-timeout");
    });
  }
}

void Runner::Impl::collect(std::size_t index) {
  auto& state = cases_[index];
  auto attempts = std::move(state.result.attempts);
  loop_.cancel(state.timeout);
  state.running = false;
  state.result = state.live->result();
  complete(state.result, state.head);
  state.result.attempts = std::move(attempts);
  state.result.started = offset(state.started);
  state.result.duration = loop_.now() - state.started;
  state.lateness = state.live->lateness();
  state.live->retire();
  scheduler_->finished(index);
}

void Runner::Impl::case_finished(std::size_t index) {
  auto& state = cases_[index];
  if (!state.running || phase_ == Phase::over) {
    return;
  }
  const auto last_sent = state.live->last_sent();
  collect(index);
  unsettled_.ended(index, loop_.now(), last_sent);
  if (state.company == Company::alone || !state.heard) {
    ask_for_life();
  }
  ask_for_life_soon();
  tick();
}

bool Runner::Impl::is_doubtful(const CaseState& state) const {
  const bool failed = state.result.verdict == Verdict::fail;
  const bool crowded_out = failed && !state.heard && state.company == Company::others;
  const bool late = (failed || state.result.verdict == Verdict::non_strict) &&
                    state.lateness > settings_.tolerance;
  return state.result.attempts.empty() && (crowded_out || late);
}

void Runner::Impl::settle(std::size_t index) {
  if (is_doubtful(cases_[index])) {
    confirm_.push_back(index);
  } else {
    end_or_wait(index);
  }
}

void Runner::Impl::end_or_wait(std::size_t index) {
  if (!unanswered_.has_to_wait(index, cases_[index].result)) {
    end_case(index);
  }
}

void Runner::Impl::settle_unanswered() {
  const bool mute = unanswered_.is_mute();
  for (const auto index : unanswered_.take()) {
    if (mute) {
      lay_on_answer_rule(cases_[index].result, inputs_.catalogue);
    }
    end_case(index);
  }
}

void Runner::Impl::confirm_alone() {
  auto waiting = std::exchange(confirm_, {});
  std::ranges::stable_sort(waiting, {},
                           [this](std::size_t it) { return cases_[it].result.duration; });
  stack::Duration left = settings_.confirm_budget;
  for (const auto index : waiting) {
    auto& result = cases_[index].result;
    if (result.duration > left) {
      result.notes.push_back({result.duration, std::string(reports::device_lifeline),
                              "not repeated alone: the time for repetitions was used up"});
      end_or_wait(index);
      continue;
    }
    left -= result.duration;
    result.attempts.push_back({result.verdict, result.reason, result.duration});
    solo_.push_back(index);
  }
  tick();
}

void Runner::Impl::note_repetition(CaseState& state) const {
  auto& result = state.result;
  const auto note = [&](std::string text) {
    result.notes.push_back(
        {result.duration, std::string(reports::device_lifeline), std::move(text)});
  };
  for (const auto& attempt : result.attempts) {
    if (attempt.verdict != result.verdict) {
      note(fmt::format("repeated alone: {} at first ({}), then {}",
                       reports::to_string(attempt.verdict), attempt.reason,
                       reports::to_string(result.verdict)));
    }
  }
  if (state.lateness > settings_.tolerance && result.verdict != Verdict::pass) {
    note(fmt::format("this machine was {} ms late in what it had to do: times prove little",
                     state.lateness / std::chrono::milliseconds(1)));
  }
}

void Runner::Impl::end_case(std::size_t index) {
  auto& state = cases_[index];
  if (state.done) {
    return;
  }
  state.done = true;
  note_repetition(state);
  if (state.tape) {
    state.tape->finish(state.result);
    state.tape.reset();
  }
  emit(reports::CaseEnd{offset(loop_.now()), state.result});
}

void Runner::Impl::end_unrun(std::size_t index, Verdict verdict, const std::string& reason) {
  auto& state = cases_[index];
  if (state.done) {
    return;
  }
  state.result = state.head;
  state.result.verdict = verdict;
  state.result.reason = reason;
  end_case(index);
}

void Runner::Impl::heartbeat() {
  reports::Heartbeat beat;
  beat.at = offset(loop_.now());
  const auto running = running_cases();
  beat.running = static_cast<std::uint32_t>(running.size());
  beat.waiting = static_cast<std::uint32_t>(waiting_cases());
  // What ends last is what the user waits for; the oldest is a good guess.
  const auto oldest = std::ranges::min_element(
      running, {}, [this](std::size_t it) { return cases_[it].started - plan_[it].longest; });
  if (oldest != running.end()) {
    beat.waiting_for = fmt::format("{}: {}", cases_[*oldest].live->waiting_for(),
                                   reports::case_name(cases_[*oldest].head));
  }
  emit(beat);
  heartbeat_timer_ = loop_.call_at(loop_.now() + heartbeat_gap, [this] { heartbeat(); });
}

void Runner::Impl::stop_run(reports::RunEnd end, const std::string& why) {
  if (phase_ == Phase::over) {
    return;
  }
  if (phase_ == Phase::setup) {
    end_before_cases(end, why);
    return;
  }
  phase_ = Phase::over;
  probe_.reset();
  for (const auto index : running_cases()) {
    cases_[index].live->abort(Verdict::inconc, why);
    collect(index);
    end_case(index);
  }
  for (std::size_t index = 0; index < cases_.size(); ++index) {
    if (cases_[index].announced) {
      end_case(index);  // it ran, and waited for a proof of life or for being repeated
    } else {
      end_unrun(index, Verdict::notrun, why);
    }
  }
  finish(end, why);
}

void Runner::Impl::finish(reports::RunEnd end, const std::string& why) {
  phase_ = Phase::over;
  for (auto* timer : {&tick_timer_, &heartbeat_timer_, &life_timer_, &max_timer_}) {
    loop_.cancel(std::exchange(*timer, TimerId::none));
  }
  probe_.reset();
  device_->stop([this, end, why] {
    loop_.post([this, end, why] {
      if (const auto done = std::exchange(done_, nullptr)) {
        done({end, why});
      }
    });
  });
}

Runner::Runner(EventLoop& loop, RunInputs inputs, RunSettings settings,
               std::vector<reports::Sink*> sinks)
    : impl_(std::make_unique<Impl>(loop, inputs, std::move(settings), std::move(sinks))) {}

Runner::~Runner() = default;

void Runner::start(std::function<void(const RunOutcome&)> done) {
  impl_->start(std::move(done));
}

void Runner::interrupt(const std::string& why) {
  impl_->interrupt(why);
}

}  // namespace sipspec::harness
