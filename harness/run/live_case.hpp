#pragma once

// One case against a real device: its sockets, and the pump between them and the engine. Every
// actor has a UDP socket and a TCP listener on the same free port; nothing is shared between cases.
//
// What a device sends is bounded here (`max_case_octets`, `max_case_arrivals`); what the scenario
// sends goes to the device's own address only.
//
//   LiveCase live(loop, planned, environment, observer, nullptr, [&] { collect(live.result()); });
//   if (auto problem = live.start()) { ... }

#include "harness/engine/case_run.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/run/case_tape.hpp"
#include "harness/run/plan.hpp"
#include "reports/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// A case in which the device sends more is ended: no case needs a hundredth of it.
inline constexpr std::size_t max_case_octets = 64 * 1024 * 1024;
inline constexpr std::size_t max_case_arrivals = 20'000;
inline constexpr std::size_t max_case_connections = 256;

class LiveCase {
 public:
  /// `finished` is called once, from a turn of its own. `environment.actors` is filled in here. The
  /// tape may be null; it is not used any more after retire().
  LiveCase(EventLoop& loop, const PlannedCase& planned, CaseEnvironment environment,
           CaseObserver observer, CaseTape* tape, std::function<void()> finished);
  ~LiveCase();
  LiveCase(const LiveCase&) = delete;
  LiveCase& operator=(const LiveCase&) = delete;

  /// Binds and starts; the sentence when no socket could be had.
  std::optional<std::string> start();
  void abort(reports::Verdict verdict, const std::string& reason);
  void delivered(stack::TimePoint at, std::string_view text);

  /// After the end: connections are closed; the datagram sockets stay, so that a late datagram of
  /// the device does not come back to it as an ICMP error.
  void retire();
  /// When something was last sent to the device; the start when nothing was.
  stack::TimePoint last_sent() const;
  /// By how much this process was late, at worst, in doing what was due: on a machine that is busy
  /// elsewhere a case proves little about time.
  stack::Duration lateness() const;
  std::string waiting_for() const;
  /// Valid after `finished`.
  const reports::CaseResult& result() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// True for a request to an emergency service that is not the test one (RFC 5031, RFC 6881): never
/// sent.
bool is_emergency_request(std::string_view octets);

}  // namespace sipspec::harness
