#include "harness/io/stream_connection_impl.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <utility>

namespace sipspec::harness {

namespace asio = boost::asio;
using asio::ip::tcp;

StreamConnection::Impl::Impl(EventLoop& loop, Side side, StreamKind kind)
    : loop_(loop), side_(side), kind_(std::move(kind)) {}

void StreamConnection::Impl::remember_addresses() {
  boost::system::error_code error;
  socket().set_option(tcp::no_delay(true), error);
  const auto local = socket().local_endpoint(error);
  if (!error) {
    local_ = address_of(local.address(), local.port());
  }
  const auto peer = socket().remote_endpoint(error);
  if (!error) {
    peer_ = address_of(peer.address(), peer.port());
  }
}

void StreamConnection::Impl::connect(const std::string& local_ip, const stack::Address& to) {
  boost::system::error_code error;
  peer_ = to;
  const tcp::endpoint target{asio::ip::make_address(to.ip, error), to.port};
  if (!error) {
    socket().open(target.protocol(), error);
  }
  if (!error && !local_ip.empty()) {
    const auto source = asio::ip::make_address(local_ip, error);
    if (!error) {
      socket().bind({source, 0}, error);
    }
  }
  if (error) {
    asio::post(loop_.impl().io, [self = shared_from_this()] { self->end(StreamEnd::refused); });
    return;
  }
  socket().async_connect(target, [self = shared_from_this()](const boost::system::error_code& e) {
    self->connected(e);
  });
}

void StreamConnection::Impl::connected(const boost::system::error_code& error) {
  if (closed_) {
    return;
  }
  if (error) {
    end(StreamEnd::refused);
    return;
  }
  session();
}

void StreamConnection::Impl::accept(std::function<void(stack::TimePoint)> done) {
  accepted_ = std::move(done);
  session();
}

void StreamConnection::Impl::session() {
  remember_addresses();
  if (kind_.transport != stack::Transport::tcp) {
    patience_ = loop_.call_at(loop_.now() + handshake_patience, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->failed(fmt::format("no {} handshake within {} s",
                                 stack::via_name(self->kind_.transport),
                                 handshake_patience.count()));
      }
    });
  }
  begin_session();
}

void StreamConnection::Impl::established() {
  loop_.cancel(patience_);
  if (closed_ || ended_) {
    return;
  }
  open_ = true;
  if (side_ == Side::server) {
    if (const auto done = std::exchange(accepted_, nullptr)) {
      done(loop_.now());
    }
    return;
  }
  start_reading();
  write_next();
  if (handlers.opened) {
    const auto handler = handlers.opened;
    handler(loop_.now());
  }
}

void StreamConnection::Impl::failed(std::string why) {
  loop_.cancel(patience_);
  if (closed_ || ended_) {
    return;
  }
  problem_ = std::move(why);
  drop();
  if (const auto done = std::exchange(accepted_, nullptr)) {
    ended_ = true;
    done(loop_.now());
    return;
  }
  end(StreamEnd::refused);
}

void StreamConnection::Impl::start_reading() {
  if (open_ && !reading_) {
    reading_ = true;
    read_some();
  }
}

void StreamConnection::Impl::arrived(const boost::system::error_code& error,
                                     std::string_view octets) {
  if (closed_) {
    return;
  }
  if (!octets.empty() && handlers.data) {
    const auto handler = handlers.data;
    handler(loop_.now(), octets);
  }
  if (closed_) {
    return;
  }
  if (error) {
    end(error == asio::error::eof ? StreamEnd::by_peer : StreamEnd::reset);
    return;
  }
  read_some();
}

void StreamConnection::Impl::end(StreamEnd how) {
  if (ended_ || closed_) {
    return;
  }
  ended_ = true;
  if (handlers.ended) {
    const auto handler = handlers.ended;
    handler(loop_.now(), how);
  }
}

bool StreamConnection::Impl::send(std::string octets) {
  if (queued_ + octets.size() > max_queued) {
    return false;
  }
  queued_ += octets.size();
  queue_.push_back(std::move(octets));
  if (open_ && !writing_) {
    write_next();
  }
  return true;
}

void StreamConnection::Impl::write_next() {
  if (queue_.empty()) {
    finish_sending();
    return;
  }
  writing_ = true;
  write(queue_.front());
}

void StreamConnection::Impl::written(const boost::system::error_code& error) {
  writing_ = false;
  if (error) {
    // The read side reports the end; octets that the peer sent before may still be there.
    queue_.clear();
    queued_ = 0;
    return;
  }
  queued_ -= queue_.front().size();
  queue_.pop_front();
  write_next();
}

void StreamConnection::Impl::finish_sending() {
  if (close_wanted_) {
    say_goodbye(*close_wanted_);
  }
}

void StreamConnection::Impl::say_goodbye(Close how) {
  boost::system::error_code ignored;
  if (how == Close::half) {
    socket().shutdown(tcp::socket::shutdown_send, ignored);
  } else {
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
  }
}

void StreamConnection::Impl::drop() {
  boost::system::error_code ignored;
  socket().close(ignored);
}

void StreamConnection::Impl::close(Close how) {
  if (closed_) {
    return;
  }
  if (how == Close::half) {
    close_wanted_ = how;
    if (open_ && queue_.empty()) {
      finish_sending();
    }
    return;
  }
  closed_ = true;
  handlers = {};
  accepted_ = nullptr;
  loop_.cancel(patience_);
  if (how == Close::orderly && open_) {
    close_wanted_ = how;
    if (queue_.empty()) {
      finish_sending();
    }
    return;
  }
  if (how == Close::reset) {
    boost::system::error_code ignored;
    socket().set_option(asio::socket_base::linger(true, 0), ignored);
  }
  drop();
}

ConnectionPointer make_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                  const StreamKind& kind, tcp::socket socket) {
  switch (kind.transport) {
    case stack::Transport::tls:
      return make_tls_connection(loop, side, kind, std::move(socket));
    case stack::Transport::ws:
    case stack::Transport::wss:
      return make_websocket_connection(loop, side, kind, std::move(socket));
    default:
      return make_tcp_connection(loop, side, kind, std::move(socket));
  }
}

StreamConnection::StreamConnection(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

StreamConnection::StreamConnection(StreamConnection&&) noexcept = default;

StreamConnection& StreamConnection::operator=(StreamConnection&& other) noexcept {
  if (impl_ && impl_ != other.impl_) {
    impl_->close(Close::orderly);
  }
  impl_ = std::move(other.impl_);
  return *this;
}

StreamConnection::~StreamConnection() {
  if (impl_) {
    impl_->close(Close::orderly);
  }
}

StreamConnection StreamConnection::connect(EventLoop& loop, const std::string& local_ip,
                                           const stack::Address& to, Handlers handlers,
                                           const StreamKind& kind) {
  auto impl = make_connection(loop, Impl::Side::client, kind, tcp::socket(loop.impl().io));
  impl->handlers = std::move(handlers);
  impl->connect(local_ip, to);
  return StreamConnection(std::move(impl));
}

bool StreamConnection::send(std::string octets) {
  return impl_->send(std::move(octets));
}

void StreamConnection::close(Close how) {
  impl_->close(how);
}

void StreamConnection::set_handlers(Handlers handlers) {
  impl_->handlers = std::move(handlers);
  impl_->start_reading();
}

stack::Address StreamConnection::local() const {
  return impl_->local();
}

stack::Address StreamConnection::peer() const {
  return impl_->peer();
}

std::string StreamConnection::problem() const {
  return impl_->problem();
}

const std::optional<PeerCertificate>& StreamConnection::certificate() const {
  return impl_->certificate();
}

}  // namespace sipspec::harness
