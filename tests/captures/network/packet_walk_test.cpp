#include "captures/network/packet_walk.hpp"

#include "captures/network/ip_packet.hpp"
#include "tests/captures/frames.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace sipspec::captures {
namespace {

struct Seen {
  std::uint32_t protocol = 0;
  stack::Address source, destination;
  std::string payload;
  std::size_t missing = 0;
  FrameNumber first = 0, last = 0;
};

class Collector : public PacketHandler {
 public:
  void carried(const Carried& it) override {
    seen.push_back({it.protocol, to_address(it.source), to_address(it.destination),
                    std::string(it.part.payload), it.part.missing, it.first.number,
                    it.last.number});
  }

  void noted(PacketNote note, FrameNumber frame, std::uint64_t detail) override {
    notes.push_back({note, frame});
    details.push_back(detail);
  }

  std::vector<Seen> seen;
  std::vector<std::pair<PacketNote, FrameNumber>> notes;
  std::vector<std::uint64_t> details;
};

/// What a walk makes of frames.
Collector walked(LinkType link, const std::vector<std::string>& frames,
                 FragmentLimits limits = {}) {
  Collector out;
  PacketWalk walk(out, limits);
  FrameNumber number = 0;
  for (const std::string& frame : frames) {
    ++number;
    walk.frame(link, {number, std::chrono::seconds(number)}, frame);
  }
  walk.finish();
  return out;
}

const std::string payload = "a payload long enough for three fragments " + std::string(120, 'x');

TEST(PacketWalk, FindsTheDatagramInEachLinkLayerAndTunnel) {
  for (const Wrapped& it : wrapped(udp4(payload), udp6(payload))) {
    const Collector out = walked(it.link, it.frames);
    ASSERT_EQ(out.seen.size(), 1U) << it.name;
    EXPECT_EQ(out.seen[0].payload, payload) << it.name;
    EXPECT_EQ(out.seen[0].protocol, protocol_udp) << it.name;
    EXPECT_EQ(out.seen[0].source.port, 40000) << it.name;
    EXPECT_EQ(out.seen[0].destination, out.seen[0].source.is_v6() ? bob6 : bob) << it.name;
    EXPECT_EQ(out.seen[0].missing, 0U) << it.name;
    EXPECT_TRUE(out.notes.empty()) << it.name;
  }
}

TEST(PacketWalk, NamesTheFramesOfTheFirstAndTheLastFragment) {
  for (const auto& pieces : {fragments4(udp4(payload), 64), fragments6(udp6(payload), 64)}) {
    ASSERT_EQ(pieces.size(), 3U);
    const Collector out = walked(LinkType::raw, pieces);
    ASSERT_EQ(out.seen.size(), 1U);
    EXPECT_EQ(out.seen[0].first, 1U);
    EXPECT_EQ(out.seen[0].last, 3U);
  }
}

TEST(PacketWalk, JoinsFragmentsInAnyOrderAndWithRepetitions) {
  std::vector<std::string> pieces = fragments4(udp4(payload), 64);
  std::ranges::sort(pieces);
  do {
    std::vector<std::string> doubled = pieces;
    doubled.insert(doubled.begin() + 1, pieces.front());
    const Collector out = walked(LinkType::raw, doubled);
    ASSERT_EQ(out.seen.size(), 1U);
    EXPECT_EQ(out.seen[0].payload, payload);
  } while (std::ranges::next_permutation(pieces).found);
}

TEST(PacketWalk, KeepsWhatCameFirstWhereFragmentsOverlap) {
  const std::string rest = udp(40000, 5060, std::string(32, 'a'));
  const std::string other(24, 'b');
  const Collector out =
      walked(LinkType::raw, {ip4(17, rest.substr(0, 24), 0x2000), ip4(17, other, 0x2000 | 2U),
                             ip4(17, rest.substr(32), 4)});
  ASSERT_EQ(out.seen.size(), 1U);
  EXPECT_EQ(out.seen[0].payload, std::string(16, 'a') + std::string(16, 'b'));
}

TEST(PacketWalk, JoinsFragmentsInsideATunnel) {
  std::vector<std::string> pieces = fragments4(udp4(payload), 64);
  for (std::string& piece : pieces) {
    piece = ip6(4, piece);
  }
  const Collector out = walked(LinkType::raw, pieces);
  ASSERT_EQ(out.seen.size(), 1U);
  EXPECT_EQ(out.seen[0].payload, payload);
}

TEST(PacketWalk, HandsOverTheStartOfAPacketWhoseFragmentsDidNotAllCome) {
  std::vector<std::string> pieces = fragments4(udp4(payload), 64);
  pieces.pop_back();
  const Collector out = walked(LinkType::raw, pieces);
  ASSERT_EQ(out.seen.size(), 1U);
  EXPECT_EQ(out.seen[0].payload, payload.substr(0, 120));
  EXPECT_EQ(out.seen[0].missing, payload.size() - 120);
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0], std::pair(PacketNote::missing_fragments, FrameNumber{1}));
}

TEST(PacketWalk, GivesUpAPacketWithoutItsFirstFragmentSilentlyButForANote) {
  std::vector<std::string> pieces = fragments6(udp6(payload), 64);
  pieces.erase(pieces.begin());
  const Collector out = walked(LinkType::raw, pieces);
  EXPECT_TRUE(out.seen.empty());
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0].first, PacketNote::missing_fragments);
}

TEST(PacketWalk, GivesUpFragmentsThatWaitedThirtySeconds) {
  Collector out;
  PacketWalk walk(out, {});
  const auto pieces = fragments4(udp4(payload), 64);
  walk.frame(LinkType::raw, {1, std::chrono::seconds(0)}, pieces[0]);
  walk.frame(LinkType::raw, {2, std::chrono::seconds(30)}, pieces[1]);
  EXPECT_TRUE(out.notes.empty());
  walk.frame(LinkType::raw, {3, std::chrono::seconds(31)}, fragments6(udp6(payload), 64)[0]);
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0], std::pair(PacketNote::missing_fragments, FrameNumber{1}));
}

TEST(PacketWalk, KeepsABoundedNumberOfFragmentedPackets) {
  std::vector<std::string> first_ones;
  for (std::uint32_t id = 0; id < 5; ++id) {
    first_ones.push_back(ip4(17, udp(1, 2, std::string(56, 'x')), 0x2000, id));
  }
  const Collector out = walked(LinkType::raw, first_ones, {.packets = 3, .octets = 1'000'000});
  EXPECT_EQ(std::ranges::count(out.notes, PacketNote::fragments_dropped,
                               &std::pair<PacketNote, FrameNumber>::first),
            2);
  EXPECT_EQ(out.seen.size(), 5U);
}

TEST(FragmentStore, KeepsABoundedNumberOfOctets) {
  FragmentStore store({.packets = 1'000, .octets = 10'000});
  for (std::uint32_t id = 0; id < 500; ++id) {
    const std::string frame = ip4(17, std::string(800, 'x'), 0x2000 | 1'000U, id);
    const auto packet = read_ip(frame);
    ASSERT_TRUE(packet);
    store.add(*packet, id, {});
    ASSERT_LE(store.octets(), 10'000U);
  }
}

TEST(FragmentStore, RefusesFragmentsBeyondTheLargestPacket) {
  FragmentStore store;
  const std::string frame = ip4(17, std::string(800, 'x'), 0x1FFF);
  EXPECT_FALSE(store.add(*read_ip(frame), 1, {}));
  EXPECT_EQ(store.packets(), 0U);
}

TEST(PacketWalk, SaysHowMuchOfADatagramWasNotCaptured) {
  const Collector out = walked(LinkType::raw, {udp4(payload).substr(0, 38)});
  ASSERT_EQ(out.seen.size(), 1U);
  EXPECT_EQ(out.seen[0].payload, payload.substr(0, 10));
  EXPECT_EQ(out.seen[0].missing, payload.size() - 10);
}

TEST(PacketWalk, NamesEncryptedPacketsBySpi) {
  const Collector out = walked(
      LinkType::raw, {ip4(50, octets_from_hex("00000102 00000001") + std::string(64, '\xEE'))});
  EXPECT_TRUE(out.seen.empty());
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0].first, PacketNote::encrypted);
  EXPECT_EQ(out.details[0], 0x102U);
}

TEST(PacketWalk, NamesTheLinkTypeItCannotRead) {
  const Collector out = walked(static_cast<LinkType>(127), {"radiotap"});
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0].first, PacketNote::unknown_link_type);
  EXPECT_EQ(out.details[0], 127U);
}

TEST(PacketWalk, EndsInTunnelsInTunnels) {
  std::string packet = udp4(payload);
  for (int depth = 0; depth < 50; ++depth) {
    packet = ip4(4, packet);
  }
  const Collector out = walked(LinkType::raw, {packet});
  EXPECT_TRUE(out.seen.empty());
  EXPECT_EQ(out.notes.size(), 1U);
}

TEST(PacketWalk, LeavesOtherThanIpAlone) {
  const Collector arp = walked(LinkType::ethernet, {ethernet(0x0806, std::string(28, '\0'))});
  EXPECT_TRUE(arp.seen.empty());
  EXPECT_TRUE(arp.notes.empty());
}

/// Octets at the end of a block of the heap, so that a sanitizer sees what reads beyond them.
void walk_over(LinkType link, std::string_view octets) {
  const auto exact = std::make_unique<char[]>(octets.size() + 1);
  octets.copy(exact.get() + 1, octets.size());
  Collector out;
  PacketWalk walk(out, {});
  walk.frame(link, {1, {}}, {exact.get() + 1, octets.size()});
  walk.finish();
  for (const Seen& it : out.seen) {
    EXPECT_LE(it.payload.size(), octets.size());
  }
}

TEST(PacketWalk, SurvivesEachFrameCutAnywhere) {
  for (const Wrapped& it : wrapped(udp4(payload), udp6(payload))) {
    for (const std::string& frame : it.frames) {
      for (std::size_t size = 0; size <= frame.size(); ++size) {
        walk_over(it.link, std::string_view(frame).substr(0, size));
      }
    }
  }
}

TEST(PacketWalk, SurvivesEachHeaderOctetOfAnyValue) {
  for (const Wrapped& it : wrapped(udp4("hi"), udp6("hi"))) {
    for (std::size_t at = 0; at < it.frames[0].size(); ++at) {
      for (const int value : {0, 1, 4, 15, 44, 0x45, 0x60, 127, 128, 255}) {
        std::string frame = it.frames[0];
        frame[at] = static_cast<char>(value);
        walk_over(it.link, frame);
      }
    }
  }
}

TEST(PacketWalk, SurvivesRandomOctets) {
  std::mt19937 random(1);
  for (int round = 0; round < 5'000; ++round) {
    std::string octets(random() % 120, '\0');
    std::ranges::generate(octets, [&] { return static_cast<char>(random()); });
    if (!octets.empty() && round % 2 == 0) {
      octets[0] = round % 4 == 0 ? '\x45' : '\x60';
    }
    walk_over(LinkType::raw, octets);
  }
}

}  // namespace
}  // namespace sipspec::captures
