// SIP over TCP as captures have it: out of order, repeated, lost, begun before the capture.

#include "captures/sip/segment_order.hpp"
#include "tests/captures/sip/collector.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

using Octets = std::vector<std::string>;

const std::string first = request("MESSAGE", "one");
const std::string second = request("INFO", "SIP/2.0 200 OK\r\n in a body");
const std::string third = request("OPTIONS");
const auto size1 = static_cast<std::uint32_t>(first.size());
const auto size2 = static_cast<std::uint32_t>(second.size());

class Tcp : public testing::Test {
 protected:
  void finish() { extractor.finish(); }

  Collector out;
  SipExtractor extractor{out.sink()};
  Wire wire{extractor};
};

TEST_F(Tcp, GivesMessagesAsTheirSegmentsCome) {
  wire.handshake();
  wire.from_alice(0, first);
  ASSERT_EQ(out.messages.size(), 1U) << "at once, not at the end";
  wire.from_bob(0, answer(200));
  wire.from_alice(size1, second + third);
  EXPECT_EQ(out.octets(), (Octets{first, answer(200), second, third}));
  EXPECT_EQ(out.messages[0].at.transport, stack::Transport::tcp);
  EXPECT_EQ(to_address(out.messages[0].at.source), alice);
  EXPECT_EQ(to_address(out.messages[1].at.source), bob);
  EXPECT_NE(out.messages[0].at.connection, 0U);
  EXPECT_EQ(out.messages[0].at.connection, out.messages[1].at.connection);
}

TEST_F(Tcp, JoinsAMessageCutAnywhereAndKnowsItsFrames) {
  const std::string all = first + second;
  for (std::uint32_t cut = 1; cut < all.size(); ++cut) {
    Collector kept;
    SipExtractor reader(kept.sink());
    Wire line(reader);
    line.handshake();
    line.from_alice(0, all.substr(0, cut));
    line.from_alice(cut, all.substr(cut));
    ASSERT_EQ(kept.octets(), (Octets{first, second})) << cut;
    EXPECT_EQ(kept.messages[0].at.first_frame, 3U);
    EXPECT_EQ(kept.messages[0].at.last_frame, cut < first.size() ? 4U : 3U) << cut;
    EXPECT_EQ(kept.messages[1].at.first_frame, cut > first.size() ? 3U : 4U) << cut;
    EXPECT_EQ(kept.messages[1].at.last_frame, 4U);
  }
}

TEST_F(Tcp, TakesSegmentsInAnyOrderWithRepetitionsAndOverlap) {
  const std::string all = first + second + third;
  std::mt19937 source(7);
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(source() % end); };
  for (int round = 0; round < 200; ++round) {
    Collector kept;
    SipExtractor reader(kept.sink());
    Wire line(reader);
    line.handshake();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pieces;
    for (std::uint32_t at = 0; at < all.size(); at += 40) {
      pieces.emplace_back(at - std::min(at, below(60)), 40 + below(60));
      pieces.emplace_back(at, 40);
    }
    std::ranges::shuffle(pieces, source);
    for (const auto& [offset, size] : pieces) {
      line.from_alice(offset, all.substr(offset, size));
    }
    ASSERT_EQ(kept.octets(), (Octets{first, second, third})) << round;
    EXPECT_EQ(reader.summary().problems.total(), 0U);
  }
}

TEST_F(Tcp, CountsARetransmittedSegmentOnce) {
  wire.handshake();
  wire.from_alice(0, first);
  wire.from_alice(0, first);
  wire.from_alice(size1 - 1, "\n");  // a probe
  finish();
  EXPECT_EQ(out.octets(), Octets{first});
}

TEST_F(Tcp, LosesOnlyTheMessageWhoseBodyHasAGap) {
  const std::string long_one = request("MESSAGE", std::string(900, 'x'));
  const auto gap = static_cast<std::uint32_t>(long_one.size() - 500);
  wire.handshake();
  wire.from_alice(0, long_one.substr(0, gap));
  wire.from_alice(gap + 100, long_one.substr(gap + 100) + second);
  finish();
  ASSERT_EQ(out.octets(), (Octets{long_one.substr(0, gap), second}));
  EXPECT_EQ(out.messages[0].at.extent, Extent::gap);
  EXPECT_EQ(out.messages[1].at.extent, Extent::whole);
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].code, ProblemCode::stream_gap);
  EXPECT_EQ(out.problems[0].frame, 4U);
  EXPECT_NE(out.problems[0].sentence.find("100 octets"), std::string::npos);
}

TEST_F(Tcp, GoesOnWithTheNextStartLineAfterAGapElsewhere) {
  wire.handshake();
  wire.from_alice(0, first.substr(0, 60));
  wire.from_alice(size1 + 100, second.substr(100));
  wire.from_alice(size1 + size2, third);
  finish();
  ASSERT_EQ(out.octets(), (Octets{first.substr(0, 60), third}));
  EXPECT_EQ(out.messages[0].at.extent, Extent::gap);
}

TEST_F(Tcp, TakesNoTextInABodyForAMessageAfterAGap) {
  const std::string body = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\nMore: text\r\n\r\n";
  const std::string carrier = request("NOTIFY", body);
  wire.handshake();
  wire.from_alice(0, first.substr(0, 60));
  wire.from_alice(1'000, body + third);
  finish();
  EXPECT_EQ(out.octets(), (Octets{first.substr(0, 60), third}));
}

TEST_F(Tcp, KnowsThatOctetsAreLostOnceTheOtherSideHasThem) {
  wire.handshake();
  wire.from_alice(0, first);
  wire.from_alice(size1 + size2, third);
  wire.from_bob(0, "", size1 + size2 + 10);
  EXPECT_EQ(out.messages.size(), 1U) << "a frame may be late";
  wire.now += SegmentOrder::patience;
  wire.from_bob(0, "", size1 + size2 + 10);
  EXPECT_EQ(out.octets(), (Octets{first, third}));
  EXPECT_TRUE(out.has(ProblemCode::stream_gap));
}

TEST_F(Tcp, WaitsForOctetsThatNobodyHas) {
  wire.handshake();
  wire.from_alice(size1, second);
  wire.now += std::chrono::seconds(60);
  wire.from_bob(0, "", 0);
  EXPECT_TRUE(out.messages.empty());
  wire.from_alice(0, first);
  EXPECT_EQ(out.octets(), (Octets{first, second}));
  EXPECT_TRUE(out.problems.empty());
}

TEST_F(Tcp, ReadsAConnectionThatBeganBeforeTheCapture) {
  wire.from_alice(77, second.substr(60));
  wire.from_alice(77 + size2 - 60, third);
  finish();
  EXPECT_EQ(out.octets(), Octets{third});
}

TEST_F(Tcp, ReadsOnBehindSegmentsThatTheCaptureCut) {
  const std::string long_one = request("MESSAGE", std::string(300, 'x'));
  const std::string frame =
      *tcp_frame(alice, bob, {.sequence = wire.start, .flags = tcp_ack}, long_one);
  wire.handshake();
  wire.add(std::string_view(frame).substr(0, frame.size() - 100));
  wire.from_alice(static_cast<std::uint32_t>(long_one.size()), third);
  finish();
  ASSERT_EQ(out.octets(), (Octets{long_one.substr(0, long_one.size() - 100), third}));
  EXPECT_EQ(out.messages[0].at.extent, Extent::snapped);
}

TEST_F(Tcp, TellsConnectionsOnTheSamePortsApart) {
  wire.handshake();
  wire.from_alice(0, first.substr(0, 50));
  wire.start = 4'000;
  wire.handshake();
  wire.from_alice(0, second);
  finish();
  ASSERT_EQ(out.octets(), (Octets{first.substr(0, 50), second}));
  EXPECT_EQ(out.messages[0].at.extent, Extent::unfinished);
  EXPECT_NE(out.messages[0].at.connection, out.messages[1].at.connection);
}

TEST_F(Tcp, KeepsAConnectionWhoseSynIsRepeated) {
  wire.handshake();
  wire.handshake();
  wire.from_alice(0, first.substr(0, 50));
  wire.handshake();
  wire.from_alice(50, first.substr(50));
  EXPECT_EQ(out.octets(), Octets{first});
}

TEST_F(Tcp, GivesWhatIsUnfinishedWhenTheConnectionEnds) {
  wire.handshake();
  wire.from_alice(0, first.substr(0, 80), tcp_fin | tcp_ack);
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].at.extent, Extent::unfinished);
  wire.from_bob(0, answer(200).substr(0, 40), 0);
  wire.from_alice(80, "", tcp_rst);
  EXPECT_EQ(out.messages.size(), 2U);
}

TEST_F(Tcp, WaitsForLateSegmentsBehindAFin) {
  wire.handshake();
  wire.from_alice(20, first.substr(20), tcp_fin | tcp_ack);
  wire.from_alice(0, first.substr(0, 20));
  EXPECT_EQ(out.octets(), Octets{first});
}

TEST_F(Tcp, CountsKeepAlives) {
  wire.handshake();
  wire.from_alice(0, first + "\r\n\r\n");
  wire.from_alice(size1 + 4, "\r\n\r\n");
  wire.from_bob(0, answer(200) + "\r\n");
  EXPECT_EQ(extractor.summary().keep_alives, 3U);
  EXPECT_TRUE(out.problems.empty());
}

TEST_F(Tcp, StepsOverWhatIsNoSip) {
  wire.handshake();
  wire.from_alice(0, "junk\r\nmore\r\n" + first + "SIP/2.0 OK\r\nNo: status\r\n\r\n" + second);
  finish();
  EXPECT_EQ(out.octets(), (Octets{first, second}));
  EXPECT_EQ(out.problems.size(), 2U);
  EXPECT_TRUE(out.has(ProblemCode::not_sip));
}

TEST_F(Tcp, GoesOnBehindAMessageWithoutAUsableLength) {
  for (const std::string_view length :
       {"1\r\nContent-Length: 2", "x", "4000000000", "99999999999"}) {
    Collector kept;
    SipExtractor reader(kept.sink());
    Wire line(reader);
    const std::string bad =
        "MESSAGE sip:b SIP/2.0\r\nContent-Length: " + std::string(length) + "\r\n\r\n";
    line.handshake();
    line.from_alice(0, bad + "body\r\n" + first);
    ASSERT_EQ(kept.octets(), (Octets{bad, first})) << length;
    EXPECT_EQ(kept.messages[0].at.extent, Extent::unframed);
    EXPECT_TRUE(kept.has(ProblemCode::framing_lost));
  }
}

TEST_F(Tcp, SaysThatAMessageHasNoLength) {
  wire.handshake();
  wire.from_alice(0, "MESSAGE sip:b SIP/2.0\r\nTo: b\r\n\r\n" + first);
  ASSERT_EQ(out.messages.size(), 2U);
  EXPECT_TRUE(out.messages[0].at.without_length);
  EXPECT_FALSE(out.messages[1].at.without_length);
}

TEST_F(Tcp, EndsAHeaderSectionThatNeverEnds) {
  wire.handshake();
  const std::string rows = "MESSAGE sip:b SIP/2.0\r\n" + std::string(60'000, 'a');
  wire.from_alice(0, rows);
  wire.from_alice(static_cast<std::uint32_t>(rows.size()),
                  std::string(10'000, 'a') + "\r\n" + first);
  ASSERT_EQ(out.messages.size(), 2U);
  EXPECT_EQ(out.messages[0].at.extent, Extent::unframed);
  EXPECT_EQ(out.messages[1].octets, first);
}

TEST_F(Tcp, CountsTheRecordsOfTlsThatItCannotRead) {
  const std::string record = octets_from_hex("17 0303 0004 01020304");
  wire.handshake();
  wire.from_alice(0, record + record + record.substr(0, 6));
  finish();
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].code, ProblemCode::not_decrypted);
  EXPECT_EQ(out.problems[0].frame, 3U);
  EXPECT_EQ(out.problems[0].sentence,
            "TLS, not decrypted: 3 records, 192.0.2.1:40000 to 192.0.2.2:5060");
}

TEST(TcpLimits, GiveUpTheOldestConnections) {
  Collector out;
  SipExtractor extractor(out.sink(), {.limits = {.flows = 2}});
  Wire wire(extractor);
  for (std::uint16_t port = 1; port <= 4; ++port) {
    wire.send({"192.0.2.9", port}, bob, {.sequence = 0, .flags = tcp_syn}, "");
    wire.send({"192.0.2.9", port}, bob, {.sequence = 1, .flags = tcp_ack}, first.substr(0, 60));
  }
  EXPECT_EQ(out.messages.size(), 2U);
  EXPECT_EQ(out.messages[0].at.extent, Extent::unfinished);
  EXPECT_TRUE(out.has(ProblemCode::limit_hit));
}

TEST(TcpLimits, TakeAGapAsLostWhenTooMuchWaitsBehindIt) {
  Collector out;
  SipExtractor extractor(out.sink(), {.limits = {.waiting_segments_of_flow = 4}});
  Wire wire(extractor);
  wire.handshake();
  wire.from_alice(0, first);
  std::uint32_t offset = size1 + 10;
  for (int count = 0; count < 5; ++count, offset += size1) {
    wire.from_alice(offset, first);
  }
  EXPECT_EQ(out.messages.size(), 6U);
  EXPECT_TRUE(out.has(ProblemCode::stream_gap));
}

TEST(TcpLimits, BoundWhatWaitsInAllConnections) {
  Collector out;
  SipExtractor extractor(out.sink(), {.limits = {.waiting_octets = 2'000}});
  Wire wire(extractor);
  for (std::uint16_t port = 1; port <= 20; ++port) {
    const stack::Address from{"192.0.2.9", port};
    wire.send(from, bob, {.sequence = 0, .flags = tcp_syn}, "");
    wire.send(from, bob, {.sequence = 10, .flags = tcp_ack},
              std::string(200, 'x') + "\r\n" + first);
  }
  EXPECT_GT(out.messages.size(), 10U);
}

TEST_F(Tcp, SurvivesAnySegments) {
  std::mt19937 random(11);
  const std::string all = first + second + third;
  for (int round = 0; round < 20'000; ++round) {
    const auto offset = static_cast<std::uint32_t>(random() % (2 * all.size()));
    const std::uint8_t flags = random() % 50 == 0 ? static_cast<std::uint8_t>(random()) : tcp_ack;
    const std::uint32_t far = random() % 200 == 0 ? static_cast<std::uint32_t>(random()) : 0;
    wire.from_alice(offset + far, all.substr(offset % all.size(), random() % 300), flags);
    wire.from_bob(far, "", offset);
  }
  finish();
  EXPECT_EQ(extractor.summary().frames, 40'000U);
}

}  // namespace
}  // namespace sipspec::captures
