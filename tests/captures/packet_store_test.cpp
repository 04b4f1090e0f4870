#include "captures/packet_store.hpp"

#include "captures/frame_synthesis.hpp"
#include "tests/captures/octet_literals.hpp"

#include <gtest/gtest.h>

namespace sipspec::captures {
namespace {

using std::chrono::nanoseconds;

const stack::Address device{"127.0.0.1", 5060}, first{"127.0.0.1", 40001},
    second{"127.0.0.1", 40002};

CapturedPacket packet(int at, const stack::Address& from, const stack::Address& to,
                      std::string_view payload) {
  return {0, nanoseconds{at}, *udp_frame(from, to, payload), 0};
}

std::vector<std::string> payloads(const std::vector<CapturedPacket>& packets) {
  std::vector<std::string> out;
  for (const CapturedPacket& it : packets) {
    out.emplace_back(decode(LinkType::raw, it.octets)->payload);
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(PacketStore, GivesEachCaseTheFramesOfItsAddresses) {
  PacketStore store(LinkType::raw);
  store.add(packet(1, first, device, "a1"));
  store.add(packet(2, second, device, "b1"));
  store.add(packet(3, device, first, "a2"));
  store.add(packet(4, device, second, "b2"));
  EXPECT_EQ(payloads(store.take(std::span(&first, 1), nanoseconds{0})), (Texts{"a1", "a2"}));
  EXPECT_EQ(payloads(store.take(std::span(&first, 1), nanoseconds{0})), Texts{});
  EXPECT_EQ(payloads(store.take(std::span(&second, 1), nanoseconds{0})), (Texts{"b1", "b2"}));
  EXPECT_EQ(store.size(), 0U);
}

TEST(PacketStore, ThrowsAwayFramesOfAPortsEarlierOwner) {
  PacketStore store(LinkType::raw);
  store.add(packet(1, device, first, "late answer to an earlier case"));
  store.add(packet(5, first, device, "new"));
  EXPECT_EQ(payloads(store.take(std::span(&first, 1), nanoseconds{5})), Texts{"new"});
  EXPECT_EQ(store.size(), 0U);
}

TEST(PacketStore, TellsTheSamePortOfAnotherAddressApart) {
  PacketStore store(LinkType::raw);
  store.add(packet(1, {"127.0.0.2", 40001}, device, "other"));
  EXPECT_EQ(payloads(store.take(std::span(&first, 1), nanoseconds{0})), Texts{});
  EXPECT_EQ(store.size(), 1U);
}

TEST(PacketStore, GivesFragmentsToTheCaseOfTheirFirstOne) {
  PacketStore store(LinkType::raw);
  CapturedPacket head = packet(1, first, device, "12345678");
  head.octets.replace(4, 4, octets_from_hex("0007 2000"));
  CapturedPacket tail = packet(2, first, device, "rest");
  tail.octets.replace(4, 4, octets_from_hex("0007 0002"));
  CapturedPacket stranger = packet(3, first, device, "rest");
  stranger.octets.replace(4, 4, octets_from_hex("0008 0002"));
  store.add(tail);  // fragments may overtake each other
  store.add(head);
  store.add(stranger);
  EXPECT_EQ(store.take(std::span(&first, 1), nanoseconds{0}).size(), 2U);
  EXPECT_EQ(store.size(), 1U);
}

TEST(PacketStore, KeepsNothingThatIsNoIp) {
  PacketStore store(LinkType::raw);
  store.add({0, nanoseconds{1}, "garbage", 0});
  EXPECT_EQ(store.size(), 0U);
}

TEST(PacketStore, PushesOutTheOldestAtTheLimitAndCountsThem) {
  PacketStore store(LinkType::raw, 1000);
  for (int i = 0; i < 10; ++i) {
    store.add(packet(i, first, device, std::to_string(i)));
  }
  EXPECT_EQ(store.pushed_out() + store.size(), 10U);
  EXPECT_GT(store.pushed_out(), 0U);
  EXPECT_EQ(payloads(store.take(std::span(&first, 1), nanoseconds{0})).back(), "9");
}

}  // namespace
}  // namespace sipspec::captures
