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

}  // namespace
}  // namespace sipspec::stack
