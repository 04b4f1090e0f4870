#include "captures/packet_decoder.hpp"

#include "captures/frame_synthesis.hpp"
#include "tests/captures/octet_literals.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace sipspec::captures {
namespace {

const stack::Address here{"127.0.0.1", 40000}, there{"127.0.0.1", 5060};
const stack::Address here6{"2001:db8::1", 40000}, there6{"2001:db8::2", 5060};

std::string udp(std::string_view payload) {
  return *udp_frame(here, there, payload);
}

std::string ethernet(std::string_view type, std::string_view packet) {
  return std::string(12, '\0') + octets_from_hex(type) + std::string(packet);
}

TEST(PacketDecoder, LooksThroughEachLinkType) {
  const std::string packet = udp("hi");
  const std::string sll = std::string(14, '\0') + octets_from_hex("0800") + packet;
  const std::string sll2 = octets_from_hex("0800") + std::string(18, '\0') + packet;
  for (const auto& [link, frame] : {std::pair{LinkType::raw, packet},
                                    {LinkType::ethernet, ethernet("0800", packet)},
                                    {LinkType::ethernet, ethernet("8100 0001 0800", packet)},
                                    {LinkType::linux_sll, sll},
                                    {LinkType::linux_sll2, sll2}}) {
    const auto inside = decode(link, frame);
    ASSERT_TRUE(inside) << static_cast<int>(link);
    EXPECT_EQ(inside->kind, Decoded::Kind::udp);
    EXPECT_EQ(to_address(inside->source), here);
    EXPECT_EQ(to_address(inside->destination), there);
    EXPECT_EQ(inside->payload, "hi");
    EXPECT_FALSE(inside->cut);
  }
}

TEST(PacketDecoder, ReadsTcpOverIp6) {
  const auto frame = tcp_frame(here6, there6, {17, 18, tcp_psh | tcp_ack}, "hello");
  const auto inside = decode(LinkType::raw, *frame);
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->kind, Decoded::Kind::tcp);
  EXPECT_EQ(to_address(inside->source), here6);
  EXPECT_EQ(inside->sequence, 17U);
  EXPECT_EQ(inside->flags, tcp_psh | tcp_ack);
  EXPECT_EQ(inside->payload, "hello");
}

TEST(PacketDecoder, StepsOverTcpOptions) {
  const auto frame = tcp_frame(here, there, {17, 0, tcp_syn}, "early");
  EXPECT_EQ(decode(LinkType::raw, *frame)->payload, "early");
}

TEST(PacketDecoder, LeavesOutThePaddingOfShortEthernetFrames) {
  const auto frame = ethernet("0800", udp("hi")) + std::string(16, '\0');
  EXPECT_EQ(decode(LinkType::ethernet, frame)->payload, "hi");
}

TEST(PacketDecoder, SaysThatAFrameWasCut) {
  const std::string packet = udp("hello");
  const auto inside = decode(LinkType::raw, std::string_view(packet).substr(0, packet.size() - 2));
  ASSERT_TRUE(inside);
  EXPECT_TRUE(inside->cut);
  EXPECT_EQ(inside->payload, "hel");
}

TEST(PacketDecoder, TakesALengthOfZeroAsUpToTheEndOfTheFrame) {
  std::string packet = *tcp_frame(here, there, {1, 2, tcp_ack}, "offloaded");
  packet[2] = '\0';
  packet[3] = '\0';
  EXPECT_EQ(decode(LinkType::raw, packet)->payload, "offloaded");
}

TEST(PacketDecoder, TellsFragmentsOfIp4) {
  std::string packet = udp("hello");
  packet.replace(4, 4, octets_from_hex("1234 2000"));  // more fragments
  auto inside = decode(LinkType::raw, packet);
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->kind, Decoded::Kind::first_fragment);
  EXPECT_EQ(inside->source.port, 40000);
  EXPECT_EQ(inside->identification, 0x1234U);
  packet.replace(6, 2, octets_from_hex("0001"));
  inside = decode(LinkType::raw, packet);
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->kind, Decoded::Kind::fragment);
  EXPECT_EQ(inside->source.port, 0);
}

TEST(PacketDecoder, TellsFragmentsOfIp6AndStepsOverExtensions) {
  const std::string whole = *udp_frame(here6, there6, "hello");
  const auto with = [&](std::string_view next, std::string_view extension) {
    std::string packet = whole;
    packet.replace(4, 2, octets_from_hex("0015"));
    packet.replace(6, 1, octets_from_hex(next));
    return packet.insert(40, octets_from_hex(extension));
  };
  const std::string with_options = with("00", "11 00 01 04 00000000");
  const auto options = decode(LinkType::raw, with_options);
  ASSERT_TRUE(options);
  EXPECT_EQ(options->payload, "hello");
  const auto first = decode(LinkType::raw, with("2c", "11 00 0001 0000abcd"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->kind, Decoded::Kind::first_fragment);
  EXPECT_EQ(first->identification, 0xABCDU);
  const auto later = decode(LinkType::raw, with("2c", "11 00 0008 0000abcd"));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->kind, Decoded::Kind::fragment);
  const std::string unfragmented = with("2c", "11 00 0000 0000abcd");
  const auto atomic = decode(LinkType::raw, unfragmented);
  ASSERT_TRUE(atomic);
  EXPECT_EQ(atomic->kind, Decoded::Kind::udp);
  EXPECT_EQ(atomic->payload, "hello");
}

TEST(PacketDecoder, TakesNothingElse) {
  std::string icmp = udp("hi");
  icmp[9] = 1;
  std::string version = udp("hi");
  version[0] = '\x55';
  std::string short_header = udp("hi");
  short_header[0] = '\x44';
  std::string short_udp = udp("hi");
  short_udp.replace(24, 2, octets_from_hex("0007"));
  std::string short_tcp = *tcp_frame(here, there, {1, 2, tcp_ack}, "x");
  short_tcp[32] = '\x40';
  std::string long_tcp = *tcp_frame(here, there, {1, 2, tcp_ack}, "x");
  long_tcp[32] = '\xF0';
  for (const std::string& packet :
       {icmp, version, short_header, short_udp, short_tcp, long_tcp, std::string()}) {
    EXPECT_FALSE(decode(LinkType::raw, packet));
  }
  EXPECT_FALSE(decode(LinkType::ethernet, ethernet("0806", udp("hi"))));  // ARP
  EXPECT_FALSE(decode(static_cast<LinkType>(999), udp("hi")));
}

TEST(PacketDecoder, ReadsNothingBeyondTheEndOfAnyFrame) {
  std::mt19937 random(1);
  const std::vector<std::pair<LinkType, std::string>> frames{
      {LinkType::raw, udp("hello")},
      {LinkType::raw, *tcp_frame(here6, there6, {1, 2, tcp_syn}, "x")},
      {LinkType::ethernet, ethernet("8100 0001 0800", udp("hello"))},
      {LinkType::linux_sll2,
       octets_from_hex("86dd") + std::string(18, '\0') + *udp_frame(here6, there6, "x")}};
  for (const auto& [link, frame] : frames) {
    for (int round = 0; round < 2000; ++round) {
      const std::size_t size = random() % (frame.size() + 1);
      // A heap block of exactly that size, so that a sanitizer sees the first octet too many.
      const auto block = std::make_unique<char[]>(size);
      std::copy_n(frame.begin(), size, block.get());
      for (std::uint32_t changes = random() % 4; size > 0 && changes > 0; --changes) {
        block[random() % size] = static_cast<char>(random());
      }
      const std::string_view octets(block.get(), size);
      if (const auto inside = decode(link, octets); inside && !inside->payload.empty()) {
        EXPECT_GE(inside->payload.data(), octets.data());
        EXPECT_LE(inside->payload.data() + inside->payload.size(), octets.data() + octets.size());
      }
    }
  }
}

}  // namespace
}  // namespace sipspec::captures
