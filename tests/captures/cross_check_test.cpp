#include "captures/cross_check.hpp"

#include "captures/frame_synthesis.hpp"
#include "tests/captures/octet_literals.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sipspec::captures {
namespace {

using Kind = Difference::Kind;
using Way = SeenByStack::Way;
using stack::Transport;

const stack::Address us{"127.0.0.1", 40001}, device{"127.0.0.1", 5060};

SeenByStack sent(std::string_view octets, Transport transport = Transport::udp,
                 std::uint64_t connection = 0) {
  return {Way::sent, transport, us, device, connection, octets};
}

SeenByStack received(std::string_view octets, Transport transport = Transport::udp,
                     std::uint64_t connection = 0) {
  return {Way::received, transport, us, device, connection, octets};
}

CapturedPacket to_device(std::string_view payload) {
  return {0, {}, *udp_frame(us, device, payload), 0};
}

CapturedPacket from_device(std::string_view payload) {
  return {0, {}, *udp_frame(device, us, payload), 0};
}

CapturedPacket tcp_to_device(std::uint32_t sequence, std::string_view payload,
                             std::uint8_t flags = tcp_ack) {
  return {0, {}, *tcp_frame(us, device, {sequence, 1, flags}, payload), 0};
}

CapturedPacket tcp_from_device(std::uint32_t sequence, std::string_view payload) {
  return {0, {}, *tcp_frame(device, us, {sequence, 1, tcp_ack}, payload), 0};
}

CrossCheck check(const std::vector<SeenByStack>& seen, const std::vector<CapturedPacket>& packets,
                 const CaptureCounters& counters = {}) {
  return cross_check(seen, LinkType::raw, packets, counters);
}

std::vector<Kind> kinds(const CrossCheck& result) {
  std::vector<Kind> out;
  for (const Difference& it : result.differences) {
    out.push_back(it.kind);
  }
  return out;
}

using Kinds = std::vector<Kind>;
using Frames = std::vector<FrameNumber>;

TEST(CrossCheck, AgreesWhenBothHaveTheSameDatagrams) {
  const auto result = check({sent("m"), received("100"), received("200")},
                            {to_device("m"), from_device("100"), from_device("200")});
  EXPECT_TRUE(result.agrees());
  EXPECT_EQ(result.frames, (Frames{1, 2, 3}));
  EXPECT_EQ(result.datagrams_compared, 3U);
  EXPECT_FALSE(result.doubled);
}

TEST(CrossCheck, AgreesOverNothing) {
  EXPECT_TRUE(check({}, {}).agrees());
}

TEST(CrossCheck, KnowsRetransmissionsApart) {
  const auto result = check({sent("m"), sent("m"), received("200")},
                            {to_device("m"), from_device("200"), to_device("m")});
  EXPECT_TRUE(result.agrees());
  EXPECT_EQ(result.frames, (Frames{1, 3, 2}));
}

TEST(CrossCheck, NamesWhatTheCaptureHasNotGot) {
  const auto result = check({sent("m"), received("200")}, {to_device("m")});
  ASSERT_EQ(kinds(result), Kinds{Kind::missing});
  EXPECT_FALSE(result.agrees());
  EXPECT_EQ(result.differences[0].seen, 1U);
  EXPECT_EQ(result.frames, (Frames{1, 0}));
  EXPECT_EQ(result.differences[0].sentence,
            "127.0.0.1:5060 to 127.0.0.1:40001: the stack received a datagram of 3 octets that the "
            "capture has not got");
}

TEST(CrossCheck, NamesWhatTheStackDidNotSee) {
  const auto result = check({sent("m")}, {to_device("m"), from_device("200")});
  ASSERT_EQ(kinds(result), Kinds{Kind::extra});
  EXPECT_EQ(result.differences[0].frame, 2U);
  EXPECT_EQ(
      result.differences[0].sentence,
      "127.0.0.1:5060 to 127.0.0.1:40001: the datagram of 3 octets in frame 2 was not seen by "
      "the stack");
}

TEST(CrossCheck, NamesTheFirstOctetThatDiffers) {
  const auto result = check({sent("abcdef")}, {to_device("abcxefg")});
  ASSERT_EQ(kinds(result), Kinds{Kind::altered});
  EXPECT_EQ(result.differences[0].sentence,
            "127.0.0.1:40001 to 127.0.0.1:5060: the stack sent 6 octets, frame 1 has 7 octets; the "
            "first difference is at offset 3");
  EXPECT_EQ(result.frames, Frames{1});
}

TEST(CrossCheck, NamesAnotherOrder) {
  const auto result =
      check({received("180"), received("200")}, {from_device("200"), from_device("180")});
  ASSERT_EQ(kinds(result), Kinds{Kind::order});
  EXPECT_EQ(result.differences[0].frame, 1U);
  EXPECT_EQ(result.frames, (Frames{2, 1}));
}

TEST(CrossCheck, TakesADoubledCaptureAsOne) {
  const auto result = check({sent("m"), received("200"), received("200")},
                            {to_device("m"), to_device("m"), from_device("200"), from_device("200"),
                             from_device("200"), from_device("200")});
  EXPECT_TRUE(result.agrees());
  EXPECT_TRUE(result.doubled);
  EXPECT_EQ(result.frames, (Frames{1, 3, 5}));
}

TEST(CrossCheck, TakesOneDoubledDatagramAsExtra) {
  const auto result =
      check({sent("m"), received("200")}, {to_device("m"), from_device("200"), from_device("200")});
  EXPECT_EQ(kinds(result), Kinds{Kind::extra});
}

TEST(CrossCheck, ComparesStreamsWhateverTheSegments) {
  const auto result =
      check({sent("request", Transport::tcp, 1), sent("ack", Transport::tcp, 1),
             received("ans", Transport::tcp, 1), received("wer", Transport::tcp, 1)},
            {tcp_to_device(0, "", tcp_syn), tcp_to_device(1, "req"), tcp_to_device(4, "uesta"),
             tcp_from_device(9, "answer"), tcp_to_device(1, "req"), tcp_to_device(9, "ck")});
  EXPECT_TRUE(result.agrees());
  EXPECT_EQ(result.stream_octets_compared, 16U);
  EXPECT_EQ(result.frames, (Frames{2, 3, 4, 4}));
}

TEST(CrossCheck, TellsConnectionsOnTheSamePortsApart) {
  const auto result = check({sent("one", Transport::tcp, 1), sent("two", Transport::tcp, 2)},
                            {tcp_to_device(0, "", tcp_syn), tcp_to_device(0, "", tcp_syn),
                             tcp_to_device(1, "one"), tcp_to_device(5000, "", tcp_syn),
                             tcp_to_device(9000, "", tcp_syn), tcp_to_device(9001, "two")});
  EXPECT_TRUE(result.agrees());
  EXPECT_EQ(result.frames, (Frames{3, 6}));
}

TEST(CrossCheck, NamesMissingExtraAndAlteredOctetsOfAStream) {
  const auto lacking = check({sent("abcdef", Transport::tcp, 1)}, {tcp_to_device(1, "abc")});
  ASSERT_EQ(kinds(lacking), Kinds{Kind::missing});
  EXPECT_EQ(
      lacking.differences[0].sentence,
      "127.0.0.1:40001 to 127.0.0.1:5060, from octet 3 of the stream: the stack sent 3 octets "
      "that the capture has not got");
  const auto more = check({received("abc", Transport::tcp, 1)},
                          {tcp_from_device(1, "abc"), tcp_from_device(4, "d")});
  ASSERT_EQ(kinds(more), Kinds{Kind::extra});
  EXPECT_EQ(more.differences[0].frame, 2U);
  EXPECT_EQ(more.differences[0].sentence,
            "127.0.0.1:5060 to 127.0.0.1:40001, from octet 3 of the stream: 1 octet in frame 2 and "
            "after it were not seen by the stack");
  const auto other = check({received("abc", Transport::tcp, 1)}, {tcp_from_device(1, "abx")});
  ASSERT_EQ(kinds(other), Kinds{Kind::altered});
  EXPECT_EQ(other.differences[0].frame, 1U);
  EXPECT_EQ(kinds(check({sent("abc", Transport::tcp, 1)}, {})), Kinds{Kind::missing});
  EXPECT_EQ(kinds(check({sent("abc", Transport::ws, 1)}, {})), Kinds{Kind::not_compared});
  EXPECT_EQ(kinds(check({}, {tcp_from_device(1, "abc")})), Kinds{Kind::extra});
}

TEST(CrossCheck, NamesAGapInAStream) {
  const auto result =
      check({sent("abcdef", Transport::tcp, 1)},
            {tcp_to_device(0, "", tcp_syn), tcp_to_device(1, "ab"), tcp_to_device(5, "ef")});
  ASSERT_EQ(kinds(result), Kinds{Kind::missing});
  EXPECT_NE(result.differences[0].sentence.find("behind a gap"), std::string::npos);
}

TEST(CrossCheck, DoesNotCompareTls) {
  const auto result = check({sent("clear", Transport::tls, 1), sent("text", Transport::tls, 1)},
                            {tcp_to_device(1, "\x17\x03\x03")});
  EXPECT_EQ(kinds(result), Kinds{Kind::not_compared});
  EXPECT_TRUE(result.agrees());
}

TEST(CrossCheck, DoesNotCompareFragmentsNorBlameTheCaptureForThem) {
  CapturedPacket head = to_device("12345678");
  head.octets.replace(6, 2, octets_from_hex("2000"));
  const auto result = check({sent("12345678rest")}, {head});
  EXPECT_EQ(kinds(result), (Kinds{Kind::not_compared, Kind::not_compared}));
  EXPECT_NE(result.differences[1].sentence.find("unless in fragments"), std::string::npos);
}

TEST(CrossCheck, DoesNotAgreeWhenTheCaptureLostFramesOrParts) {
  const auto lost = check({sent("m")}, {to_device("m")}, {.received = 1, .dropped_by_system = 3});
  EXPECT_EQ(kinds(lost), Kinds{Kind::incomplete});
  EXPECT_FALSE(lost.agrees());
  EXPECT_EQ(lost.differences[0].sentence,
            "the capture lost 3 frames: what is missing may be among them");
  CapturedPacket cut = to_device("hello");
  cut.octets.pop_back();
  EXPECT_EQ(kinds(check({sent("hello")}, {cut})), (Kinds{Kind::incomplete, Kind::altered}));
}

TEST(CrossCheck, SaysWhatHasNoIpAddress) {
  EXPECT_EQ(kinds(check({{Way::sent, Transport::udp, us, {"", 0}, 0, "x"}}, {})),
            Kinds{Kind::not_compared});
}

TEST(CrossCheck, KeepsABoundedListOfDifferences) {
  const std::vector<CapturedPacket> packets(max_differences + 5, from_device("flood"));
  const auto result = check({sent("m")}, packets);
  ASSERT_EQ(result.differences.size(), max_differences);
  EXPECT_TRUE(result.differences.back().sentence.ends_with("; and 6 more differences"))
      << result.differences.back().sentence;
}

TEST(CrossCheck, NamesEachKind) {
  std::vector<std::string_view> names;
  for (const Kind kind : {Kind::missing, Kind::extra, Kind::altered, Kind::order,
                          Kind::not_compared, Kind::incomplete}) {
    names.push_back(to_string(kind));
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{"missing", "extra", "altered", "order",
                                                  "not compared", "incomplete"}));
}

}  // namespace
}  // namespace sipspec::captures
