#include "harness/io/event_loop.hpp"

#include "harness/io/event_loop_impl.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <csignal>

namespace sipspec::harness {

namespace {

// The axis starts off zero, which is "unset" (stack/time.hpp).
constexpr std::chrono::seconds first_moment{1};
constexpr std::size_t datagram_limit = 65'536;

}  // namespace

EventLoop::Impl::Impl()
    : termination(io),
      datagram_buffer(datagram_limit),
      start_(std::chrono::steady_clock::now()),
      wall_start_(std::chrono::time_point_cast<std::chrono::microseconds>(
          std::chrono::system_clock::now())) {}

stack::TimePoint EventLoop::Impl::now() const {
  const auto since = std::chrono::steady_clock::now() - start_;
  return stack::TimePoint(first_moment + std::chrono::duration_cast<stack::Duration>(since));
}

EventLoop::WallTime EventLoop::Impl::wall_time(stack::TimePoint at) const {
  return wall_start_ + (at.time_since_epoch() - first_moment);
}

bool EventLoop::Impl::drain() {
  int handled = 0;
  while (!stopped && handled < max_handlers_per_turn && io.poll_one() > 0) {
    ++handled;
  }
  return handled > 0;
}

void EventLoop::Impl::fire_due() {
  const auto moment = now();
  while (!stopped && !timers.empty() && timers.begin()->first.first <= moment) {
    auto node = timers.extract(timers.begin());
    timer_moments.erase(node.key().second);
    node.mapped()();
  }
}

void EventLoop::Impl::sleep_until_next() {
  if (timers.empty()) {
    io.run_one();
    return;
  }
  const auto left = timers.begin()->first.first - now();
  if (left > stack::Duration::zero()) {
    io.run_one_for(left);
  }
}

void EventLoop::Impl::run() {
  stopped = false;
  while (!stopped) {
    io.restart();
    const bool busy = drain();
    fire_due();
    if (stopped) {
      break;
    }
    if (busy) {
      continue;
    }
    const auto guard = boost::asio::make_work_guard(io);
    sleep_until_next();
  }
}

void EventLoop::Impl::wait_for_signal() {
  termination.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) {
      return;
    }
    wait_for_signal();
    if (on_termination) {
      on_termination(signal);
    }
  });
}

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() = default;

stack::TimePoint EventLoop::now() const {
  return impl_->now();
}

EventLoop::WallTime EventLoop::wall_time(stack::TimePoint at) const {
  return impl_->wall_time(at);
}

TimerId EventLoop::call_at(stack::TimePoint when, Task task) {
  const auto number = ++impl_->last_timer;
  impl_->timers.emplace(std::pair(when, number), std::move(task));
  impl_->timer_moments.emplace(number, when);
  return TimerId{number};
}

void EventLoop::cancel(TimerId timer) {
  const auto number = static_cast<std::uint64_t>(timer);
  const auto found = impl_->timer_moments.find(number);
  if (found == impl_->timer_moments.end()) {
    return;
  }
  impl_->timers.erase({found->second, number});
  impl_->timer_moments.erase(found);
}

void EventLoop::post(Task task) {
  boost::asio::post(impl_->io, std::move(task));
}

void EventLoop::on_termination(std::function<void(int)> task) {
  const bool first = !impl_->on_termination;
  impl_->on_termination = std::move(task);
  if (first) {
    impl_->termination.add(SIGINT);
    impl_->termination.add(SIGTERM);
    impl_->wait_for_signal();
  }
}

void EventLoop::run() {
  impl_->run();
}

void EventLoop::stop() {
  impl_->stopped = true;
  impl_->io.stop();
}

stack::Address address_of(const boost::asio::ip::address& ip, std::uint16_t port) {
  if (ip.is_v6() && ip.to_v6().is_v4_mapped()) {
    return {boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, ip.to_v6()).to_string(),
            port};
  }
  return {ip.to_string(), port};
}

}  // namespace sipspec::harness
