#include "captures/sip/sip_reader.hpp"

#include "captures/pcapng_writer.hpp"
#include "tests/captures/sip/collector.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

using std::chrono::seconds;

const std::string hello = request("MESSAGE", "hello");

std::filesystem::path two_link_types(const TemporaryFolder& folder) {
  PcapngWriter file("sipspec", "");
  file.add_interface({LinkType::ethernet, "eth0", ""});
  file.add_interface({LinkType::raw, "tun0", ""});
  file.add_packet({0, seconds(3), ethernet(0x0800, udp4(hello)), 0});
  file.add_packet({1, seconds(4), udp6(answer(200)), 0});
  EXPECT_TRUE(file.write(folder / "a.pcapng"));
  return folder / "a.pcapng";
}

TEST(SipReader, ReadsInterfacesOfSeveralLinkTypes) {
  const TemporaryFolder folder;
  Collector out;
  const auto read = read_sip(two_link_types(folder), out.sink());
  ASSERT_TRUE(read);
  EXPECT_EQ(out.octets(), (std::vector<std::string>{hello, answer(200)}));
  EXPECT_EQ(out.messages[1].at.first_wall, seconds(4));
  EXPECT_EQ(read->frames, 2U);
  EXPECT_EQ(read->messages, 2U);
  EXPECT_EQ(read->first_wall, seconds(3));
  EXPECT_EQ(read->last_wall, seconds(4));
}

TEST(SipReader, NamesTheFrameInWhichAFileBreaksOff) {
  const TemporaryFolder folder;
  const std::string whole = octets_of_file(two_link_types(folder));
  std::ofstream(folder / "cut.pcapng", std::ios::binary) << whole.substr(0, whole.size() - 20);
  Collector out;
  const auto read = read_sip(folder / "cut.pcapng", out.sink());
  ASSERT_TRUE(read);
  EXPECT_EQ(out.octets(), std::vector<std::string>{hello});
  ASSERT_EQ(out.problems.size(), 1U);
  EXPECT_EQ(out.problems[0].code, ProblemCode::truncated_file);
  EXPECT_EQ(out.problems[0].frame, 2U);
}

TEST(SipReader, RefusesWhatIsNoCapture) {
  const TemporaryFolder folder;
  EXPECT_FALSE(read_sip(folder / "none.pcap", {}));
  std::ofstream(folder / "text") << "this is a text that is longer than the header of a file";
  const auto read = read_sip(folder / "text", {});
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().sentence.find((folder / "text").string()), std::string::npos);
}

}  // namespace
}  // namespace sipspec::captures
