#include "harness/run/device_control.hpp"

#include "harness/io/network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <optional>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::chrono::milliseconds port_poll{50};

ProcessSpec process_of(const DeviceProfile& profile, const std::filesystem::path& output) {
  const auto& start = *profile.start;
  ProcessSpec spec;
  spec.argv = start.kind == StartCommand::Kind::shell
                  ? std::vector<std::string>{"/bin/sh", "-c", start.argv.front()}
                  : start.argv;
  spec.environment = start.environment;
  spec.output = output;
  spec.working_directory = std::filesystem::path(profile.folder) / start.cwd;
  return spec;
}

}  // namespace

class DeviceControl::Impl {
 public:
  Impl(EventLoop& loop, const DeviceProfile& profile, ProbeTarget target,
       std::filesystem::path output)
      : loop_(loop),
        profile_(profile),
        target_(std::move(target)),
        output_(std::move(output)),
        ready_line_(profile.ready.match) {}

  ~Impl() { loop_.cancel(timer_); }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start(Done done) {
    done_ = std::move(done);
    death_.reset();
    if (!profile_.start) {
      finish(std::nullopt);
      return;
    }
    std::error_code ignored;
    std::filesystem::create_directories(output_, ignored);
    stopping_ = false;
    auto started = Process::start(
        loop_, process_of(profile_, output_),
        {.line = [this](stack::TimePoint at, std::string_view line) { output_line(at, line); },
         .ended = [this](stack::TimePoint at, ExitStatus status) { ended(at, status); }});
    if (!started) {
      finish(fmt::format("the device cannot be started: {}: {}", profile_.start->argv.front(),
                         started.error().message()));
      return;
    }
    process_ = std::move(*started);
    await_ready();
  }

  void stop(std::function<void()> done) {
    if (!process_ || process_->status()) {
      process_.reset();
      done();
      return;
    }
    stopping_ = true;
    stopped_ = std::move(done);
    process_->terminate(profile_.stop.signal, profile_.stop.within);
  }

  bool starts_device() const { return profile_.start.has_value(); }

  std::optional<ExitStatus> death() const { return death_; }

  std::function<void(stack::TimePoint, ExitStatus)> on_death;
  std::function<void(stack::TimePoint, std::string_view)> on_output;

 private:
  void await_ready() {
    if (profile_.ready.by == Readiness::By::options) {
      ProbePlan plan;
      plan.patience = profile_.ready.within;
      if (profile_.probe) {
        plan.methods = {*profile_.probe};
      }
      probe_.emplace(loop_, target_, plan, [this](const ProbeResult& result) { probed(result); });
      return;
    }
    const auto end = loop_.now() + profile_.ready.within;
    timer_ = loop_.call_at(end, [this] {
      finish(
          fmt::format("the device was started, but was not ready within {} ms ({})",
                      profile_.ready.within / std::chrono::milliseconds(1),
                      profile_.ready.by == Readiness::By::log
                          ? fmt::format("no line of its output matches '{}'", profile_.ready.match)
                          : "its port accepts no connection"));
    });
    if (profile_.ready.by == Readiness::By::port) {
      try_port();
    }
  }

  void probed(const ProbeResult& result) {
    // The probe calls from within itself.
    loop_.post([this] { probe_.reset(); });
    if (result.outcome == ProbeOutcome::alive) {
      finish(std::nullopt);
    } else {
      finish(fmt::format("the device was started, but is not ready: {}", to_string(result)));
    }
  }

  void try_port() {
    if (!done_) {
      return;
    }
    connection_ = StreamConnection::connect(
        loop_, "", target_.device,
        {.opened =
             [this](stack::TimePoint) {
               connection_.reset();
               finish(std::nullopt);
             },
         .data = nullptr,
         .ended = [this](stack::TimePoint at,
                         StreamEnd) { loop_.call_at(at + port_poll, [this] { try_port(); }); }},
        target_.kind);
  }

  void output_line(stack::TimePoint at, std::string_view line) {
    if (done_ && profile_.ready.by == Readiness::By::log && RE2::PartialMatch(line, ready_line_)) {
      finish(std::nullopt);
    }
    if (on_output) {
      on_output(at, line);
    }
  }

  void ended(stack::TimePoint at, ExitStatus status) {
    if (stopping_) {
      stopping_ = false;
      if (const auto stopped = std::exchange(stopped_, nullptr)) {
        stopped();
      }
      return;
    }
    death_ = status;
    if (done_) {
      probe_.reset();
      finish(fmt::format("the device ended with {} before it was ready; its output is in {}",
                         to_string(status), output_.string()));
      return;
    }
    if (on_death) {
      on_death(at, status);
    }
  }

  void finish(std::optional<std::string> failure) {
    loop_.cancel(timer_);
    timer_ = TimerId::none;
    if (auto done = std::exchange(done_, nullptr)) {
      loop_.post([done = std::move(done), failure = std::move(failure)] { done(failure); });
    }
  }

  EventLoop& loop_;
  const DeviceProfile& profile_;
  ProbeTarget target_;
  std::filesystem::path output_;
  RE2 ready_line_;
  std::optional<Process> process_;
  std::optional<Probe> probe_;
  std::optional<StreamConnection> connection_;
  TimerId timer_ = TimerId::none;
  Done done_;
  std::function<void()> stopped_;
  bool stopping_ = false;
  std::optional<ExitStatus> death_;
};

DeviceControl::DeviceControl(EventLoop& loop, const DeviceProfile& profile, ProbeTarget target,
                             std::filesystem::path output)
    : impl_(std::make_unique<Impl>(loop, profile, std::move(target), std::move(output))) {}

DeviceControl::~DeviceControl() = default;

void DeviceControl::start(Done done) {
  impl_->start(std::move(done));
}

void DeviceControl::stop(std::function<void()> done) {
  impl_->stop(std::move(done));
}

bool DeviceControl::starts_device() const {
  return impl_->starts_device();
}

std::optional<ExitStatus> DeviceControl::death() const {
  return impl_->death();
}

void DeviceControl::on_death(std::function<void(stack::TimePoint, ExitStatus)> handler) {
  impl_->on_death = std::move(handler);
}

void DeviceControl::on_output(std::function<void(stack::TimePoint, std::string_view)> handler) {
  impl_->on_output = std::move(handler);
}

}  // namespace sipspec::harness
