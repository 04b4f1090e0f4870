#include "captures/case_capture.hpp"
#include "tests/captures/temporary_folder.hpp"
#include "tests/captures/wireshark/tshark.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sipspec::captures {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds noon{1'700'000'000'123'456'789};

struct Ends {
  stack::Address us, device;
};

const Ends ip4{{"127.0.0.1", 40000}, {"127.0.0.1", 5060}};
const Ends ip6{{"2001:db8::1", 40000}, {"2001:db8::2", 5060}};

std::string message(std::size_t body) {
  return "MESSAGE sip:bob@example.com SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bK1\r\n"
         "Max-Forwards: 70\r\n"
         "From: <sip:alice@example.com>;tag=1\r\n"
         "To: <sip:bob@example.com>\r\n"
         "Call-ID: a84b4c76e66710\r\n"
         "CSeq: 1 MESSAGE\r\n"
         "Content-Type: text/plain\r\n"
         "Content-Length: " +
         std::to_string(body) + "\r\n\r\n" + std::string(body, 'x');
}

const std::string ok =
    "SIP/2.0 200 OK\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bK1\r\n"
    "From: <sip:alice@example.com>;tag=1\r\n"
    "To: <sip:bob@example.com>;tag=2\r\n"
    "Call-ID: a84b4c76e66710\r\n"
    "CSeq: 1 MESSAGE\r\n"
    "Content-Length: 0\r\n\r\n";

/// A capture in the making, and what tshark says about it.
class Wireshark : public testing::Test {
 protected:
  std::string ask(const std::string& arguments) {
    EXPECT_TRUE(capture_.write(path_));
    return tshark(path_, arguments);
  }

  /// Lines of one field each, of the frames that fit the filter.
  std::string field(const std::string& name, const std::string& filter = "frame") {
    return ask("-Y '" + filter + "' -T fields -e " + name);
  }

  /// Nothing that tshark's dissectors warn of, and every checksum looked at and right. Wireshark
  /// notes each SYN and FIN, without blame.
  void expect_no_complaint() {
    EXPECT_EQ(ask("-Y '_ws.expert.severity >= Warning or _ws.malformed or _ws.short or "
                  "_ws.unreassembled'"),
              "");
    EXPECT_EQ(ask("-Y '_ws.expert.severity >= Note and not tcp.flags.fin == 1'"), "");
    EXPECT_EQ(ask("-Y 'tcp.analysis.flags'"), "");
    EXPECT_EQ(ask("-Y 'ip.checksum.status != 1 or udp.checksum.status != 1 or "
                  "tcp.checksum.status != 1'"),
              "");
    EXPECT_EQ(ask("-Y '(ip or ipv6) and not udp.checksum.status and not tcp.checksum.status'"), "");
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "case.pcapng";
  CaseCapture capture_{"sipspec 0.1.0", "a case"};
};

TEST_F(Wireshark, DecodesDatagramsOfBothFamiliesAsSip) {
  for (const Ends& ends : {ip4, ip6}) {
    capture_.datagram(noon, ends.us, ends.device, message(5));
    capture_.datagram(noon + nanoseconds{1}, ends.device, ends.us, ok);
  }
  expect_no_complaint();
  EXPECT_EQ(field("frame.number", "sip"), "1\n2\n3\n4\n");
  EXPECT_EQ(field("sip.Method", "sip.Request-Line"), "MESSAGE\nMESSAGE\n");
  EXPECT_EQ(field("sip.Status-Code", "sip.Status-Line"), "200\n200\n");
  EXPECT_EQ(field("ip.src", "frame.number == 2"), "127.0.0.1\n");
  EXPECT_EQ(field("udp.dstport", "frame.number == 2"), "40000\n");
  EXPECT_EQ(field("ipv6.dst", "frame.number == 3"), "2001:db8::2\n");
}

TEST_F(Wireshark, FindsSipBetweenPortsItDoesNotKnow) {
  capture_.datagram(noon, {"127.0.0.1", 40001}, {"127.0.0.1", 40002}, message(5));
  capture_.stream_data(noon, {1, {"127.0.0.1", 40003}, {"127.0.0.1", 40004}}, {"127.0.0.1", 40003},
                       message(5));
  expect_no_complaint();
  EXPECT_EQ(field("frame.number", "sip"), "1\n5\n");
}

TEST_F(Wireshark, ShowsTimeInNanoseconds) {
  capture_.datagram(noon, ip4.us, ip4.device, message(5));
  EXPECT_EQ(field("frame.time_epoch"), "1700000000.123456789\n");
}

TEST_F(Wireshark, ShowsTheCommentsOfEachPacket) {
  const FrameNumber first = capture_.datagram(noon, ip4.us, ip4.device, message(5));
  const FrameNumber second = capture_.datagram(noon, ip4.device, ip4.us, ok);
  capture_.comment(second, "r1");
  capture_.comment(first, "m1");
  capture_.comment(second, "RFC3428-8-05: Contact \xFF");
  EXPECT_EQ(field("frame.comment"), "m1\nr1,RFC3428-8-05: Contact \\xFF\n");
}

TEST_F(Wireshark, ShowsTheLongestComment) {
  const FrameNumber frame = capture_.datagram(noon, ip4.us, ip4.device, message(5));
  capture_.comment(frame, std::string(100'000, 'y'));
  const std::string comment = field("frame.comment");
  EXPECT_EQ(std::count(comment.begin(), comment.end(), 'y'),
            65'532 - static_cast<std::ptrdiff_t>(std::string_view(" ... (cut)").size()));
  expect_no_complaint();
}

TEST_F(Wireshark, DecodesTheLargestDatagram) {
  const std::string largest = message(65'507 - message(10'000).size() + 10'000);
  ASSERT_EQ(largest.size(), 65'507U);
  capture_.datagram(noon, ip4.us, ip4.device, largest);
  capture_.datagram(noon, ip6.us, ip6.device, largest);
  capture_.datagram(noon, ip4.us, ip4.device, message(60'000));
  expect_no_complaint();
  EXPECT_EQ(field("udp.length", "sip"),
            "65515\n65515\n" + std::to_string(message(60'000).size() + 8) + "\n");
}

TEST_F(Wireshark, FollowsAStreamFromHandshakeToEnd) {
  for (const Ends& ends : {ip4, ip6}) {
    const StreamFlow flow{ends.us.is_v6() ? 2U : 1U, ends.us, ends.device};
    capture_.stream_open(noon, flow);
    capture_.stream_data(noon, flow, ends.us, message(5));
    capture_.stream_data(noon, flow, ends.device, ok);
    capture_.stream_end(noon, flow, ends.us, CaseCapture::End::orderly);
    capture_.stream_end(noon, flow, ends.device, CaseCapture::End::orderly);
  }
  expect_no_complaint();
  EXPECT_EQ(field("frame.number", "sip"), "4\n5\n13\n14\n");
  EXPECT_EQ(field("tcp.seq", "tcp.stream == 0 and tcp.len > 0"), "1\n1\n");
  // Wireshark's own measure of a whole connection: SYN, SYN-ACK, ACK, data and FIN were seen.
  EXPECT_EQ(ask("-2 -Y 'frame.number == 1 or frame.number == 10' -T fields -e tcp.completeness"),
            "31\n31\n");
}

TEST_F(Wireshark, CommentsWhatWasMadeUp) {
  const StreamFlow flow{1, ip4.us, ip4.device};
  const FrameNumber data = capture_.stream_data(noon, flow, ip4.us, message(70'000));
  capture_.comment(data, "m1");
  capture_.stream_end(noon, flow, ip4.us, CaseCapture::End::reset);
  EXPECT_EQ(field("frame.comment"),
            "(handshake of stream 1, synthesised)\n(handshake of stream 1, synthesised)\n"
            "(handshake of stream 1, synthesised)\nm1\n(goes on from frame 4)\n"
            "(goes on from frame 4)\n(reset of stream 1, synthesised)\n");
}

TEST_F(Wireshark, PutsAMessageInPiecesTogether) {
  const StreamFlow flow{1, ip4.us, ip4.device};
  const std::string whole = message(200'000);
  for (std::size_t at = 0; at < whole.size(); at += 90'000) {
    capture_.stream_data(noon, flow, ip4.us, std::string_view(whole).substr(at, 90'000));
  }
  capture_.stream_data(noon, flow, ip4.us, message(5) + message(6));
  capture_.stream_data(noon, flow, ip4.device, ok);
  expect_no_complaint();
  EXPECT_EQ(field("sip.Content-Length", "sip.Request-Line"), "200000\n5,6\n");
  EXPECT_EQ(field("tcp.reassembled.length", "tcp.reassembled.length"),
            std::to_string(whole.size()) + "\n");
}

TEST_F(Wireshark, FillsNoWindowWithOctetsThatNobodyAnswers) {
  const StreamFlow flow{1, ip4.us, ip4.device};
  for (int i = 0; i < 100; ++i) {
    capture_.stream_data(noon, flow, ip4.us, message(50'000));
  }
  expect_no_complaint();
}

TEST_F(Wireshark, TakesNoConnectionOnTheSamePortsForARetransmission) {
  for (std::uint64_t id = 1; id <= 3; ++id) {
    const StreamFlow flow{id, ip4.us, ip4.device};
    capture_.stream_data(noon, flow, ip4.us, message(5));
    capture_.stream_end(noon, flow, ip4.device, CaseCapture::End::reset);
  }
  EXPECT_EQ(field("frame.number",
                  "tcp.analysis.retransmission or tcp.analysis.lost_segment or "
                  "tcp.analysis.out_of_order or tcp.analysis.ack_lost_segment"),
            "");
  EXPECT_EQ(field("tcp.stream", "sip"), "0\n1\n2\n");
}

TEST_F(Wireshark, ShowsAHalfClosedStreamAndARefusedOne) {
  const StreamFlow flow{1, ip4.us, ip4.device};
  capture_.stream_data(noon, flow, ip4.us, message(5));
  capture_.stream_end(noon, flow, ip4.us, CaseCapture::End::orderly);
  capture_.stream_data(noon, flow, ip4.device, ok);
  capture_.stream_end(noon, flow, ip4.device, CaseCapture::End::orderly);
  capture_.stream_refused(noon, {2, {"127.0.0.1", 40007}, ip4.device});
  EXPECT_EQ(field("frame.number", "sip"), "4\n7\n");
  EXPECT_EQ(field("frame.number", "tcp.analysis.flags"), "");
  // That a connection was reset is a warning of what happened, not of the file.
  EXPECT_EQ(field("frame.number", "_ws.expert.severity >= Warning"), "11\n");
  EXPECT_EQ(field("frame.number", "tcp.flags.reset == 1"), "11\n");
}

TEST_F(Wireshark, ShowsWhatTheFileSaysAboutItself) {
  capture_.datagram(noon, ip4.us, ip4.device, message(5));
  EXPECT_EQ(field("frame.interface_name"), "synthesised\n");
  EXPECT_EQ(field("frame.interface_description"), "made from socket octets by sipspec\n");
  EXPECT_EQ(field("frame.encap_type"), "7\n");  // raw IP
}

TEST_F(Wireshark, ReadsAFileWithoutFrames) {
  EXPECT_EQ(ask("-T fields -e frame.number"), "");
}

}  // namespace
}  // namespace sipspec::captures
