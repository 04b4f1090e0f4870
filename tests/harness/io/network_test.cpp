#include "harness/io/network.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;

/// Runs the loop until `done` or, generously, for 20 s.
void run_until(EventLoop& loop, const std::function<bool()>& done) {
  std::function<void()> look = [&] {
    if (done()) {
      loop.stop();
    } else {
      loop.call_at(loop.now() + 1ms, look);
    }
  };
  loop.call_at(loop.now(), look);
  loop.call_at(loop.now() + 20s, [&] { loop.stop(); });
  loop.run();
  EXPECT_TRUE(done());
}

class Datagrams : public testing::TestWithParam<std::string> {};

TEST_P(Datagrams, ArriveWithSenderAndStamp) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {GetParam(), 0});
  auto b = DatagramSocket::bind(loop, {GetParam(), 0});
  ASSERT_TRUE(a && b);
  const auto before = loop.now();
  std::string octets;
  stack::Address from;
  stack::TimePoint at{};
  b->on_datagram([&](const ArrivedDatagram& it) {
    octets = it.octets;
    from = it.from;
    at = it.at;
  });
  EXPECT_FALSE(a->send(b->local(), "hello"));
  run_until(loop, [&] { return !octets.empty(); });
  EXPECT_EQ(octets, "hello");
  EXPECT_EQ(from, a->local());
  EXPECT_GE(at, before - 1ms);
  EXPECT_LE(at, loop.now());
}

TEST_P(Datagrams, AClosedPortIsReportedWithItsAddress) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {GetParam(), 0});
  ASSERT_TRUE(a);
  stack::Address dead;
  {
    auto b = DatagramSocket::bind(loop, {GetParam(), 0});
    ASSERT_TRUE(b);
    dead = b->local();
  }
  std::optional<stack::Address> unreachable;
  a->on_unreachable([&](stack::TimePoint, const stack::Address& peer) { unreachable = peer; });
  EXPECT_FALSE(a->send(dead, "hello"));
  run_until(loop, [&] { return unreachable.has_value(); });
  EXPECT_EQ(unreachable, dead);
}

INSTANTIATE_TEST_SUITE_P(IpVersions, Datagrams, testing::Values("127.0.0.1", "::1"));

TEST(DatagramSocket, CarriesTheLargestDatagramAndRefusesLargerOnes) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  auto b = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(a && b);
  std::size_t size = 0;
  b->on_datagram([&](const ArrivedDatagram& it) { size = it.octets.size(); });
  EXPECT_EQ(a->send(b->local(), std::string(max_datagram + 1, 'x')),
            boost::system::errc::message_size);
  EXPECT_FALSE(a->send(b->local(), std::string(max_datagram, 'x')));
  run_until(loop, [&] { return size != 0; });
  EXPECT_EQ(size, max_datagram);
}

TEST(DatagramSocket, AnErrorOfOnePeerDoesNotSwallowADatagramToAnother) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  auto b = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(a && b);
  stack::Address dead;
  {
    auto c = DatagramSocket::bind(loop, {"127.0.0.1", 0});
    dead = c->local();
  }
  int arrived = 0;
  b->on_datagram([&](const ArrivedDatagram&) { ++arrived; });
  for (int i = 0; i < 10; ++i) {
    a->send(dead, "x");
    EXPECT_FALSE(a->send(b->local(), "y"));
  }
  run_until(loop, [&] { return arrived == 10; });
}

TEST(DatagramSocket, AHandlerMayDestroyItsSocket) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(a);
  auto b = std::make_optional(std::move(*DatagramSocket::bind(loop, {"127.0.0.1", 0})));
  const auto to = b->local();
  int calls = 0;
  b->on_datagram([&](const ArrivedDatagram&) {
    ++calls;
    b.reset();
  });
  a->send(to, "1");
  a->send(to, "2");
  run_until(loop, [&] { return calls > 0; });
  EXPECT_EQ(calls, 1);
}

TEST(DatagramSocket, AnAddressInUseIsAnError) {
  EventLoop loop;
  auto a = DatagramSocket::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(a);
  EXPECT_FALSE(DatagramSocket::bind(loop, a->local()));
  EXPECT_FALSE(DatagramSocket::bind(loop, {"no address", 0}));
}

TEST(Endpoint, HasBothHalvesOnOnePort) {
  EventLoop loop;
  for (int i = 0; i < 20; ++i) {
    auto endpoint = open_endpoint(loop, {"127.0.0.1", 0});
    ASSERT_TRUE(endpoint);
    EXPECT_EQ(endpoint->datagrams.local(), endpoint->streams.local());
  }
}

/// Two ends of a connection.
class Streams : public testing::Test {
 protected:
  Streams() {
    listener_.emplace(std::move(*StreamListener::bind(loop_, {"127.0.0.1", 0})));
    listener_->on_accepted([this](stack::TimePoint, StreamConnection connection) {
      accepted_.emplace(std::move(connection));
      accepted_->set_handlers(
          {.opened = nullptr,
           .data = [this](stack::TimePoint, std::string_view octets) { at_listener_ += octets; },
           .ended = [this](stack::TimePoint, StreamEnd end) { end_at_listener_ = end; }});
    });
    client_.emplace(StreamConnection::connect(
        loop_, "127.0.0.1", listener_->local(),
        {.opened = [this](stack::TimePoint) { opened_ = true; },
         .data = [this](stack::TimePoint, std::string_view octets) { at_client_ += octets; },
         .ended = [this](stack::TimePoint, StreamEnd end) { end_at_client_ = end; }}));
  }

  void establish() {
    run_until(loop_, [this] { return opened_ && accepted_.has_value(); });
  }

  EventLoop loop_;
  std::optional<StreamListener> listener_;
  std::optional<StreamConnection> client_, accepted_;
  bool opened_ = false;
  std::string at_listener_, at_client_;
  std::optional<StreamEnd> end_at_listener_, end_at_client_;
};

TEST_F(Streams, CarryOctetsBothWaysInOrder) {
  establish();
  const std::string large(1'000'000, 'x');
  client_->send("one");
  client_->send(large);
  client_->send("two");
  accepted_->send("back");
  run_until(loop_, [&] { return at_listener_.size() == large.size() + 6 && at_client_ == "back"; });
  EXPECT_EQ(at_listener_, "one" + large + "two");
  EXPECT_EQ(accepted_->peer(), client_->local());
}

TEST_F(Streams, WhatIsSentBeforeTheConnectionStandsIsKept) {
  client_->send("early");
  run_until(loop_, [&] { return at_listener_ == "early"; });
}

TEST_F(Streams, AnOrderlyCloseIsSeenAfterTheLastOctet) {
  establish();
  client_->send("bye");
  client_->close(StreamConnection::Close::orderly);
  run_until(loop_, [&] { return end_at_listener_.has_value(); });
  EXPECT_EQ(at_listener_, "bye");
  EXPECT_EQ(end_at_listener_, StreamEnd::by_peer);
  EXPECT_FALSE(end_at_client_) << "who closes needs no call";
}

TEST_F(Streams, AfterAHalfCloseTheOtherDirectionGoesOn) {
  establish();
  client_->send("bye");
  client_->close(StreamConnection::Close::half);
  run_until(loop_, [&] { return end_at_listener_.has_value(); });
  accepted_->send("still here");
  run_until(loop_, [&] { return at_client_ == "still here"; });
}

TEST_F(Streams, AResetIsSeenAsOne) {
  establish();
  client_->close(StreamConnection::Close::reset);
  run_until(loop_, [&] { return end_at_listener_.has_value(); });
  EXPECT_EQ(end_at_listener_, StreamEnd::reset);
}

TEST_F(Streams, TheQueueIsBounded) {
  establish();
  // Reading has not begun on the other side of this loop turn: everything stays queued.
  EXPECT_TRUE(client_->send(std::string(max_queued / 2, 'x')));
  EXPECT_FALSE(client_->send(std::string(max_queued, 'x')));
}

TEST(StreamConnection, AClosedPortRefuses) {
  EventLoop loop;
  stack::Address dead;
  {
    auto listener = StreamListener::bind(loop, {"127.0.0.1", 0});
    dead = listener->local();
  }
  std::optional<StreamEnd> end;
  const auto connection = StreamConnection::connect(
      loop, "127.0.0.1", dead,
      {.opened = nullptr, .data = nullptr, .ended = [&](stack::TimePoint, StreamEnd it) {
         end = it;
       }});
  run_until(loop, [&] { return end.has_value(); });
  EXPECT_EQ(end, StreamEnd::refused);
}

TEST(Addresses, LoopbackIsKnown) {
  EXPECT_TRUE(is_loopback("127.0.0.1"));
  EXPECT_TRUE(is_loopback("127.1.2.3"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("192.0.2.1"));
  EXPECT_FALSE(is_loopback("::"));
  EXPECT_FALSE(is_loopback("localhost"));
}

TEST(Addresses, NumbersResolveToThemselves) {
  EXPECT_EQ(*resolve_host("192.0.2.1"), std::vector<std::string>{"192.0.2.1"});
  EXPECT_EQ(*resolve_host("::1"), std::vector<std::string>{"::1"});
  EXPECT_FALSE(resolve_host("no such host.invalid"));
}

TEST(Addresses, TheLocalAddressTowardsLoopbackIsLoopback) {
  EXPECT_EQ(*local_ip_towards({"127.0.0.1", 5060}), "127.0.0.1");
  EXPECT_FALSE(local_ip_towards({"no address", 5060}));
}

}  // namespace
}  // namespace sipspec::harness
