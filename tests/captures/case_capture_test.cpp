#include "captures/case_capture.hpp"

#include "captures/capture_reader.hpp"
#include "captures/packet_decoder.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sipspec::captures {
namespace {

using std::chrono::nanoseconds;

const stack::Address us{"127.0.0.1", 40000}, device{"127.0.0.1", 5060};
const StreamFlow flow{7, us, device};
constexpr nanoseconds noon{1'700'000'000'123'456'789};

struct Read {
  std::vector<CapturedPacket> packets;
  std::vector<Decoded> inside;
};

/// What a reader of the file gets.
Read read_back(CaseCapture& capture, const TemporaryFolder& folder) {
  EXPECT_TRUE(capture.write(folder / "case.pcapng"));
  auto contents = read_capture(folder / "case.pcapng");
  Read read;
  if (!contents) {
    ADD_FAILURE() << contents.error().sentence;
    return read;
  }
  EXPECT_EQ(contents->link, LinkType::raw);
  read.packets = std::move(contents->packets);
  for (const CapturedPacket& packet : read.packets) {
    const auto inside = decode(LinkType::raw, packet.octets);
    EXPECT_TRUE(inside);
    read.inside.push_back(inside.value_or(Decoded{}));
  }
  return read;
}

TEST(CaseCapture, KeepsADatagramWithTimeAddressesAndOctets) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec 0.1.0", "a case");
  EXPECT_EQ(capture.datagram(noon, us, device, "one"), 1U);
  EXPECT_EQ(capture.datagram(noon - nanoseconds{5}, device, us, std::string("t\0o", 3)), 2U);
  const Read read = read_back(capture, folder);
  ASSERT_EQ(read.inside.size(), 2U);
  EXPECT_EQ(read.packets[0].wall, noon);
  EXPECT_EQ(read.packets[1].wall, noon - nanoseconds{5});
  EXPECT_EQ(to_address(read.inside[0].source), us);
  EXPECT_EQ(to_address(read.inside[0].destination), device);
  EXPECT_EQ(read.inside[0].payload, "one");
  EXPECT_EQ(read.inside[1].payload, std::string_view("t\0o", 3));
  EXPECT_EQ(capture.left_out(), 0U);
  EXPECT_EQ(capture.problem(), "");
}

TEST(CaseCapture, SaysThatItsFramesAreSynthesisedAndOfWhichCase) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec 0.1.0", "rfc3428/8/no-contact-in-2xx");
  ASSERT_TRUE(capture.write(folder / "case.pcapng"));
  const std::string octets = octets_of_file(folder / "case.pcapng");
  EXPECT_NE(octets.find("Frames synthesised"), std::string::npos);
  EXPECT_NE(octets.find("rfc3428/8/no-contact-in-2xx"), std::string::npos);
  EXPECT_NE(octets.find("sipspec 0.1.0"), std::string::npos);
}

TEST(CaseCapture, OpensAStreamByItsFirstOctetAndGivesTheFrameOfTheData) {
  CaseCapture capture("sipspec", "");
  EXPECT_EQ(capture.stream_data(noon, flow, us, "request"), 4U);
  EXPECT_EQ(capture.stream_data(noon, flow, device, "answer"), 5U);
  EXPECT_EQ(capture.frames(), 5U);
}

TEST(CaseCapture, OpensAStreamOnce) {
  CaseCapture capture("sipspec", "");
  capture.stream_open(noon, flow);
  capture.stream_open(noon, flow);
  EXPECT_EQ(capture.frames(), 3U);
  EXPECT_EQ(capture.stream_data(noon, flow, us, ""), 0U);
  EXPECT_EQ(capture.stream_data(noon, flow, us, "x"), 4U);
}

TEST(CaseCapture, TakesFramesForALongWriteAndGivesTheFirst) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec", "");
  const std::string octets(3 * segment_size, 'x');
  EXPECT_EQ(capture.stream_data(noon, flow, us, octets), 4U);
  EXPECT_EQ(capture.stream_data(noon, flow, us, "y"), 7U);
  EXPECT_NE(
      octets_of_file((capture.write(folder / "a"), folder / "a")).find("(goes on from frame 4)"),
      std::string::npos);
}

TEST(CaseCapture, LetsTheOtherSideGoOnAfterAnEnd) {
  CaseCapture capture("sipspec", "");
  capture.stream_open(noon, flow);
  capture.stream_end(noon, flow, us, CaseCapture::End::orderly);
  EXPECT_EQ(capture.stream_data(noon, flow, device, "answer"), 6U);
  EXPECT_EQ(capture.stream_data(noon, flow, us, "late"), 0U);
  EXPECT_EQ(capture.left_out(), 1U);
  EXPECT_EQ(capture.problem(), "127.0.0.1:40000 sent octets after the end of its stream");
}

TEST(CaseCapture, EndsNothingThatWasNeverOpen) {
  CaseCapture capture("sipspec", "");
  capture.stream_end(noon, flow, us, CaseCapture::End::reset);
  EXPECT_EQ(capture.frames(), 0U);
}

TEST(CaseCapture, OpensAnIdAgainOnceItsStreamIsOver) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec", "");
  capture.stream_open(noon, flow);
  capture.stream_end(noon, flow, device, CaseCapture::End::reset);
  capture.stream_open(noon, flow);
  EXPECT_EQ(capture.stream_data(noon, flow, us, "again"), 8U);
  const Read read = read_back(capture, folder);
  ASSERT_EQ(read.inside.size(), 8U);
  EXPECT_NE(read.inside[0].sequence, read.inside[4].sequence);
}

TEST(CaseCapture, ShowsARefusedConnection) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec", "");
  capture.stream_refused(noon, flow);
  const Read read = read_back(capture, folder);
  ASSERT_EQ(read.inside.size(), 2U);
  EXPECT_EQ(read.inside[0].flags, tcp_syn);
  EXPECT_EQ(read.inside[1].flags, tcp_rst | tcp_ack);
  EXPECT_EQ(to_address(read.inside[1].source), device);
}

TEST(CaseCapture, LeavesOutWhatMakesNoFrameAndSaysWhy) {
  const TemporaryFolder folder;
  CaseCapture capture("sipspec", "");
  EXPECT_EQ(capture.datagram(noon, us, {"::1", 5060}, "x"), 0U);
  EXPECT_EQ(capture.datagram(noon, us, {"example.org", 5060}, "x"), 0U);
  EXPECT_EQ(capture.datagram(noon, us, device, std::string(70'000, 'x')), 0U);
  EXPECT_EQ(capture.stream_data(noon, {1, us, {"", 0}}, us, "x"), 0U);
  EXPECT_EQ(capture.datagram(noon, us, device, "good"), 1U);
  EXPECT_EQ(capture.problem(), "127.0.0.1 and ::1 are of two address families");
  ASSERT_TRUE(capture.write(folder / "case.pcapng"));
  EXPECT_NE(octets_of_file(folder / "case.pcapng")
                .find("NOT COMPLETE: 5 datagrams or writes were left out: 127.0.0.1 and ::1"),
            std::string::npos);
}

TEST(CaseCapture, LeavesOutAllThatComesAfterTheLimit) {
  CaseCapture capture("sipspec", "", 2000);
  EXPECT_EQ(capture.datagram(noon, us, device, std::string(1000, 'x')), 1U);
  EXPECT_EQ(capture.datagram(noon, us, device, std::string(1000, 'x')), 0U);
  EXPECT_EQ(capture.datagram(noon, us, device, "small"), 0U);
  EXPECT_EQ(capture.left_out(), 2U);
  EXPECT_EQ(capture.problem(), "the capture of a case holds at most 2000 octets");
}

TEST(CaseCapture, TakesAllSegmentsOfAWriteOrNone) {
  CaseCapture capture("sipspec", "", 2 * segment_size);
  EXPECT_EQ(capture.stream_data(noon, flow, us, std::string(2 * segment_size, 'x')), 0U);
  EXPECT_EQ(capture.frames(), 3U);
  capture.stream_end(noon, flow, us, CaseCapture::End::orderly);
  EXPECT_EQ(capture.frames(), 3U);
}

}  // namespace
}  // namespace sipspec::captures
