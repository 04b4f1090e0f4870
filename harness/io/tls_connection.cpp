#include "harness/io/stream_connection_impl.hpp"
#include "harness/io/tls_impl.hpp"
#include "harness/io/tls_session.hpp"

#include <boost/asio/write.hpp>

#include <utility>
#include <vector>

namespace sipspec::harness {

namespace {

class TlsConnection : public StreamConnection::Impl {
 public:
  TlsConnection(EventLoop& loop, Side side, const StreamKind& kind, tcp::socket socket)
      : Impl(loop, side, kind),
        stream_(std::move(socket), kind.tls->impl().context()),
        buffer_(max_read) {}

 protected:
  tcp::socket& socket() override { return stream_.next_layer(); }

  void begin_session() override {
    const bool client = side() == Side::client;
    if (client) {
      name_server(stream_, kind().peer_name);
    }
    stream_.async_handshake(client ? TlsStream::client : TlsStream::server,
                            [self = self<TlsConnection>()](const boost::system::error_code& error) {
                              self->shaken_hands(error);
                            });
  }

  void read_some() override {
    stream_.async_read_some(
        boost::asio::buffer(buffer_),
        [self = self<TlsConnection>()](const boost::system::error_code& error, std::size_t size) {
          // A peer that goes without close_notify: that happens, and is no reset.
          const bool cut = error == boost::asio::ssl::error::stream_truncated;
          if (error.category() == boost::asio::error::get_ssl_category()) {
            // In TLS 1.3 a refusal of our certificate comes when the handshake is over for us.
            self->blame(handshake_problem(error));
          }
          self->arrived(cut ? boost::system::error_code(boost::asio::error::eof) : error,
                        {self->buffer_.data(), size});
        });
  }

  void write(const std::string& octets) override {
    boost::asio::async_write(
        stream_, boost::asio::buffer(octets),
        [self = self<TlsConnection>()](const boost::system::error_code& error,
                                       std::size_t /*size*/) { self->written(error); });
  }

  void say_goodbye(StreamConnection::Close how) override {
    const auto record = std::make_shared<std::string>(close_notify(stream_));
    boost::asio::async_write(stream_.next_layer(), boost::asio::buffer(*record),
                             [self = self<TlsConnection>(), how, record](
                                 const boost::system::error_code& /*error*/, std::size_t /*size*/) {
                               self->Impl::say_goodbye(how);
                             });
  }

 private:
  void shaken_hands(const boost::system::error_code& error) {
    if (is_closed()) {
      return;
    }
    if (error) {
      failed(handshake_problem(error));
      return;
    }
    if (side() == Side::client) {
      std::optional<PeerCertificate> shown;
      auto problem = examine(stream_, kind(), shown);
      show(*std::move(shown));
      if (!problem.empty()) {
        failed(std::move(problem));
        return;
      }
    }
    established();
  }

  TlsStream stream_;
  std::vector<char> buffer_;
};

}  // namespace

ConnectionPointer make_tls_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                      const StreamKind& kind, boost::asio::ip::tcp::socket socket) {
  return std::make_shared<TlsConnection>(loop, side, kind, std::move(socket));
}

}  // namespace sipspec::harness
