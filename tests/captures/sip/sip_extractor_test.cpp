#include "captures/sip/sip_extractor.hpp"

#include "tests/captures/sip/collector.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

const std::string hello = request("MESSAGE", "hello");

/// What comes of frames without a connection.
struct Datagrams : Collector {
  explicit Datagrams(const std::vector<std::string>& frames, LinkType link = LinkType::raw,
                     const ReadOptions& options = {}) {
    SipExtractor extractor(sink(), options);
    for (const std::string& frame : frames) {
      extractor.add(link, FrameView{.wall = std::chrono::seconds(5), .octets = frame});
    }
    extractor.finish();
    summary = extractor.summary();
  }

  ReadSummary summary;
};

TEST(SipExtractor, FindsTheMessageInEachLinkLayerAndTunnel) {
  for (const Wrapped& it : wrapped(udp4(hello), udp6(hello))) {
    const Datagrams out(it.frames, it.link);
    ASSERT_EQ(out.messages.size(), 1U) << it.name;
    EXPECT_EQ(out.messages[0].octets, hello) << it.name;
    EXPECT_EQ(out.messages[0].at.transport, stack::Transport::udp);
    EXPECT_EQ(out.messages[0].at.connection, 0U);
    EXPECT_EQ(out.messages[0].at.extent, Extent::whole);
    EXPECT_EQ(out.messages[0].at.last_frame, it.frames.size());
    EXPECT_EQ(out.summary.problems.total(), 0U) << it.name;
  }
}

TEST(SipExtractor, FindsSipOnAnyPort) {
  const Datagrams out({ip4(17, udp(33333, 44444, hello))});
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].at.source.port, 33333);
}

TEST(SipExtractor, LeavesOtherDatagramsAlone) {
  const Datagrams out({udp4("\x80\x00 an RTP packet"), udp4("GET / HTTP/1.1\r\n\r\n"),
                       udp4("OPTIONS rtsp://x RTSP/1.0\r\n\r\n"), udp4("SIP/2.0 OK\r\n\r\n"),
                       udp4("MESSAGE sip:bob SIP/2.0")});
  EXPECT_TRUE(out.messages.empty());
  EXPECT_TRUE(out.problems.empty());
  EXPECT_EQ(out.summary.frames, 5U);
}

TEST(SipExtractor, GivesADatagramWhole) {
  const std::string around = "\r\n" + hello + "trailing";
  const Datagrams out({udp4(around)});
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].octets, around);
}

TEST(SipExtractor, HandsOverAnythingOnPortsThatAreForSip) {
  const Datagrams out({udp4("garbage"), udp4("\r\n\r\n")}, LinkType::raw, {.sip_ports = {5060}});
  EXPECT_EQ(out.octets(), std::vector<std::string>{"garbage"});
  EXPECT_TRUE(out.has(ProblemCode::not_sip));
  EXPECT_EQ(out.summary.keep_alives, 1U);
}

TEST(SipExtractor, LooksAtGivenPortsOnly) {
  const std::vector<std::string> frames{ip4(17, udp(1, 5060, hello)), ip4(17, udp(1, 5062, hello))};
  const Datagrams out(frames, LinkType::raw, {.only_ports = {5062}});
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].at.first_frame, 2U);
}

TEST(SipExtractor, MarksMessagesThatTheCaptureCut) {
  const std::string frame = udp4(hello);
  const Datagrams out({frame.substr(0, frame.size() - 3)});
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].at.extent, Extent::snapped);
  EXPECT_TRUE(out.has(ProblemCode::cut_frame));
}

TEST(SipExtractor, MarksMessagesWhoseFragmentsDidNotAllCome) {
  std::vector<std::string> pieces = fragments4(udp4(hello), 128);
  pieces.pop_back();
  const Datagrams out(pieces);
  ASSERT_EQ(out.messages.size(), 1U);
  EXPECT_EQ(out.messages[0].at.extent, Extent::gap);
  EXPECT_TRUE(hello.starts_with(out.messages[0].octets));
  EXPECT_TRUE(out.has(ProblemCode::missing_fragments));
}

std::string hep_chunk(std::uint32_t type, std::string_view value) {
  return octets16(0) + octets16(type) + octets16(static_cast<std::uint32_t>(6 + value.size())) +
         std::string(value);
}

std::string hep3(std::string_view sip, char protocol = '\x11') {
  const std::string chunks =
      hep_chunk(1, "\x02") + hep_chunk(2, std::string(1, protocol)) +
      hep_chunk(3, octets_from_hex("0a000001")) + hep_chunk(4, octets_from_hex("0a000002")) +
      hep_chunk(7, octets16(1111)) + hep_chunk(8, octets16(2222)) + hep_chunk(9, octets32(77)) +
      hep_chunk(10, octets32(5)) + hep_chunk(11, "\x01") + hep_chunk(12, octets32(2001)) +
      hep_chunk(15, sip);
  return "HEP3" + octets16(static_cast<std::uint32_t>(6 + chunks.size())) + chunks;
}

TEST(SipExtractor, OpensHep3) {
  const Datagrams out({udp4(hep3(hello)), udp4(hep3(hello, '\x06'))});
  ASSERT_EQ(out.messages.size(), 2U);
  EXPECT_EQ(out.messages[0].octets, hello);
  EXPECT_EQ(to_address(out.messages[0].at.source), (stack::Address{"10.0.0.1", 1111}));
  EXPECT_EQ(to_address(out.messages[0].at.destination), (stack::Address{"10.0.0.2", 2222}));
  EXPECT_EQ(out.messages[0].at.first_wall, std::chrono::seconds(77) + std::chrono::microseconds(5));
  EXPECT_EQ(out.messages[0].at.transport, stack::Transport::udp);
  EXPECT_EQ(out.messages[1].at.transport, stack::Transport::tcp);
}

TEST(SipExtractor, OpensTheBinaryVersionsOfHep) {
  const std::string addresses = octets_from_hex("0457 08ae 0a000001 0a000002");
  const Datagrams out(
      {udp4(octets_from_hex("01 10 02 11") + addresses + hello),
       udp4(octets_from_hex("02 10 02 11") + addresses + std::string(12, '\0') + hello)});
  ASSERT_EQ(out.messages.size(), 2U);
  for (const KeptSip& it : out.messages) {
    EXPECT_EQ(it.octets, hello);
    EXPECT_EQ(to_address(it.at.source), (stack::Address{"10.0.0.1", 1111}));
    EXPECT_EQ(it.at.first_wall, std::chrono::seconds(5));
  }
}

TEST(SipExtractor, SurvivesHepCutAnywhere) {
  const std::string packet = hep3(hello);
  for (std::size_t size = 0; size < packet.size(); ++size) {
    EXPECT_TRUE(Datagrams({udp4(packet.substr(0, size))}).messages.empty());
  }
}

std::string sctp_data(std::uint32_t flags, std::uint32_t number, std::string_view data) {
  std::string chunk = std::string(1, '\0') + static_cast<char>(flags) +
                      octets16(static_cast<std::uint32_t>(16 + data.size())) + octets32(number) +
                      std::string(8, '\0') + std::string(data);
  chunk.resize((chunk.size() + 3) / 4 * 4);
  return chunk;
}

std::string sctp(std::string_view chunks) {
  return ip4(132, octets16(5060) + octets16(5060) + std::string(8, '\0') + std::string(chunks));
}

TEST(SipExtractor, ReadsSctp) {
  const std::string other = answer(200);
  const Datagrams out({sctp(sctp_data(3, 1, hello) + sctp_data(3, 2, other)),
                       sctp(sctp_data(2, 3, hello.substr(0, 50))),
                       sctp(sctp_data(0, 4, hello.substr(50, 9))),
                       sctp(sctp_data(1, 5, hello.substr(59))), sctp(sctp_data(3, 6, "M3UA"))});
  EXPECT_EQ(out.octets(), (std::vector<std::string>{hello, other, hello}));
  EXPECT_TRUE(out.messages[0].at.sctp);
  EXPECT_EQ(out.messages[2].at.first_frame, 2U);
  EXPECT_EQ(out.messages[2].at.last_frame, 4U);
}

TEST(SipExtractor, DropsAnSctpMessageThatMissesAFragment) {
  const Datagrams out(
      {sctp(sctp_data(2, 3, hello.substr(0, 50))), sctp(sctp_data(1, 5, hello.substr(59)))});
  EXPECT_TRUE(out.messages.empty());
}

TEST(SipExtractor, TellsOfEachProblemABoundedNumberOfTimes) {
  const std::vector<std::string> frames(50, "no IP");
  const Datagrams out(frames, static_cast<LinkType>(127), {.limits = {.told_of_each_code = 3}});
  EXPECT_EQ(out.problems.size(), 3U);
  EXPECT_EQ(out.summary.problems[ProblemCode::unknown_link_type], 50U);
}

TEST(SipExtractor, SurvivesRandomDatagramsOnEveryTunnelPort) {
  std::mt19937 random(3);
  for (int round = 0; round < 3'000; ++round) {
    std::string octets(random() % 80, '\0');
    for (char& c : octets) {
      c = static_cast<char>(random());
    }
    constexpr std::uint32_t ports[] = {2152, 4789, 6081, 9060, 5060};
    const Datagrams out(
        {ip4(17, udp(9, ports[round % 5], (round % 3 == 0 ? "HEP3" : "") + octets)), sctp(octets)});
    EXPECT_EQ(out.summary.frames, 2U);
  }
}

}  // namespace
}  // namespace sipspec::captures
