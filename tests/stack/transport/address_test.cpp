#include "stack/transport/address.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

TEST(Transport, IsNamedAsInUriAndInVia) {
  EXPECT_EQ(to_string(Transport::udp), "udp");
  EXPECT_EQ(via_name(Transport::wss), "WSS");
  EXPECT_EQ(transport_from("TcP"), Transport::tcp);
  EXPECT_EQ(transport_from("sctp"), std::nullopt);
  EXPECT_EQ(transport_from(""), std::nullopt);
}

TEST(Transport, OnlyUdpIsUnreliable) {
  EXPECT_FALSE(is_reliable(Transport::udp));
  for (const Transport each : {Transport::tcp, Transport::tls, Transport::ws, Transport::wss}) {
    EXPECT_TRUE(is_reliable(each)) << to_string(each);
  }
}

TEST(Address, IsReadWithAndWithoutPort) {
  EXPECT_EQ(address_from("127.0.0.1:5070"), (Address{"127.0.0.1", 5070}));
  EXPECT_EQ(address_from("127.0.0.1"), (Address{"127.0.0.1", 5060}));
  EXPECT_EQ(address_from("[::1]:5070"), (Address{"::1", 5070}));
  EXPECT_EQ(address_from("[2001:DB8::9:1]"), (Address{"2001:db8::9:1", 5060}));
  EXPECT_EQ(address_from("::1", 7), (Address{"::1", 7}));
  EXPECT_EQ(address_from("[::ffff:192.0.2.1]:1"), (Address{"::ffff:192.0.2.1", 1}));
  EXPECT_EQ(address_from("1:2:3:4:5:6:7:8"), (Address{"1:2:3:4:5:6:7:8", 5060}));
}

TEST(Address, RefusesWhatIsNoNumericAddress) {
  for (const char* text : {"",
                           "localhost",
                           "127.0.0",
                           "127.0.0.1.1",
                           "127.0.0.256",
                           "127.0.0.01",
                           "127.0.0.1:",
                           "127.0.0.1:65536",
                           "127.0.0.1:x",
                           "[::1",
                           "[::1]x",
                           "[::1]:",
                           "[127.0.0.1]",
                           "1::2::3",
                           "12345::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           ":::",
                           "::1::",
                           "g::1"}) {
    EXPECT_EQ(address_from(text), std::nullopt) << text;
  }
}

TEST(Address, IsWrittenAsSipWritesIt) {
  EXPECT_EQ(to_string(Address{"127.0.0.1", 5060}), "127.0.0.1:5060");
  EXPECT_EQ(to_string(Address{"::1", 5060}), "[::1]:5060");
  EXPECT_EQ(sip_host(Address{"::1", 5060}), "[::1]");
}

}  // namespace
}  // namespace sipspec::stack
