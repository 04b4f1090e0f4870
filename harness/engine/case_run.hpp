#pragma once

// One case being run, without I/O: arrivals and time go in; octets to send, the next deadline, and
// in the end the result come out. The same object runs live (sockets), in virtual time against the
// reference device (tests, selftest), and over a capture.
//
//   CaseRun run(scenario, environment);
//   run.start(now);
//   while (!run.finished()) { perform(run.take_actions()); ... run.on_datagram(...) / on_time(...)
//   } reports::CaseResult result = run.result();

#include "harness/catalogue/catalogue.hpp"
#include "harness/monitor/monitor.hpp"
#include "harness/scenario/model.hpp"
#include "reports/result.hpp"
#include "stack/auth/digest_client.hpp"
#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sipspec::harness {

/// Number of a stream connection within one case, given by the engine from 1 on. Connections that
/// the device opens towards an actor get numbers from `accepted_connections` on, given by the
/// driver.
using ConnectionId = std::uint64_t;
inline constexpr ConnectionId accepted_connections = 1U << 20U;

/// The dimension of one execution of a scenario.
struct Variant {
  stack::Transport transport = stack::Transport::udp;
  int ip_version = 4;
  /// Of the device's URI; sips goes over tls and wss only, and is no dimension of its own.
  enum class Scheme : std::uint8_t { sip, sips } scheme = Scheme::sip;
};

/// "transport=udp ip=4"
std::string to_string(const Variant& variant);

/// Where an actor lives; the driver binds before the case starts. On streams the actor also listens
/// there (RFC 3261 18.1.1: responses and requests may come on a connection to the Via's port).
struct ActorBinding {
  std::string actor;
  stack::Address local;
};

struct CaseEnvironment {
  Variant variant;
  stack::Address device;      ///< where requests go
  std::string device_user;    ///< user part of the Request-URI; "" = none
  std::string device_domain;  ///< host part for To and Request-URI; "" = the address
  std::vector<ActorBinding> actors;
  std::uint64_t seed = 1;  ///< of this case: branch, tags, Call-IDs
  stack::TimerTable timers;
  stack::Duration tolerance{};  ///< for schedules and "not before"
  const Catalogue* catalogue = nullptr;
  std::string profile = "modern";
  bool has_delivery_hook = false;
  /// Whom the device lets in; cases that need "auth" run with it only.
  std::optional<stack::DigestAccount> account;
};

// What the driver has to do, in this order.
struct SendDatagram {
  std::uint32_t actor = 0;  ///< index into CaseEnvironment::actors
  stack::Address to;
  std::string octets;
};

struct OpenStream {
  std::uint32_t actor = 0;
  ConnectionId connection = 0;
  stack::Address to;
};

struct SendStream {
  ConnectionId connection = 0;
  std::string octets;
};

struct CloseStream {
  ConnectionId connection = 0;
  enum class How : std::uint8_t { orderly, half, reset } how = How::orderly;
};

using Action = std::variant<SendDatagram, OpenStream, SendStream, CloseStream>;

enum class StreamEvent : std::uint8_t { opened, refused, accepted, closed_by_peer, reset_by_peer };

/// Hears of every message and finding as it happens (event stream, capture). Called synchronously.
struct CaseObserver {
  std::function<void(const Observed&)> on_message;
  std::function<void(const reports::Finding&)> on_finding;
};

class CaseRun {
 public:
  CaseRun(const Scenario& scenario, CaseEnvironment environment, CaseObserver observer = {});
  ~CaseRun();
  CaseRun(CaseRun&&) noexcept;
  CaseRun& operator=(CaseRun&&) noexcept;

  // Contract of the driver: arrivals are handed over in the order of their stamps, and everything
  // that has arrived up to `now` is handed over before on_time(now). A wait that on_time() has let
  // fail stays failed: an arrival with an earlier stamp that comes after it counts for later steps
  // only.
  void start(stack::TimePoint now);
  /// `at` is the arrival stamp; it may lie before the engine's last time (late handling), verdicts
  /// go by the stamp.
  void on_datagram(stack::TimePoint at, std::uint32_t actor, const stack::Address& from,
                   std::string octets);
  void on_stream_data(stack::TimePoint at, ConnectionId connection, std::string_view octets);
  void on_stream_event(stack::TimePoint at, ConnectionId connection, StreamEvent event,
                       const stack::Address& peer, std::uint32_t actor);
  /// A datagram could not be sent or an ICMP error came back for the actor's socket.
  void on_unreachable(stack::TimePoint at, std::uint32_t actor);
  /// The device's user was shown a text (delivery hook).
  void on_delivery(stack::TimePoint at, std::string_view text);
  void on_time(stack::TimePoint now);
  /// Ends the case now: the driver gives up (run interrupted, device died). The reason goes into
  /// the result; what was found so far is kept.
  void abort(stack::TimePoint now, reports::Verdict verdict, std::string reason);

  stack::Deadline next_deadline() const;
  std::vector<Action> take_actions();
  bool finished() const;
  /// What is being waited for, for the progress line: "final response to m1, 12 s left".
  std::string waiting_for(stack::TimePoint now) const;
  /// Valid once finished.
  const reports::CaseResult& result() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// An upper bound of how long the case can take with a silent device; the runner starts long ones
/// first.
stack::Duration longest(const Scenario& scenario, const stack::TimerTable& timers);

}  // namespace sipspec::harness
