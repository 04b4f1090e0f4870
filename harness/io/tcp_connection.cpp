#include "harness/io/stream_connection_impl.hpp"

#include <boost/asio/write.hpp>

#include <utility>
#include <vector>

namespace sipspec::harness {

namespace {

class TcpConnection : public StreamConnection::Impl {
 public:
  TcpConnection(EventLoop& loop, Side side, const StreamKind& kind, tcp::socket socket)
      : Impl(loop, side, kind), socket_(std::move(socket)), buffer_(max_read) {}

 protected:
  tcp::socket& socket() override { return socket_; }

  void begin_session() override { established(); }

  void read_some() override {
    socket_.async_read_some(
        boost::asio::buffer(buffer_),
        [self = self<TcpConnection>()](const boost::system::error_code& error, std::size_t size) {
          self->arrived(error, {self->buffer_.data(), size});
        });
  }

  void write(const std::string& octets) override {
    boost::asio::async_write(
        socket_, boost::asio::buffer(octets),
        [self = self<TcpConnection>()](const boost::system::error_code& error,
                                       std::size_t /*size*/) { self->written(error); });
  }

 private:
  tcp::socket socket_;
  std::vector<char> buffer_;
};

}  // namespace

ConnectionPointer make_tcp_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                      const StreamKind& kind, boost::asio::ip::tcp::socket socket) {
  return std::make_shared<TcpConnection>(loop, side, kind, std::move(socket));
}

}  // namespace sipspec::harness
