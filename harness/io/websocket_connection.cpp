// WebSocket as RFC 7118 has it for SIP: subprotocol "sip", one SIP message a WebSocket message,
// text or binary. The only file that includes Boost.Beast: it is slow to compile.

#include "harness/io/stream_connection_impl.hpp"
#include "harness/io/tls_impl.hpp"
#include "harness/io/tls_session.hpp"
#include "stack/text/utf8.hpp"
#include "stack/transport/address.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <fmt/format.h>

#include <type_traits>
#include <utility>

namespace sipspec::harness {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

namespace {

constexpr std::string_view subprotocol = "sip";
/// A message that is longer ends the connection (close code 1009).
constexpr std::size_t max_message = 16 * 1024 * 1024 + 64 * 1024;

/// "foo, sip" holds sip (RFC 6455 4.1: a list of tokens).
bool offers_sip(std::string_view list) {
  for (const auto token : http::token_list(list)) {
    if (token == subprotocol) {
      return true;
    }
  }
  return false;
}

template <typename Layer>
class WebSocketConnection : public StreamConnection::Impl {
 public:
  using Self = WebSocketConnection<Layer>;
  static constexpr bool secure = !std::is_same_v<Layer, tcp::socket>;

  template <typename... Arguments>
  WebSocketConnection(EventLoop& loop, Side side, const StreamKind& kind, Arguments&&... arguments)
      : Impl(loop, side, kind), stream_(std::forward<Arguments>(arguments)...) {
    stream_.read_message_max(max_message);
    stream_.set_option(
        websocket::stream_base::timeout{.handshake_timeout = handshake_patience,
                                        .idle_timeout = websocket::stream_base::none(),
                                        .keep_alive_pings = false});
  }

 protected:
  tcp::socket& socket() override { return beast::get_lowest_layer(stream_); }

  void begin_session() override {
    if constexpr (secure) {
      const bool client = side() == Side::client;
      if (client) {
        name_server(stream_.next_layer(), kind().peer_name);
      }
      stream_.next_layer().async_handshake(
          client ? TlsStream::client : TlsStream::server,
          [self = self<Self>()](const error_code& error) { self->secured(error); });
    } else {
      upgrade();
    }
  }

  void read_some() override {
    stream_.async_read(buffer_, [self = self<Self>()](const error_code& error, std::size_t) {
      self->read_message(error);
    });
  }

  void write(const std::string& octets) override {
    // RFC 7118 4.2: what is not UTF-8 goes in a binary message.
    stream_.text(stack::is_utf8(octets));
    stream_.async_write(
        boost::asio::buffer(octets),
        [self = self<Self>()](const error_code& error, std::size_t) { self->written(error); });
  }

  void say_goodbye(StreamConnection::Close how) override {
    stream_.async_close(websocket::close_code::normal,
                        [self = self<Self>(), how](const error_code&) {
                          if (how == StreamConnection::Close::orderly) {
                            self->drop();
                          }
                        });
  }

 private:
  void secured(const error_code& error) {
    if (is_closed()) {
      return;
    }
    if (error) {
      failed(handshake_problem(error));
      return;
    }
    if constexpr (secure) {
      if (side() == Side::client) {
        std::optional<PeerCertificate> shown;
        auto problem = examine(stream_.next_layer(), kind(), shown);
        show(*std::move(shown));
        if (!problem.empty()) {
          failed(std::move(problem));
          return;
        }
      }
    }
    upgrade();
  }

  void upgrade() {
    if (side() == Side::server) {
      http::async_read(
          stream_.next_layer(), buffer_, request_,
          [self = self<Self>()](const error_code& error, std::size_t) { self->requested(error); });
      return;
    }
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(http::field::sec_websocket_protocol, subprotocol);
    }));
    stream_.async_handshake(response_, host(), "/", [self = self<Self>()](const error_code& error) {
      self->answered(error);
    });
  }

  std::string host() const {
    const stack::Address named{kind().peer_name, peer().port};
    return kind().peer_name.empty() ? stack::to_string(peer()) : stack::to_string(named);
  }

  /// Client: what the server said to the upgrade.
  void answered(const error_code& error) {
    if (error == websocket::error::upgrade_declined) {
      failed(fmt::format("the WebSocket upgrade was declined: {} {}", response_.result_int(),
                         std::string_view(response_.reason())));
    } else if (error) {
      failed(fmt::format("the WebSocket handshake failed: {}", error.message()));
    } else if (response_[http::field::sec_websocket_protocol] != subprotocol) {
      failed(fmt::format(
          "the server takes the WebSocket, but not its subprotocol sip: Sec-WebSocket-Protocol is "
          "'{}' (RFC 7118 4.1)",
          std::string_view(response_[http::field::sec_websocket_protocol])));
    } else {
      established();
    }
  }

  /// Server: the client's upgrade has come.
  void requested(const error_code& error) {
    if (is_closed()) {
      return;
    }
    if (error) {
      failed(fmt::format("no WebSocket handshake came: {}", error.message()));
      return;
    }
    if (!websocket::is_upgrade(request_)) {
      decline("the request is no WebSocket upgrade");
      return;
    }
    if (!offers_sip(request_[http::field::sec_websocket_protocol])) {
      decline("the client does not offer the subprotocol sip (RFC 7118 4.1)");
      return;
    }
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
      response.set(http::field::sec_websocket_protocol, subprotocol);
    }));
    stream_.async_accept(request_, [self = self<Self>()](const error_code& e) {
      if (e) {
        self->failed(fmt::format("the WebSocket handshake failed: {}", e.message()));
      } else {
        self->established();
      }
    });
  }

  void decline(std::string why) {
    refusal_ = {http::status::bad_request, request_.version()};
    refusal_.body() = why + "\n";
    refusal_.keep_alive(false);
    refusal_.prepare_payload();
    http::async_write(
        stream_.next_layer(), refusal_,
        [self = self<Self>(), why](const error_code&, std::size_t) { self->failed(why); });
  }

  void read_message(const error_code& error) {
    if (error == websocket::error::closed || error == boost::asio::ssl::error::stream_truncated) {
      arrived(boost::asio::error::eof, {});
      return;
    }
    if (error) {
      // Frames that break RFC 6455: text that is no UTF-8, reserved bits, unmasked ones.
      blame(fmt::format("the WebSocket broke: {}", error.message()));
      arrived(error, {});
      return;
    }
    const auto message = buffer_.cdata();
    // The handler may send, and so may not keep us from reading into the buffer again.
    const std::string octets(static_cast<const char*>(message.data()), message.size());
    buffer_.consume(buffer_.size());
    arrived({}, octets);
  }

  websocket::stream<Layer> stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> refusal_;
  websocket::response_type response_;
};

}  // namespace

ConnectionPointer make_websocket_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                            const StreamKind& kind,
                                            boost::asio::ip::tcp::socket socket) {
  if (kind.transport == stack::Transport::wss) {
    return std::make_shared<WebSocketConnection<TlsStream>>(loop, side, kind, std::move(socket),
                                                            kind.tls->impl().context());
  }
  return std::make_shared<WebSocketConnection<boost::asio::ip::tcp::socket>>(loop, side, kind,
                                                                             std::move(socket));
}

}  // namespace sipspec::harness
