#include "captures/capture_reader.hpp"

#include "captures/pcapng_writer.hpp"
#include "tests/captures/octet_literals.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace sipspec::captures {
namespace {

using std::chrono::nanoseconds;

void put(const std::filesystem::path& path, std::string_view octets) {
  std::ofstream(path, std::ios::binary) << octets;
}

/// Header of a classic file with microseconds, Ethernet, and one frame of which 2 of 3 octets are
/// there.
std::string classic() {
  return octets_from_hex(
      "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
      "05000000 07000000 02000000 03000000 6162");
}

TEST(CaptureReader, ReadsClassicFiles) {
  const TemporaryFolder folder;
  put(folder / "a.pcap", classic());
  const auto contents = read_capture(folder / "a.pcap");
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->link, LinkType::ethernet);
  ASSERT_EQ(contents->packets.size(), 1U);
  EXPECT_EQ(contents->packets[0].octets, "ab");
  EXPECT_EQ(contents->packets[0].original_length, 3U);
  EXPECT_EQ(contents->packets[0].wall, std::chrono::seconds(5) + std::chrono::microseconds(7));
}

TEST(CaptureReader, ReadsWhatTheWriterWrote) {
  const TemporaryFolder folder;
  PcapngWriter file("sipspec", "");
  file.add_interface({LinkType::ethernet, "lo", ""});
  file.add_packet({0, nanoseconds{1'700'000'000'000'000'001}, "octets", 0});
  file.add_packet({0, nanoseconds{5}, std::string(65'600, 'x'), 70'000});
  file.comment(1, "comment");
  file.add_counters(0, nanoseconds{9}, {2, 0, 0, 0});
  ASSERT_TRUE(file.write(folder / "a.pcapng"));
  const auto contents = read_capture(folder / "a.pcapng");
  ASSERT_TRUE(contents) << contents.error().sentence;
  EXPECT_EQ(contents->link, LinkType::ethernet);
  ASSERT_EQ(contents->packets.size(), 2U);
  EXPECT_EQ(contents->packets[0].octets, "octets");
  EXPECT_EQ(contents->packets[0].wall, nanoseconds{1'700'000'000'000'000'001});
  EXPECT_EQ(contents->packets[1].octets.size(), 65'600U);
  EXPECT_EQ(contents->packets[1].original_length, 70'000U);
}

TEST(CaptureReader, NamesTheFileThatIsNotThereOrNoCapture) {
  const TemporaryFolder folder;
  const auto none = read_capture(folder / "none.pcap");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().sentence.find((folder / "none.pcap").string()), std::string::npos);
  EXPECT_NE(none.error().sentence.find("No such file"), std::string::npos);
  put(folder / "text.pcap", "SIP/2.0 200 OK\r\n\r\n some more text to fill a file header");
  EXPECT_NE(read_capture(folder / "text.pcap").error().sentence.find("unknown file format"),
            std::string::npos);
}

TEST(CaptureReader, NamesTheFrameInWhichAFileBreaksOff) {
  const TemporaryFolder folder;
  const std::string whole = classic();
  put(folder / "a.pcap", whole + whole.substr(24, 17));
  const auto broken = read_capture(folder / "a.pcap");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().sentence.find("frame 2"), std::string::npos) << broken.error().sentence;
}

}  // namespace
}  // namespace sipspec::captures
