#include "harness/io/agent_server.hpp"

#include "harness/io/network.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace sipspec::harness {

namespace {

using stack::Transport;

/// The sockets of one listening address; only the wanted half may be there.
struct Listening {
  stack::Address local;
  Transport stream = Transport::tcp;
  std::optional<DatagramSocket> datagrams;
  std::optional<StreamListener> streams;
};

bool has_udp(const ListenPlace& place) {
  return std::ranges::find(place.transports, Transport::udp) != place.transports.end();
}

/// The kind of stream of the place; nullopt: datagrams only.
std::optional<Transport> stream_of(const ListenPlace& place) {
  const auto found = std::ranges::find_if(place.transports, stack::is_reliable);
  return found == place.transports.end() ? std::nullopt : std::optional(*found);
}

boost::system::result<Listening> listen(EventLoop& loop, const ListenPlace& place,
                                        const TlsContext::Shared& tls) {
  const auto stream = stream_of(place);
  const StreamKind kind{stream.value_or(Transport::tcp), tls, ""};
  if (has_udp(place) && stream) {
    auto both = open_endpoint(loop, place.address, kind);
    if (!both) {
      return both.error();
    }
    const auto local = both->local();
    return Listening{local, kind.transport, std::move(both->datagrams), std::move(both->streams)};
  }
  if (has_udp(place)) {
    auto datagrams = DatagramSocket::bind(loop, place.address);
    if (!datagrams) {
      return datagrams.error();
    }
    const auto local = datagrams->local();
    return Listening{local, kind.transport, std::move(*datagrams), std::nullopt};
  }
  auto streams = StreamListener::bind(loop, place.address, kind);
  if (!streams) {
    return streams.error();
  }
  const auto local = streams->local();
  return Listening{local, kind.transport, std::nullopt, std::move(*streams)};
}

}  // namespace

class AgentServer::Impl {
 public:
  Impl(EventLoop& loop, Handlers handlers) : loop_(loop), handlers_(std::move(handlers)) {}

  ~Impl() { loop_.cancel(timer_); }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  boost::system::error_code open(stack::AgentConfig config, const std::vector<ListenPlace>& places,
                                 const TlsContext::Shared& tls) {
    for (const auto& place : places) {
      auto opened = listen(loop_, place, tls);
      if (!opened) {
        return opened.error();
      }
      addresses_.push_back(opened->local);
      listening_.push_back(std::make_unique<Listening>(std::move(*opened)));
    }
    config.listening = addresses_;
    agent_ = std::make_unique<stack::UserAgent>(std::move(config));
    for (auto& listening : listening_) {
      serve(*listening);
    }
    return {};
  }

  const std::vector<stack::Address>& addresses() const { return addresses_; }

 private:
  void serve(Listening& listening) {
    if (listening.datagrams) {
      listening.datagrams->on_datagram([this, &listening](const ArrivedDatagram& it) {
        agent_->on_datagram(loop_.now(), it.from, listening.local, it.octets);
        act();
      });
    }
    if (listening.streams) {
      listening.streams->on_accepted(
          [this, transport = listening.stream](stack::TimePoint, StreamConnection connection) {
            if (connections_.size() < max_agent_connections) {
              accept(std::move(connection), transport);
            }
          });
      listening.streams->on_failed([this](stack::TimePoint, const std::string& why) {
        if (handlers_.refused) {
          handlers_.refused(why);
        }
      });
    }
  }

  void accept(StreamConnection connection, Transport transport) {
    const auto number = ++last_accepted_;
    const auto peer = connection.peer();
    const auto local = connection.local();
    auto& kept = connections_.emplace(number, std::move(connection)).first->second;
    agent_->on_stream_opened(loop_.now(), number, peer, local, transport);
    kept.set_handlers(stream_handlers(number, transport));
    act();
  }

  StreamConnection::Handlers stream_handlers(std::uint64_t number, Transport transport) {
    return {.opened =
                [this, number, transport](stack::TimePoint at) {
                  const auto found = connections_.find(number);
                  if (found != connections_.end()) {
                    agent_->on_stream_opened(at, number, found->second.peer(),
                                             found->second.local(), transport);
                    act();
                  }
                },
            .data =
                [this, number](stack::TimePoint at, std::string_view octets) {
                  agent_->on_stream_data(at, number, octets);
                  act();
                },
            .ended =
                [this, number](stack::TimePoint at, StreamEnd) {
                  agent_->on_stream_closed(at, number);
                  act();
                  connections_.erase(number);
                }};
  }

  void act() {
    for (auto& action : agent_->take_actions()) {
      std::visit([this](auto& it) { perform(it); }, action);
    }
    loop_.cancel(timer_);
    timer_ = TimerId::none;
    if (const auto deadline = agent_->next_deadline()) {
      timer_ = loop_.call_at(*deadline, [this] {
        agent_->on_time(loop_.now());
        act();
      });
    }
  }

  void perform(stack::AgentSendDatagram& action) {
    const auto found = std::ranges::find(addresses_, action.from);
    if (found != addresses_.end()) {
      auto& listening = *listening_.at(static_cast<std::size_t>(found - addresses_.begin()));
      if (listening.datagrams) {
        listening.datagrams->send(action.to, action.octets);
      }
      return;
    }
    // Some other port, on purpose: kept open, since closing it at once could answer with ICMP.
    if (!other_port_) {
      if (auto bound = DatagramSocket::bind(loop_, {action.from.ip, 0})) {
        other_port_ = std::move(*bound);
      }
    }
    if (other_port_) {
      other_port_->send(action.to, action.octets);
    }
  }

  void perform(stack::AgentSendStream& action) {
    const auto found = connections_.find(action.connection);
    if (found != connections_.end()) {
      found->second.send(std::move(action.octets));
    }
  }

  void perform(const stack::AgentOpenStream& action) {
    if (connections_.size() >= max_agent_connections) {
      agent_->on_stream_closed(loop_.now(), action.connection);
      return;
    }
    connections_.emplace(
        action.connection,
        StreamConnection::connect(loop_, addresses_.front().ip, action.to,
                                  stream_handlers(action.connection, action.transport),
                                  {action.transport, client_tls(), ""}));
  }

  /// Whom the device connects to it takes as it is: it has no authorities.
  TlsContext::Shared client_tls() {
    if (!client_tls_) {
      auto made = TlsContext::client({.trust = TlsSettings::Trust::insecure});
      client_tls_ = made ? *made : nullptr;
    }
    return client_tls_;
  }

  void perform(const stack::AgentCloseStream& action) {
    const auto found = connections_.find(action.connection);
    if (found == connections_.end()) {
      return;
    }
    found->second.close(action.how == stack::AgentCloseStream::How::reset
                            ? StreamConnection::Close::reset
                            : StreamConnection::Close::orderly);
    connections_.erase(found);
  }

  void perform(const stack::AgentDeliver& action) {
    if (handlers_.delivered) {
      handlers_.delivered(action);
    }
  }

  void perform(const stack::AgentCrash& action) {
    if (handlers_.crash) {
      handlers_.crash(action);
    }
  }

  EventLoop& loop_;
  Handlers handlers_;
  std::vector<stack::Address> addresses_;
  std::vector<std::unique_ptr<Listening>> listening_;
  std::optional<DatagramSocket> other_port_;
  TlsContext::Shared client_tls_;
  std::unique_ptr<stack::UserAgent> agent_;
  std::map<std::uint64_t, StreamConnection> connections_;
  std::uint64_t last_accepted_ = 0;
  TimerId timer_ = TimerId::none;
};

AgentServer::AgentServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

AgentServer::AgentServer(AgentServer&&) noexcept = default;
AgentServer& AgentServer::operator=(AgentServer&&) noexcept = default;
AgentServer::~AgentServer() = default;

boost::system::result<AgentServer> AgentServer::start(EventLoop& loop, stack::AgentConfig config,
                                                      const std::vector<ListenPlace>& places,
                                                      const TlsContext::Shared& tls,
                                                      Handlers handlers) {
  auto impl = std::make_unique<Impl>(loop, std::move(handlers));
  if (const auto error = impl->open(std::move(config), places, tls)) {
    return error;
  }
  return AgentServer(std::move(impl));
}

const std::vector<stack::Address>& AgentServer::listening() const {
  return impl_->addresses();
}

}  // namespace sipspec::harness
