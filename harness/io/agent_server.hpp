#pragma once

// The reference device behind real sockets: the pump between stack::UserAgent and the network. This
// is what `sipspec device` runs, and what end-to-end tests talk to.
//
//   auto server = AgentServer::start(loop, config, {{"127.0.0.1", 5070}}, {Transport::udp},
//   handlers);

#include "harness/io/event_loop.hpp"
#include "stack/agent/agent.hpp"
#include "stack/transport/address.hpp"

#include <boost/system/result.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sipspec::harness {

/// Stream connections served at once; one more is closed at once.
inline constexpr std::size_t max_agent_connections = 512;

class AgentServer {
 public:
  struct Handlers {
    std::function<void(const stack::AgentDeliver&)> delivered;
    std::function<void(const stack::AgentCrash&)> crash;
  };

  /// Binds every address for every transport (udp, tcp); `config.listening` is filled in here. An
  /// address with port 0 gets one free port for all its transports.
  static boost::system::result<AgentServer> start(EventLoop& loop, stack::AgentConfig config,
                                                  const std::vector<stack::Address>& addresses,
                                                  const std::vector<stack::Transport>& transports,
                                                  Handlers handlers);

  ~AgentServer();
  AgentServer(AgentServer&&) noexcept;
  AgentServer& operator=(AgentServer&&) noexcept;

  const std::vector<stack::Address>& listening() const;

 private:
  class Impl;
  explicit AgentServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
