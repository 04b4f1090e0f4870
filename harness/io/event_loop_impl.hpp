#pragma once

// The Asio side of EventLoop; only the .cpp files of this folder include it, so that nobody else
// pays for compiling Asio.

#include "harness/io/event_loop.hpp"
#include "stack/transport/address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sipspec::harness {

/// Ready handlers that run before timers get their turn: a flooding device cannot hold up the
/// clock.
inline constexpr int max_handlers_per_turn = 4096;

class EventLoop::Impl {
 public:
  Impl();

  stack::TimePoint now() const;
  WallTime wall_time(stack::TimePoint at) const;
  void run();
  void wait_for_signal();

  boost::asio::io_context io;
  boost::asio::signal_set termination;
  std::function<void(int)> on_termination;
  std::map<std::pair<stack::TimePoint, std::uint64_t>, Task> timers;
  std::map<std::uint64_t, stack::TimePoint> timer_moments;
  std::uint64_t last_timer = 0;
  bool stopped = false;
  /// Where datagrams are read into; one for all sockets, they are read one after another.
  std::vector<char> datagram_buffer;

 private:
  bool drain();
  void fire_due();
  void sleep_until_next();

  std::chrono::steady_clock::time_point start_;
  WallTime wall_start_;
};

/// "127.0.0.1" or "::1" (v4-mapped addresses become IPv4) with the port.
stack::Address address_of(const boost::asio::ip::address& ip, std::uint16_t port);

}  // namespace sipspec::harness
