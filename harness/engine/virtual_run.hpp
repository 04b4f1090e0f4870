#pragma once

// Runs a case against a device in virtual time: a network of fixed latency that loses nothing, no
// sockets, no clock. 32 s of Timer F take a few milliseconds. The core of `sipspec selftest` and of
// the engine's tests.
//
//   VirtualRun run(scenario, environment, device);
//   VirtualOutcome outcome = run.run();

#include "harness/engine/case_run.hpp"
#include "stack/agent/agent.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// A device in virtual time, as the network sees it; the reference device fits (virtual_agent.hpp),
/// tests write their own. Connections have the numbers of the agent's seam.
class VirtualDevice {
 public:
  VirtualDevice() = default;
  VirtualDevice(const VirtualDevice&) = delete;
  VirtualDevice& operator=(const VirtualDevice&) = delete;
  virtual ~VirtualDevice() = default;

  virtual void on_datagram(stack::TimePoint now, const stack::Address& from,
                           const stack::Address& local, std::string_view octets) = 0;
  virtual void on_stream_opened(stack::TimePoint now, std::uint64_t connection,
                                const stack::Address& peer, const stack::Address& local) = 0;
  virtual void on_stream_data(stack::TimePoint now, std::uint64_t connection,
                              std::string_view octets) = 0;
  virtual void on_stream_closed(stack::TimePoint now, std::uint64_t connection) = 0;
  virtual void on_time(stack::TimePoint now) = 0;
  virtual stack::Deadline next_deadline() const = 0;
  virtual std::vector<stack::AgentAction> take_actions() = 0;
};

/// How the virtual network treats the device.
struct VirtualNetwork {
  stack::Duration latency = std::chrono::milliseconds(1);  ///< each way
  enum class Reach : std::uint8_t {
    reachable,
    unreachable,  ///< datagrams give an ICMP error, connections are refused
  } reach = Reach::reachable;
  stack::Duration give_up = std::chrono::hours(24);  ///< of virtual time
};

struct VirtualOutcome {
  reports::CaseResult result;
  int crash_signal = 0;      ///< the device died
  std::uint32_t astray = 0;  ///< datagrams of the device that went to no actor
  stack::Duration took;      ///< virtual time
};

class VirtualRun {
 public:
  VirtualRun(const Scenario& scenario, CaseEnvironment environment, VirtualDevice& device,
             VirtualNetwork network = {}, CaseObserver observer = {});

  VirtualOutcome run();

  /// For tests that step in at a moment: `action` runs at `after` from the start.
  void at(stack::Duration after, std::function<void(CaseRun&)> action);

 private:
  using Event = std::function<void()>;

  void schedule(stack::Duration after, Event event);
  bool step();
  void settle();
  void perform(const Action& action);
  void send_datagram(const SendDatagram& action);
  void send_stream(const SendStream& action);
  void open_stream(const OpenStream& action);
  void perform(const stack::AgentAction& action);
  void from_device(const stack::AgentSendDatagram& action);
  void from_device(const stack::AgentSendStream& action);
  void from_device(const stack::AgentOpenStream& action);
  void from_device(const stack::AgentCloseStream& action);
  void from_device(const stack::AgentDeliver& action);
  void from_device(const stack::AgentCrash& action);

  std::int64_t actor_at(const stack::Address& address) const;
  ConnectionId case_connection(std::uint64_t device_connection) const;
  std::uint64_t device_connection(ConnectionId connection) const;

  CaseEnvironment environment_;
  VirtualDevice* device_;
  VirtualNetwork network_;
  CaseRun case_;
  stack::TimePoint start_, now_;
  std::multimap<stack::TimePoint, Event> events_;
  std::map<ConnectionId, std::uint32_t> open_;       ///< by the case's number; the actor
  std::map<std::uint64_t, ConnectionId> by_device_;  ///< opened by the device
  VirtualOutcome outcome_;
};

}  // namespace sipspec::harness
