#pragma once

// The one thread of a run: sockets, timers and signals, in turns. In each turn every
// socket that has octets is read before a timer fires, so an answer that lay in the kernel when its
// deadline passed is seen first (and judged by its arrival stamp).
//
// It is not a general scheduler: everything registered here is called on the thread that is in
// run().
//
//   EventLoop loop;
//   loop.call_at(loop.now() + std::chrono::seconds(1), [&] { loop.stop(); });
//   loop.run();

#include "stack/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace sipspec::harness {

/// Number of a registered call; none is never given out.
enum class TimerId : std::uint64_t { none = 0 };

class EventLoop {
 public:
  using Task = std::function<void()>;
  using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Microseconds on the monotonic axis of this run, the start lies at one second.
  stack::TimePoint now() const;
  /// Calendar time of a moment of this run.
  WallTime wall_time(stack::TimePoint at) const;

  /// Calls once, not before `when`. Calls with the same moment run in the order of registration.
  TimerId call_at(stack::TimePoint when, Task task);
  /// Nothing happens when the call is done already.
  void cancel(TimerId timer);
  /// Calls in one of the next turns, never from within post().
  void post(Task task);

  /// From now on SIGINT and SIGTERM are given to the task instead of ending the process.
  void on_termination(std::function<void(int signal)> task);

  /// Turns until stop() was called.
  void run();
  void stop();

  class Impl;

  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
