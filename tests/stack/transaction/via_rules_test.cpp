#include "stack/transaction/via_rules.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

const Address source{"192.0.2.9", 40000};

std::string stamped(std::string_view value, const Address& from = source) {
  return stamped_via(parse_via(value).value(), from);
}

Address destination(std::string_view value, Transport transport = Transport::udp) {
  return response_destination(parse_via(value).value(), source, transport);
}

TEST(StampedVia, IsUntouchedWhenSentByIsTheSource) {
  EXPECT_EQ(stamped("SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKa"),
            "SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKa");
}

TEST(StampedVia, GetsReceivedWhenSentByIsAnother) {
  EXPECT_EQ(stamped("SIP/2.0/UDP client.example.com;branch=z9hG4bKa"),
            "SIP/2.0/UDP client.example.com;branch=z9hG4bKa;received=192.0.2.9");
  EXPECT_EQ(stamped("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa"),
            "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa;received=192.0.2.9");
}

TEST(StampedVia, FillsRportAndThenAlwaysHasReceived) {
  EXPECT_EQ(stamped("SIP/2.0/UDP 192.0.2.9:5070;rport;branch=z9hG4bKa"),
            "SIP/2.0/UDP 192.0.2.9:5070;rport=40000;branch=z9hG4bKa;received=192.0.2.9");
}

TEST(StampedVia, ReplacesWhatTheClientForged) {
  EXPECT_EQ(stamped("SIP/2.0/UDP 192.0.2.9;received=192.0.2.66;branch=z9hG4bKa"),
            "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa");
  EXPECT_EQ(stamped("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa;rport=1"),
            "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa;rport=40000;received=192.0.2.9");
}

TEST(StampedVia, WritesAnIpv6AddressWithoutBrackets) {
  EXPECT_EQ(stamped("SIP/2.0/UDP h.example.com;branch=z9hG4bKa", {"2001:db8::1", 5060}),
            "SIP/2.0/UDP h.example.com;branch=z9hG4bKa;received=2001:db8::1");
}

TEST(StampedVia, KnowsAnIpv6SourceHoweverItIsWritten) {
  const std::string_view value = "SIP/2.0/UDP [2001:DB8:0:0::1]:5060;branch=z9hG4bKa";
  EXPECT_EQ(stamped(value, {"2001:db8::1", 5060}), value);
  EXPECT_NE(stamped(value, {"2001:db8::2", 5060}), value);
}

TEST(ResponseDestination, IsTheSourceWithRport) {
  EXPECT_EQ(destination("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;rport"), source);
}

TEST(ResponseDestination, IsTheSourceAddressAndThePortOfSentBy) {
  EXPECT_EQ(destination("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa"),
            (Address{"192.0.2.9", 5070}));
  EXPECT_EQ(destination("SIP/2.0/UDP client.example.com;branch=z9hG4bKa"),
            (Address{"192.0.2.9", 5060}));
  EXPECT_EQ(destination("SIP/2.0/TCP 192.0.2.1:5070;branch=z9hG4bKa;rport", Transport::tcp),
            (Address{"192.0.2.9", 5070}))
      << "for a connection that is gone";
}

TEST(ResponseDestination, IsMaddrWhenThereIsOne) {
  EXPECT_EQ(destination("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;maddr=239.255.255.1;rport"),
            (Address{"239.255.255.1", 5070}));
}

TEST(ResponseDestination, OfAStreamHeedsNoMaddr) {
  EXPECT_EQ(
      destination("SIP/2.0/TCP 192.0.2.1:5070;branch=z9hG4bKa;maddr=239.255.255.1", Transport::tcp),
      (Address{"192.0.2.9", 5070}));
}

TEST(ResponseDestination, HasTheDefaultPortOfTheTransport) {
  EXPECT_EQ(destination("SIP/2.0/TLS h.example.com;branch=z9hG4bKa", Transport::tls),
            (Address{"192.0.2.9", 5061}));
}

TEST(ResponseDestination, TakesAMaddrThatIsANameForNone) {
  EXPECT_EQ(destination("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;maddr=m.example.com"),
            (Address{"192.0.2.9", 5070}));
}

TEST(SentBy, IsComparedAsHostAndPort) {
  const auto matches = [](std::string_view via, std::string_view host, std::uint16_t port,
                          Transport transport = Transport::udp) {
    return is_sent_by(parse_via(via).value(), host, port, transport);
  };
  EXPECT_TRUE(matches("SIP/2.0/UDP 192.0.2.1:5070;branch=x", "192.0.2.1", 5070));
  EXPECT_TRUE(matches("SIP/2.0/UDP 192.0.2.1;branch=x", "192.0.2.1", 5060));
  EXPECT_TRUE(matches("SIP/2.0/TLS 192.0.2.1;branch=x", "192.0.2.1", 5061, Transport::tls));
  EXPECT_TRUE(matches("SIP/2.0/UDP Alice.Example.com;branch=x", "alice.example.COM", 5060));
  EXPECT_TRUE(matches("SIP/2.0/UDP [2001:DB8::0:1];branch=x", "[2001:db8::1]", 5060));
  EXPECT_FALSE(matches("SIP/2.0/UDP 192.0.2.1:5070;branch=x", "192.0.2.1", 5060));
  EXPECT_FALSE(matches("SIP/2.0/UDP 192.0.2.2:5070;branch=x", "192.0.2.1", 5070));
  EXPECT_FALSE(matches("SIP/2.0/UDP alice.example.com;branch=x", "192.0.2.1", 5060));
}

}  // namespace
}  // namespace sipspec::stack
