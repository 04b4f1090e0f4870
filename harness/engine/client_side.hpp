#pragma once

// The client transactions of a case (RFC 3261 17.1), one for each request that the scenario left
// to the harness: says when to send again, and keeps Timer F (INVITE: Timer B) for the ladder.
// Thin: the state machines are stack::NonInviteClient and stack::InviteClient.
//
//   clients.start(now, request);
//   for (std::uint32_t index : clients.on_time(now)) { ... send its octets again ... }

#include "harness/monitor/monitor.hpp"
#include "stack/time.hpp"
#include "stack/transaction/invite_client.hpp"
#include "stack/transaction/non_invite_client.hpp"
#include "stack/transaction/timers.hpp"

#include <cstdint>
#include <map>
#include <string_view>
#include <variant>
#include <vector>

namespace sipspec::harness {

/// Timer F or B of one request as it ran.
struct TimerRun {
  std::uint32_t request = 0;  ///< index into the exchange
  std::string_view name = "Timer F";
  stack::TimePoint start, end;
  enum class End : std::uint8_t { stopped, fired, cut } how = End::cut;
};

class ClientSide {
 public:
  /// What the transaction asks for.
  enum class Reaction : std::uint8_t { none, acknowledge };

  explicit ClientSide(stack::TimerTable timers) : timers_(timers) {}

  void start(stack::TimePoint now, const Observed& request);
  /// A response that was tied to the request, however faulty: a final one completes the
  /// transaction, so that one faulty echo does not become an absent answer as well.
  Reaction on_response(stack::TimePoint now, std::uint32_t request, const Observed& response);
  /// Requests that are due to be sent again.
  std::vector<std::uint32_t> on_time(stack::TimePoint now);
  stack::Deadline next_deadline() const;
  /// All Timers F, those still running cut at `now`.
  std::vector<TimerRun> runs(stack::TimePoint now) const;

 private:
  /// Fires what is due at one client.
  template <class Client>
  void run(std::uint32_t request, Client& client, stack::TimePoint now,
           std::vector<std::uint32_t>& due);
  void end_timer(std::uint32_t request, stack::TimePoint now, TimerRun::End how);

  stack::TimerTable timers_;
  std::map<std::uint32_t, std::variant<stack::NonInviteClient, stack::InviteClient>> clients_;
  std::vector<TimerRun> runs_;
};

}  // namespace sipspec::harness
