#include "harness/io/stream_connection_impl.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace sipspec::harness {

namespace asio = boost::asio;
using asio::ip::tcp;

StreamConnection::Impl::Impl(EventLoop& loop)
    : loop_(loop), socket_(loop.impl().io), buffer_(max_read) {}

StreamConnection::Impl::Impl(EventLoop& loop, tcp::socket socket)
    : loop_(loop), socket_(std::move(socket)), buffer_(max_read), open_(true) {
  remember_addresses();
}

void StreamConnection::Impl::remember_addresses() {
  boost::system::error_code error;
  socket_.set_option(tcp::no_delay(true), error);
  const auto local = socket_.local_endpoint(error);
  if (!error) {
    local_ = address_of(local.address(), local.port());
  }
  const auto peer = socket_.remote_endpoint(error);
  if (!error) {
    peer_ = address_of(peer.address(), peer.port());
  }
}

void StreamConnection::Impl::connect(const std::string& local_ip, const stack::Address& to) {
  boost::system::error_code error;
  peer_ = to;
  const tcp::endpoint target{asio::ip::make_address(to.ip, error), to.port};
  if (!error) {
    socket_.open(target.protocol(), error);
  }
  if (!error && !local_ip.empty()) {
    const auto source = asio::ip::make_address(local_ip, error);
    if (!error) {
      socket_.bind({source, 0}, error);
    }
  }
  if (error) {
    asio::post(loop_.impl().io, [self = shared_from_this()] { self->end(StreamEnd::refused); });
    return;
  }
  socket_.async_connect(target, [self = shared_from_this()](const boost::system::error_code& e) {
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
  open_ = true;
  remember_addresses();
  start_reading();
  write_next();
  if (handlers.opened) {
    const auto handler = handlers.opened;
    handler(loop_.now());
  }
}

void StreamConnection::Impl::read() {
  socket_.async_read_some(
      asio::buffer(buffer_),
      [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
        self->arrived(error, size);
      });
}

void StreamConnection::Impl::arrived(const boost::system::error_code& error, std::size_t size) {
  if (closed_) {
    return;
  }
  if (size > 0 && handlers.data) {
    const auto handler = handlers.data;
    handler(loop_.now(), {buffer_.data(), size});
  }
  if (closed_) {
    return;
  }
  if (error) {
    end(error == asio::error::eof ? StreamEnd::by_peer : StreamEnd::reset);
    return;
  }
  read();
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
  asio::async_write(socket_, asio::buffer(queue_.front()),
                    [self = shared_from_this()](const boost::system::error_code& error,
                                                std::size_t /*size*/) { self->written(error); });
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
  boost::system::error_code ignored;
  if (close_wanted_ == Close::half) {
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  } else if (close_wanted_ == Close::orderly) {
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }
}

void StreamConnection::Impl::close(Close how) {
  boost::system::error_code ignored;
  if (how == Close::half) {
    close_wanted_ = how;
  } else {
    closed_ = true;
    handlers = {};
    if (how == Close::orderly && open_ && !queue_.empty()) {
      close_wanted_ = how;
      return;
    }
    if (how == Close::reset) {
      socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    }
    socket_.close(ignored);
    return;
  }
  if (open_ && queue_.empty()) {
    finish_sending();
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
                                           const stack::Address& to, Handlers handlers) {
  auto impl = std::make_shared<Impl>(loop);
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

}  // namespace sipspec::harness
