#include "captures/pcapng_blocks.hpp"
#include "captures/pcapng_writer.hpp"
#include "tests/captures/octet_literals.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <csignal>

namespace sipspec::captures {
namespace {

using std::chrono::nanoseconds;

TEST(PcapngBlocks, SectionHeaderToTheOctet) {
  EXPECT_EQ(section_block({"sip", "Lin", "abcd"}),
            octets_from_hex("0a0d0d0a 38000000 4d3c2b1a 0100 0000 ffffffff ffffffff"
                            "0100 0400 61626364"   // comment
                            "0300 0300 4c696e 00"  // system
                            "0400 0300 736970 00"  // application
                            "0000 0000 38000000"));
}

TEST(PcapngBlocks, SectionHeaderLeavesOutEmptyTexts) {
  EXPECT_EQ(section_block({}), octets_from_hex("0a0d0d0a 20000000 4d3c2b1a 0100 0000"
                                               "ffffffff ffffffff 0000 0000 20000000"));
}

TEST(PcapngBlocks, InterfaceToTheOctet) {
  EXPECT_EQ(interface_block({LinkType::raw, "lo", "x"}),
            octets_from_hex("01000000 30000000 6500 0000 00000400"
                            "0200 0200 6c6f 0000"  // name
                            "0300 0100 78 000000"  // description
                            "0900 0100 09 000000"  // nanoseconds
                            "0000 0000 30000000"));
}

TEST(PcapngBlocks, PacketWithCommentsToTheOctet) {
  const CapturedPacket packet{0, nanoseconds{0x0102030405060708}, "hello", 0};
  const std::array<std::string, 2> comments{"m1", "Contact"};
  EXPECT_EQ(packet_block(packet, comments),
            octets_from_hex("06000000 40000000 00000000 04030201 08070605 05000000 05000000"
                            "68656c6c 6f000000"
                            "0100 0200 6d31 0000"
                            "0100 0700 436f6e74 616374 00"
                            "0000 0000 40000000"));
}

TEST(PcapngBlocks, PacketWithoutCommentHasNoOptions) {
  const CapturedPacket packet{1, nanoseconds{1}, "four", 1500};
  EXPECT_EQ(packet_block(packet, {}),
            octets_from_hex("06000000 24000000 01000000 00000000 01000000 04000000 dc050000"
                            "666f7572 24000000"));
}

TEST(PcapngBlocks, AMomentBefore1970Becomes1970) {
  EXPECT_EQ(packet_block({0, nanoseconds{-1}, "", 0}, {}),
            packet_block({0, nanoseconds{0}, "", 0}, {}));
}

TEST(PcapngBlocks, StatisticsToTheOctet) {
  EXPECT_EQ(statistics_block(0, nanoseconds{2}, {7, 2, 3, 1}),
            octets_from_hex("05000000 40000000 00000000 00000000 02000000"
                            "0400 0800 07000000 00000000"
                            "0500 0800 03000000 00000000"
                            "0700 0800 03000000 00000000"
                            "0000 0000 40000000"));
}

TEST(PcapngWriter, NumbersFramesFrom1AndIgnoresOthers) {
  PcapngWriter file("sipspec", "");
  file.add_interface({});
  EXPECT_EQ(file.add_packet({0, nanoseconds{1}, "a", 0}), 1U);
  EXPECT_EQ(file.add_packet({0, nanoseconds{2}, "b", 0}), 2U);
  const std::string before = file.serialize();
  file.comment(0, "x");
  file.comment(3, "x");
  file.comment(1, "");
  EXPECT_EQ(file.serialize(), before);
  file.comment(2, "x");
  EXPECT_NE(file.serialize(), before);
}

TEST(PcapngWriter, KeepsOneHundredCommentsAndSaysThatThereWereMore) {
  PcapngWriter file("sipspec", "");
  file.add_packet({});
  for (std::size_t i = 0; i < max_comments; ++i) {
    file.comment(1, "comment");
  }
  EXPECT_EQ(file.serialize().find("left out"), std::string::npos);
  const std::size_t size = file.serialize().size();
  file.comment(1, "one more");
  file.comment(1, "and more");
  EXPECT_NE(file.serialize().find("(more comments on this frame were left out)"),
            std::string::npos);
  EXPECT_LT(file.serialize().size(), size + 50);
}

TEST(PcapngWriter, WritesTheWholeFileAndNothingBesideIt) {
  const TemporaryFolder folder;
  PcapngWriter file("sipspec", "comment");
  file.add_interface({});
  ASSERT_TRUE(file.write(folder / "a.pcapng"));
  EXPECT_EQ(octets_of_file(folder / "a.pcapng"), file.serialize());
  EXPECT_FALSE(std::filesystem::exists(folder / "a.pcapng.part"));
}

TEST(PcapngWriter, NamesThePathThatCannotBeWrittenAndTheReason) {
  const TemporaryFolder folder;
  const PcapngWriter file("sipspec", "");
  const auto no_folder = folder / "none/a.pcapng";
  EXPECT_EQ(file.write(no_folder).error().sentence,
            "cannot write the capture " + no_folder.string() + ": No such file or directory");
  std::filesystem::create_directory(folder / "taken");
  EXPECT_EQ(file.write(folder / "taken").error().sentence,
            "cannot write the capture " + (folder / "taken").string() + ": Is a directory");
  EXPECT_FALSE(std::filesystem::exists(folder / "taken.part"));
}

/// A limit on the size of files stands for a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t octets) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{octets, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }

  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(PcapngWriter, KeepsTheOldFileWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  PcapngWriter file("sipspec", "");
  ASSERT_TRUE(file.write(folder / "a.pcapng"));
  const std::string before = octets_of_file(folder / "a.pcapng");
  for (const std::size_t size : {std::size_t{3000}, std::size_t{1'000'000}}) {
    file.add_packet({0, nanoseconds{1}, std::string(size, 'x'), 0});
    std::string sentence;
    {
      const FullDisk full(2000);
      const auto written = file.write(folder / "a.pcapng");
      sentence = written ? "" : written.error().sentence;
    }
    EXPECT_EQ(sentence,
              "cannot write the capture " + (folder / "a.pcapng").string() + ": File too large");
    EXPECT_EQ(octets_of_file(folder / "a.pcapng"), before);
    EXPECT_FALSE(std::filesystem::exists(folder / "a.pcapng.part"));
  }
}

TEST(PcapngWriter, NamesTheSystem) {
  EXPECT_EQ(running_system().substr(0, 5), "Linux");
}

}  // namespace
}  // namespace sipspec::captures
