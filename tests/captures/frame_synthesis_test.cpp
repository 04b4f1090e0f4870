#include "captures/frame_synthesis.hpp"

#include "captures/checksum.hpp"
#include "captures/packet_decoder.hpp"
#include "tests/captures/octet_literals.hpp"

#include <gtest/gtest.h>

namespace sipspec::captures {
namespace {

const stack::Address here{"127.0.0.1", 40000}, there{"127.0.0.1", 5060};
const stack::Address here6{"::1", 40000}, there6{"::1", 5060};

TEST(Checksum, IsThatOfTheExampleInRfc1071) {
  EXPECT_EQ(Checksum().add(octets_from_hex("0001 f203 f4f5 f6f7")).value(), 0x220D);
}

TEST(Checksum, IsZeroOverOctetsThatHoldTheRightOne) {
  const std::string header = octets_from_hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
  EXPECT_EQ(Checksum().add(header).value(), 0);
}

TEST(Checksum, PadsAnOddOctetWithZeroAndFoldsEveryCarry) {
  EXPECT_EQ(Checksum().add(std::string_view("\x12\x34\x56", 3)).value(),
            0xFFFF - (0x1234 + 0x5600));
  EXPECT_EQ(Checksum().add(std::string(65'535, '\xFF')).value(), 0x00FF);
  EXPECT_EQ(Checksum().value(), 0xFFFF);
}

TEST(FrameSynthesis, MakesAnIp4DatagramToTheOctet) {
  EXPECT_EQ(*udp_frame(here, there, "hi"),
            octets_from_hex("45 00 00 1e 00 00 40 00 40 11 3c cd 7f 00 00 01 7f 00 00 01"
                            "9c 40 13 c4 00 0a e9 69 68 69"));
}

TEST(FrameSynthesis, MakesAnIp6DatagramToTheOctet) {
  EXPECT_EQ(*udp_frame(here6, there6, "hi!"), octets_from_hex("60 00 00 00 00 0b 11 40"
                                                              "00000000 00000000 00000000 00000001"
                                                              "00000000 00000000 00000000 00000001"
                                                              "9c 40 13 c4 00 0b c6 68 68 69 21"));
}

TEST(FrameSynthesis, MakesASynWithWindowScaleToTheOctet) {
  EXPECT_EQ(*tcp_frame(here, there, {1'000'000, 7, tcp_syn}, ""),
            octets_from_hex("45 00 00 30 00 00 40 00 40 06 3c c6 7f 00 00 01 7f 00 00 01"
                            "9c 40 13 c4 00 0f 42 40 00 00 00 00 70 02 ff ff 99 97 00 00"
                            "02 04 ff d7 01 03 03 0e"));
}

TEST(FrameSynthesis, WritesAUdpChecksumOfZeroAsAllOnes) {
  const auto frame = udp_frame(here, there, "\x51\xD3");
  EXPECT_EQ(frame->substr(26, 2), "\xFF\xFF");
}

TEST(FrameSynthesis, TakesAnEmptyDatagramAndTheLargestOne) {
  EXPECT_EQ(udp_frame(here, there, "")->size(), 28U);
  const auto largest = udp_frame(here, there, std::string(max_udp_payload, 'x'));
  ASSERT_TRUE(largest);
  EXPECT_EQ(largest->size(), 65'535U);
  EXPECT_EQ(largest->substr(2, 2), "\xFF\xFF");
  EXPECT_EQ(udp_frame(here6, there6, std::string(max_udp_payload, 'x'))->size(), 40U + 8 + 65'507);
  EXPECT_EQ(tcp_frame(here, there, {1, 2, tcp_ack}, std::string(max_tcp_payload, 'x'))->size(),
            65'535U);
}

TEST(FrameSynthesis, RefusesAPayloadThatIsOneOctetTooLong) {
  EXPECT_EQ(udp_frame(here, there, std::string(max_udp_payload + 1, 'x')).error().sentence,
            "a payload of 65508 octets is longer than the 65507 that one frame can hold");
  EXPECT_EQ(tcp_frame(here, there, {}, std::string(max_tcp_payload + 1, 'x')).error().sentence,
            "a payload of 65496 octets is longer than the 65495 that one frame can hold");
}

TEST(FrameSynthesis, RefusesWhatIsNoAddressWithAPort) {
  for (const stack::Address& bad :
       {stack::Address{"localhost", 5060}, stack::Address{"", 5060}, stack::Address{"1.2.3", 5060},
        stack::Address{"::g", 5060}, stack::Address{"127.0.0.1", 0}}) {
    const std::string sentence = "\"" + stack::to_string(bad) + "\" is no IP address with a port";
    EXPECT_EQ(udp_frame(bad, there, "x").error().sentence, sentence);
    EXPECT_EQ(udp_frame(here, bad, "x").error().sentence, sentence);
    EXPECT_EQ(tcp_frame(bad, there, {}, "x").error().sentence, sentence);
  }
}

TEST(FrameSynthesis, RefusesTwoAddressFamilies) {
  EXPECT_EQ(udp_frame(here, there6, "x").error().sentence,
            "127.0.0.1 and ::1 are of two address families");
}

TEST(FrameSynthesis, LeavesOutTheZoneOfALinkLocalAddress) {
  const auto frame = udp_frame({"fe80::1%eth0", 5060}, {"fe80::2%eth0", 5061}, "x");
  ASSERT_TRUE(frame);
  const auto inside = decode(LinkType::raw, *frame);
  ASSERT_TRUE(inside);
  EXPECT_EQ(to_address(inside->source), (stack::Address{"fe80::1", 5060}));
  EXPECT_EQ(to_address(inside->destination), (stack::Address{"fe80::2", 5061}));
}

}  // namespace
}  // namespace sipspec::captures
