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

TEST(Transport, HasADefaultPort) {
  EXPECT_EQ(default_port(Transport::udp), 5060);
  EXPECT_EQ(default_port(Transport::tcp), 5060);
  EXPECT_EQ(default_port(Transport::tls), 5061);
  EXPECT_EQ(default_port(Transport::ws), 80);
  EXPECT_EQ(default_port(Transport::wss), 443);
}

TEST(Address, IsTheSameHoweverItIsWritten) {
  const auto ip = [](std::string_view text) {
    const auto address = address_from(text);
    return address ? address->ip : "none";
  };
  EXPECT_EQ(ip("2001:0DB8:0:0:0:0:0:0001"), "2001:db8::1");
  EXPECT_EQ(ip("0:0:0:0:0:0:0:0"), "::");
  EXPECT_EQ(ip("::"), "::");
  EXPECT_EQ(ip("1::"), "1::");
  EXPECT_EQ(ip("1:0:0:2:0:0:0:3"), "1:0:0:2::3") << "the longest run of zeros";
  EXPECT_EQ(ip("1:0:0:2:3:0:0:4"), "1::2:3:0:0:4") << "the first of two of a length";
  EXPECT_EQ(ip("1:2:3:4:5:6::8"), "1:2:3:4:5:6:0:8") << "a single zero group stays";
  EXPECT_EQ(ip("0:0:0:0:0:FFFF:C000:0201"), "::ffff:192.0.2.1");
  EXPECT_EQ(ip("64:ff9b::192.0.2.1"), "64:ff9b::c000:201");
  EXPECT_EQ(ip("192.0.2.1"), "192.0.2.1");
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
                           "g::1",
                           "1:2:3:4:5:6:7::8:9",
                           "1:2:3:4:5:6:7:192.0.2.1",
                           "::192.0.2",
                           "+1::",
                           "-1::",
                           "0x1::"}) {
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
