#include "harness/io/stream_connection_impl.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace sipspec::harness {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Pairs of ports that are tried before giving up; a free UDP port whose TCP half is taken is rare.
constexpr int max_port_pairs = 32;
constexpr std::chrono::milliseconds accept_again_after{100};
/// Further connections are closed while so many are in their handshakes.
constexpr std::size_t max_pending_handshakes = 1024;

}  // namespace

class StreamListener::Impl : public std::enable_shared_from_this<StreamListener::Impl> {
 public:
  Impl(EventLoop& loop, StreamKind kind)
      : loop_(loop), kind_(std::move(kind)), acceptor_(loop.impl().io) {}

  boost::system::error_code open(const stack::Address& local) {
    boost::system::error_code error;
    const tcp::endpoint endpoint{asio::ip::make_address(local.ip, error), local.port};
    if (!error) {
      acceptor_.open(endpoint.protocol(), error);
    }
    if (!error) {
      acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error && endpoint.protocol() == tcp::v6()) {
      acceptor_.set_option(asio::ip::v6_only(true), error);
    }
    if (!error) {
      acceptor_.bind(endpoint, error);
    }
    if (!error) {
      acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
      return error;
    }
    const auto bound = acceptor_.local_endpoint(error);
    local_ = address_of(bound.address(), bound.port());
    return error;
  }

  void wait() {
    acceptor_.async_accept(
        [self = shared_from_this()](const boost::system::error_code& error, tcp::socket socket) {
          self->accepted(error, std::move(socket));
        });
  }

  void close() {
    closed_ = true;
    handler = nullptr;
    failed = nullptr;
    for (const auto& pending : std::exchange(pending_, {})) {
      pending->close(StreamConnection::Close::orderly);
    }
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  }

  const stack::Address& local() const { return local_; }

  Accepted handler;
  std::function<void(stack::TimePoint, const std::string&)> failed;

 private:
  void accepted(const boost::system::error_code& error, tcp::socket socket) {
    if (closed_) {
      return;
    }
    if (error) {
      // Out of descriptors, most likely: trying again at once would spin.
      loop_.call_at(loop_.now() + accept_again_after, [weak = weak_from_this()] {
        if (const auto self = weak.lock(); self && !self->closed_) {
          self->wait();
        }
      });
      return;
    }
    if (pending_.size() < max_pending_handshakes) {
      begin(make_connection(loop_, StreamConnection::Impl::Side::server, kind_, std::move(socket)));
    }
    if (!closed_) {
      wait();
    }
  }

  void begin(ConnectionPointer connection) {
    pending_.insert(connection);
    connection->accept([weak = weak_from_this(), which = connection.get()](stack::TimePoint at) {
      if (const auto self = weak.lock()) {
        self->shaken_hands(at, which);
      }
    });
  }

  void shaken_hands(stack::TimePoint at, StreamConnection::Impl* which) {
    const auto found = std::ranges::find(pending_, which, &ConnectionPointer::get);
    if (found == pending_.end()) {
      return;
    }
    auto connection = std::move(pending_.extract(found).value());
    if (connection->is_open() && handler) {
      const auto accept = handler;
      accept(at, StreamConnection(std::move(connection)));
    } else if (!connection->is_open() && failed) {
      const auto tell = failed;
      tell(at, connection->problem());
    }
  }

  EventLoop& loop_;
  StreamKind kind_;
  tcp::acceptor acceptor_;
  std::set<ConnectionPointer> pending_;  ///< in their handshakes
  stack::Address local_;
  bool closed_ = false;
};

StreamListener::StreamListener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

StreamListener::StreamListener(StreamListener&&) noexcept = default;

StreamListener& StreamListener::operator=(StreamListener&& other) noexcept {
  if (impl_ && impl_ != other.impl_) {
    impl_->close();
  }
  impl_ = std::move(other.impl_);
  return *this;
}

StreamListener::~StreamListener() {
  if (impl_) {
    impl_->close();
  }
}

boost::system::result<StreamListener> StreamListener::bind(EventLoop& loop,
                                                           const stack::Address& local,
                                                           const StreamKind& kind) {
  auto impl = std::make_shared<Impl>(loop, kind);
  if (const auto error = impl->open(local)) {
    return error;
  }
  impl->wait();
  return StreamListener(std::move(impl));
}

void StreamListener::on_accepted(Accepted handler) {
  impl_->handler = std::move(handler);
}

void StreamListener::on_failed(
    std::function<void(stack::TimePoint, const std::string& why)> handler) {
  impl_->failed = std::move(handler);
}

stack::Address StreamListener::local() const {
  return impl_->local();
}

boost::system::result<Endpoint> open_endpoint(EventLoop& loop, const stack::Address& local,
                                              const StreamKind& kind) {
  boost::system::error_code error;
  std::vector<DatagramSocket> taken;  // kept open, so that the next attempt gets another port
  for (int attempt = 0; attempt < max_port_pairs; ++attempt) {
    auto datagrams = DatagramSocket::bind(loop, local);
    if (!datagrams) {
      return datagrams.error();
    }
    auto streams = StreamListener::bind(loop, datagrams->local(), kind);
    if (streams) {
      return Endpoint{std::move(*datagrams), std::move(*streams)};
    }
    error = streams.error();
    if (local.port != 0 || error != boost::system::errc::address_in_use) {
      break;
    }
    taken.push_back(std::move(*datagrams));
  }
  return error;
}

}  // namespace sipspec::harness
