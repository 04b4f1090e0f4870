#pragma once

// Is the device there? Sends OPTIONS (or MESSAGE, or both in turns) until any SIP response comes
// back. What the response says does not matter: an element that answers 500 is alive.
//
//   Probe probe(loop, target, {.patience = 5s}, [](const ProbeResult& result) { ... });

#include "harness/device/profile.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/io/network.hpp"
#include "stack/transport/address.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sipspec::harness {

struct ProbeTarget {
  stack::Transport transport = stack::Transport::udp;
  stack::Address device;
  std::string user;    ///< of the Request-URI
  std::string domain;  ///< "" = the address
  StreamKind kind;     ///< streams
};

struct ProbePlan {
  std::vector<ProbeMethod> methods = {ProbeMethod::options, ProbeMethod::message};
  stack::Duration patience = std::chrono::seconds(5);
};

enum class ProbeOutcome : std::uint8_t { alive, refused, silent };

struct ProbeResult {
  ProbeOutcome outcome = ProbeOutcome::silent;
  ProbeMethod method = ProbeMethod::options;  ///< that was answered
  std::string status_line;                    ///< of the answer
  stack::Duration took{};
  /// A stream connection was accepted, answered or not.
  bool connected = false;
  std::string problem;  ///< why no connection came about, where that is known: TLS, WebSocket
  std::vector<std::string> allowed;  ///< methods that Allow of the answer lists
};

/// "OPTIONS was answered with '200 OK' after 0.8 ms", "nothing answered within 5 s", ...
std::string to_string(const ProbeResult& result);

/// One probe; destroying it ends it without a call.
class Probe {
 public:
  Probe(EventLoop& loop, ProbeTarget target, ProbePlan plan,
        std::function<void(const ProbeResult&)> done);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The octets of a probe; `via` is where the answer shall go.
std::string probe_request(ProbeMethod method, const ProbeTarget& target, const stack::Address& via,
                          unsigned attempt);

}  // namespace sipspec::harness
