#pragma once

// The reference device behind real sockets: the pump between stack::UserAgent and the network. This
// is what `sipspec device` runs, and what end-to-end tests talk to.
//
//   auto server = AgentServer::start(loop, config, {{{"127.0.0.1", 5070}, {Transport::udp}}}, {},
//   handlers);

#include "harness/io/event_loop.hpp"
#include "harness/io/tls.hpp"
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

/// An address and what is spoken there: udp beside at most one kind of stream (tcp, tls, ws, wss).
struct ListenPlace {
  stack::Address address;
  std::vector<stack::Transport> transports;
};

class AgentServer {
 public:
  struct Handlers {
    std::function<void(const stack::AgentDeliver&)> delivered;
    std::function<void(const stack::AgentCrash&)> crash;
    /// A handshake of TLS or WebSocket came to nothing: why. May be empty.
    std::function<void(const std::string&)> refused;
  };

  /// Binds every place; `config.listening` is filled in here. A place with port 0 gets one free
  /// port for its datagrams and its streams. `tls` is for tls and wss.
  static boost::system::result<AgentServer> start(EventLoop& loop, stack::AgentConfig config,
                                                  const std::vector<ListenPlace>& places,
                                                  const TlsContext::Shared& tls, Handlers handlers);

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
