#include "captures/tcp_stream.hpp"

#include "captures/frame_synthesis.hpp"

#include <gtest/gtest.h>

namespace sipspec::captures {
namespace {

Decoded segment(std::uint32_t sequence, std::string_view payload, std::uint8_t flags = tcp_ack) {
  Decoded it;
  it.kind = Decoded::Kind::tcp;
  it.sequence = sequence;
  it.flags = flags;
  it.payload = payload;
  return it;
}

TEST(TcpStream, PutsSegmentsTogetherAndKnowsTheirFrames) {
  TcpStream stream;
  stream.add(segment(99, "", tcp_syn), 1);
  stream.add(segment(100, "abc"), 4);
  stream.add(segment(103, "de"), 6);
  EXPECT_EQ(stream.octets(), "abcde");
  EXPECT_EQ(stream.frame_at(0), 4U);
  EXPECT_EQ(stream.frame_at(2), 4U);
  EXPECT_EQ(stream.frame_at(3), 6U);
  EXPECT_EQ(stream.frame_at(5), 0U);
  EXPECT_FALSE(stream.has_gap());
}

TEST(TcpStream, StartsWithTheFirstSegmentWhenThereIsNoSyn) {
  TcpStream stream;
  stream.add(segment(500, "abc"), 1);
  stream.add(segment(490, "before the st"), 2);
  EXPECT_EQ(stream.octets(), "abc");
}

TEST(TcpStream, TakesRepeatedOctetsOnce) {
  TcpStream stream;
  stream.add(segment(1, "abc"), 1);
  stream.add(segment(1, "abc"), 2);
  stream.add(segment(2, "bcde"), 3);
  EXPECT_EQ(stream.octets(), "abcde");
  EXPECT_EQ(stream.frame_at(3), 3U);
}

TEST(TcpStream, PutsLateSegmentsInTheirPlace) {
  TcpStream stream;
  stream.add(segment(0, "", tcp_syn), 1);
  stream.add(segment(4, "def"), 2);
  stream.add(segment(7, "g"), 3);
  EXPECT_EQ(stream.octets(), "");
  EXPECT_TRUE(stream.has_gap());
  stream.add(segment(1, "abc"), 4);
  EXPECT_EQ(stream.octets(), "abcdefg");
  EXPECT_FALSE(stream.has_gap());
  EXPECT_EQ(stream.frame_at(0), 4U);
  EXPECT_EQ(stream.frame_at(6), 3U);
}

TEST(TcpStream, GoesOnWhenSequenceNumbersWrapAround) {
  TcpStream stream;
  stream.add(segment(0xFFFFFFFE, "", tcp_syn), 1);
  stream.add(segment(0xFFFFFFFF, "ab"), 2);
  stream.add(segment(1, "c"), 3);
  EXPECT_EQ(stream.octets(), "abc");
}

TEST(TcpStream, SaysThatASegmentWasCut) {
  TcpStream stream;
  auto cut = segment(1, "ab");
  cut.cut = true;
  stream.add(cut, 1);
  EXPECT_TRUE(stream.has_gap());
}

TEST(TcpStream, KeepsABoundedNumberOfWaitingSegments) {
  TcpStream stream;
  stream.add(segment(0, "", tcp_syn), 1);
  for (std::uint32_t i = 0; i < 2 * max_pending_segments; ++i) {
    stream.add(segment(10 + 2 * i, "x"), 2);
  }
  stream.add(segment(1, std::string(20'000, 'a')), 3);
  EXPECT_EQ(stream.octets().size(), 20'000U);
  EXPECT_TRUE(stream.has_gap());
}

}  // namespace
}  // namespace sipspec::captures
