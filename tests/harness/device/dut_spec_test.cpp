#include "harness/device/dut_spec.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using stack::Transport;

TEST(DutSpec, ReadsHostPortUserAndTransport) {
  const auto device = parse_dut("sip:bob@127.0.0.1:5070;transport=tcp");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->identity.user, "bob");
  ASSERT_EQ(device->addresses.size(), 1U);
  EXPECT_EQ(device->addresses[0].host, "127.0.0.1");
  EXPECT_EQ(device->addresses[0].port, 5070);
  EXPECT_EQ(device->addresses[0].transports, std::vector{Transport::tcp});
  EXPECT_EQ(device->roles, std::vector<std::string>{"uas"});
}

TEST(DutSpec, TheRestMayBeLeftOut) {
  const auto device = parse_dut("SIP:localhost");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->addresses[0].host, "localhost");
  EXPECT_EQ(device->addresses[0].port, 5060);
  EXPECT_TRUE(device->addresses[0].transports.empty());
  EXPECT_EQ(device->identity.user, "");
}

TEST(DutSpec, ReadsIpv6InBrackets) {
  const auto device = parse_dut("sip:[::1]:5070");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->addresses[0].host, "::1");
  EXPECT_EQ(device->addresses[0].port, 5070);
}

struct Wrong {
  std::string text;
  std::string sentence;
  std::size_t offset;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.text;
}

class WrongDutSpec : public testing::TestWithParam<Wrong> {};

TEST_P(WrongDutSpec, IsNamedWithItsPlace) {
  const auto device = parse_dut(GetParam().text);
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().sentence, GetParam().sentence);
  EXPECT_EQ(device.error().offset, GetParam().offset);
}

const std::string how = "a device is written sip:host:port, or is the path of a profile (*.xml)";

INSTANTIATE_TEST_SUITE_P(
    Table, WrongDutSpec,
    testing::Values(
        Wrong{"", how, 0}, Wrong{"127.0.0.1:5070", how, 0}, Wrong{"http:x", how, 0},
        Wrong{"sip", how, 0},
        Wrong{"sips:x;transport=udp", "sips cannot go over UDP; leave transport= out for TLS", 0},
        Wrong{"sip:", "the host is missing", 4}, Wrong{"sip::5070", "the host is missing", 4},
        Wrong{"sip:[::1:5070", "the bracket of the IPv6 address is not closed", 4},
        Wrong{"sip:[zz]:5070", "'zz' is no IPv6 address", 5},
        Wrong{"sip:::1", "the host is missing", 4},
        Wrong{"sip:fe80::1:2", "an IPv6 address goes into brackets: sip:[::1]:5060", 4},
        Wrong{"sip:a b", "' ' cannot stand in a host", 5},
        Wrong{"sip:x:", "'' is no port (1 to 65535)", 6},
        Wrong{"sip:x:0", "'0' is no port (1 to 65535)", 6},
        Wrong{"sip:x:65536", "'65536' is no port (1 to 65535)", 6},
        Wrong{"sip:x:50a", "'50a' is no port (1 to 65535)", 6},
        Wrong{"sip:x;lr", "unknown parameter 'lr'; only transport= is known", 6},
        Wrong{"sip:x;transport", "transport needs a value: transport=udp, tcp, tls, ws or wss", 15},
        Wrong{"sip:x;transport=sctp", "'sctp' is no transport here; udp, tcp, tls, ws and wss are",
              16},
        Wrong{"sip:x;transport=udp;transport=tcp",
              "transport is given twice; for both leave it out, or use --transport udp,tcp", 20},
        Wrong{"sip:@x", "'' is no user part of a SIP URI", 4},
        Wrong{"sip:x?a=b", "'?a=b' is not understood here", 5}));

TEST(DutSpec, AnErrorIsShownWithAMarkUnderItsPlace) {
  const auto device = parse_dut("sip:x:0");
  ASSERT_FALSE(device);
  EXPECT_EQ(show("sip:x:0", device.error()), "'0' is no port (1 to 65535)\n  sip:x:0\n        ^");
}

TEST(DutSpec, SipsIsTlsAndOverWebSocketTheSecureOne) {
  const auto tls = parse_dut("sips:bob@example.com");
  ASSERT_TRUE(tls);
  EXPECT_EQ(tls->identity.scheme, DeviceIdentity::Scheme::sips);
  EXPECT_EQ(tls->addresses.front().transports, std::vector{Transport::tls});
  EXPECT_EQ(tls->addresses.front().port, 5061);
  EXPECT_EQ(parse_dut("sips:x;transport=tcp")->addresses.front().transports,
            std::vector{Transport::tls});
  EXPECT_EQ(parse_dut("sips:x;transport=ws")->addresses.front().transports,
            std::vector{Transport::wss});
}

TEST(DutSpec, ThePortIsThatOfTheTransportWhenNoneIsWritten) {
  EXPECT_EQ(parse_dut("sip:x")->addresses.front().port, 5060);
  EXPECT_EQ(parse_dut("sip:x;transport=tls")->addresses.front().port, 5061);
  EXPECT_EQ(parse_dut("sip:x;transport=ws")->addresses.front().port, 80);
  EXPECT_EQ(parse_dut("sip:x;transport=wss")->addresses.front().port, 443);
  EXPECT_EQ(parse_dut("sip:x:5070;transport=wss")->addresses.front().port, 5070);
}

}  // namespace
}  // namespace sipspec::harness
