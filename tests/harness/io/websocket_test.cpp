#include "harness/io/network.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;
using stack::Transport;

TlsContext::Shared made_server() {
  auto made = make_certificate({.names = {.uris = {"sip:127.0.0.1"}}});
  EXPECT_TRUE(made);
  TlsSettings settings;
  settings.made = std::move(*made);
  const auto context = TlsContext::server(settings);
  EXPECT_TRUE(context);
  return *context;
}

/// A server that keeps the messages it gets, and a client: SIP over WebSocket, or something else.
class WebSocket : public testing::TestWithParam<Transport> {
 protected:
  void serve(Transport transport) {
    const auto tls = transport == Transport::wss ? made_server() : nullptr;
    auto bound = StreamListener::bind(loop, {"127.0.0.1", 0}, {transport, tls, ""});
    ASSERT_TRUE(bound);
    listener = std::move(*bound);
    listener->on_failed([this](stack::TimePoint, const std::string& why) { server_said = why; });
    listener->on_accepted([this](stack::TimePoint, StreamConnection connection) {
      server = std::move(connection);
      server->set_handlers(
          {.opened = nullptr,
           .data = [this](stack::TimePoint,
                          std::string_view octets) { at_server.emplace_back(octets); },
           .ended = [this](stack::TimePoint, StreamEnd how) { server_end = how; }});
    });
  }

  void connect(Transport transport) {
    const auto tls = TlsContext::client({.trust = TlsSettings::Trust::insecure});
    ASSERT_TRUE(tls);
    client = StreamConnection::connect(
        loop, "", listener->local(),
        {.opened = [this](stack::TimePoint) { opened = true; },
         .data = [this](stack::TimePoint,
                        std::string_view octets) { at_client.emplace_back(octets); },
         .ended = [this](stack::TimePoint, StreamEnd how) { client_end = how; }},
        {transport, *tls, "127.0.0.1"});
  }

  void run_until(const std::function<bool()>& done) {
    std::function<void()> look = [&] {
      if (done()) {
        loop.stop();
      } else {
        loop.call_at(loop.now() + 1ms, look);
      }
    };
    loop.call_at(loop.now(), look);
    const auto end = loop.call_at(loop.now() + 20s, [&] { loop.stop(); });
    loop.run();
    loop.cancel(end);
    EXPECT_TRUE(done());
  }

  EventLoop loop;
  std::optional<StreamListener> listener;
  std::optional<StreamConnection> server, client;
  std::vector<std::string> at_server, at_client;
  std::string server_said;
  std::optional<StreamEnd> server_end, client_end;
  bool opened = false;
};

TEST_P(WebSocket, KeepsMessagesApartBothWays) {
  serve(GetParam());
  connect(GetParam());
  run_until([&] { return opened; });
  client->send("one");
  client->send(std::string("two\0\xff", 5));
  run_until([&] { return at_server.size() == 2; });
  EXPECT_EQ(at_server, (std::vector<std::string>{"one", std::string("two\0\xff", 5)}));
  server->send(std::string(100'000, 'x'));
  server->send("end");
  run_until([&] { return at_client.size() == 2; });
  EXPECT_EQ(at_client.front().size(), 100'000U);
  EXPECT_EQ(at_client.back(), "end");
}

TEST_P(WebSocket, IsClosedInOrder) {
  serve(GetParam());
  connect(GetParam());
  run_until([&] { return opened && server; });
  server.reset();
  run_until([&] { return client_end.has_value(); });
  EXPECT_EQ(client_end, StreamEnd::by_peer);
}

INSTANTIATE_TEST_SUITE_P(Kinds, WebSocket, testing::Values(Transport::ws, Transport::wss));

/// What a client without our ways writes, octet for octet.
class WebSocketOctets : public WebSocket {
 protected:
  static std::string upgrade(const std::string& rows) {
    return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           rows + "\r\n";
  }

  std::string all() const {
    std::string text;
    for (const auto& octets : at_client) {
      text += octets;
    }
    return text;
  }
};

TEST_F(WebSocketOctets, AClientThatOffersSipAmongOthersGetsIt) {
  serve(Transport::ws);
  connect(Transport::tcp);
  client->send(upgrade("Sec-WebSocket-Protocol: foo, sip\r\n"));
  run_until([&] { return all().find("\r\n\r\n") != std::string::npos; });
  EXPECT_TRUE(all().starts_with("HTTP/1.1 101 ")) << all();
  EXPECT_NE(all().find("Sec-WebSocket-Protocol: sip\r\n"), std::string::npos) << all();
}

TEST_F(WebSocketOctets, AClientThatDoesNotOfferSipIsDeclined) {
  serve(Transport::ws);
  connect(Transport::tcp);
  client->send(upgrade("Sec-WebSocket-Protocol: foo\r\n"));
  run_until([&] { return !server_said.empty() && !all().empty(); });
  EXPECT_TRUE(all().starts_with("HTTP/1.1 400 ")) << all();
  EXPECT_EQ(server_said, "the client does not offer the subprotocol sip (RFC 7118 4.1)");
}

TEST_F(WebSocketOctets, ARequestThatIsNoUpgradeIsDeclined) {
  serve(Transport::ws);
  connect(Transport::tcp);
  client->send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  run_until([&] { return !server_said.empty(); });
  EXPECT_EQ(server_said, "the request is no WebSocket upgrade");
}

TEST_F(WebSocketOctets, FragmentsAreOneMessageAndPingIsAnsweredByPong) {
  serve(Transport::ws);
  connect(Transport::tcp);
  client->send(upgrade("Sec-WebSocket-Protocol: sip\r\n"));
  run_until([&] { return server.has_value(); });
  const auto before = all().size();
  // RFC 6455 5.2, masked with zeros: "ab" without FIN, a ping "p" between, "c" with FIN.
  client->send(std::string("\x01\x82\0\0\0\0ab", 8) + std::string("\x89\x81\0\0\0\0p", 7) +
               std::string("\x80\x81\0\0\0\0c", 7));
  run_until([&] { return !at_server.empty() && all().size() > before; });
  EXPECT_EQ(at_server, (std::vector<std::string>{"abc"}));
  EXPECT_EQ(all().substr(all().size() - 3), "\x8a\x01p");
}

TEST_F(WebSocketOctets, TextThatIsNotUtf8EndsTheConnection) {
  serve(Transport::ws);
  connect(Transport::tcp);
  client->send(upgrade("Sec-WebSocket-Protocol: sip\r\n"));
  run_until([&] { return server.has_value(); });
  client->send(std::string("\x81\x81\0\0\0\0\xff", 7));
  run_until([&] { return client_end.has_value(); });
  // RFC 6455 7.1.1: the server closes first; it is done when the client does.
  client->close(StreamConnection::Close::orderly);
  run_until([&] { return server_end.has_value(); });
  EXPECT_TRUE(at_server.empty());
  EXPECT_NE(server->problem().find("the WebSocket broke"), std::string::npos) << server->problem();
}

TEST_F(WebSocketOctets, AServerThatDeclinesIsRefusedWithItsWords) {
  auto plain = StreamListener::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(plain);
  listener = std::move(*plain);
  listener->on_accepted([this](stack::TimePoint, StreamConnection connection) {
    server = std::move(connection);
    server->set_handlers({.opened = nullptr,
                          .data =
                              [this](stack::TimePoint, std::string_view) {
                                server->send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                              },
                          .ended = nullptr});
  });
  connect(Transport::ws);
  run_until([&] { return client_end.has_value(); });
  EXPECT_EQ(client_end, StreamEnd::refused);
  EXPECT_EQ(client->problem(), "the WebSocket upgrade was declined: 403 Forbidden");
}

}  // namespace
}  // namespace sipspec::harness
