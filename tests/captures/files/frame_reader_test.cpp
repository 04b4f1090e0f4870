#include "captures/files/frame_reader.hpp"

#include "captures/octets.hpp"
#include "tests/captures/octet_literals.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

struct Read {
  std::vector<LinkType> links;
  std::vector<std::uint32_t> interfaces;
  std::vector<std::string> octets;
  std::vector<nanoseconds> walls;
  std::vector<std::uint32_t> lengths;
  std::optional<FileTrouble> trouble;
  std::string secrets;
  std::uint64_t dropped = 0;
};

Read read_all(FrameReader reader) {
  Read out;
  while (const auto frame = reader.next()) {
    out.links.push_back(frame->link);
    out.interfaces.push_back(frame->interface);
    out.octets.emplace_back(frame->octets);
    out.walls.push_back(frame->wall);
    out.lengths.push_back(frame->original_length);
  }
  out.trouble = reader.trouble();
  out.secrets = reader.tls_secrets();
  out.dropped = reader.dropped();
  return out;
}

Read read_octets(std::string_view file) {
  auto reader = FrameReader::over(ByteSource::of(file), "test");
  if (!reader) {
    ADD_FAILURE() << reader.error().sentence;
    return {};
  }
  return read_all(std::move(*reader));
}

std::string little32(std::uint32_t value) {
  std::string out;
  put_little32(out, value);
  return out;
}

std::string padded(std::string_view octets) {
  std::string out(octets);
  out.resize((out.size() + 3) / 4 * 4);
  return out;
}

std::string block(std::uint32_t type, std::string_view body) {
  const std::string size = little32(static_cast<std::uint32_t>(body.size() + 12));
  return little32(type) + size + std::string(body) + size;
}

std::string section() {
  return block(0x0A0D0D0A, octets_from_hex("4d3c2b1a 0100 0000 ffffffffffffffff"));
}

std::string interface(std::uint32_t link, std::string_view options = "") {
  return block(1, little32(link) + little32(0) + std::string(options));
}

std::string packet(std::uint32_t on, std::uint64_t units, std::string_view octets) {
  const auto size = static_cast<std::uint32_t>(octets.size());
  return block(6, little32(on) + little32(static_cast<std::uint32_t>(units >> 32U)) +
                      little32(static_cast<std::uint32_t>(units)) + little32(size) +
                      little32(size) + padded(octets));
}

std::string classic(std::string_view magic) {
  return octets_from_hex(magic) + octets_from_hex("0200 0400 00000000 00000000 ffff0000 01000000");
}

std::string record(std::string_view octets) {
  return little32(5) + little32(7) + little32(static_cast<std::uint32_t>(octets.size())) +
         little32(99) + std::string(octets);
}

std::string gzip(const std::string& octets) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(octets.size() + 1'000, '\0');
  std::string in = octets;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

TEST(FrameReader, ReadsPcapOfMicroseconds) {
  const Read it = read_octets(classic("d4c3b2a1") + record("ab") + record(""));
  EXPECT_EQ(it.octets, (std::vector<std::string>{"ab", ""}));
  EXPECT_EQ(it.walls[0], seconds(5) + microseconds(7));
  EXPECT_EQ(it.lengths[0], 99U);
  EXPECT_EQ(it.links[0], LinkType::ethernet);
  EXPECT_FALSE(it.trouble);
}

TEST(FrameReader, ReadsPcapOfNanoseconds) {
  const Read it = read_octets(classic("4d3cb2a1") + record("ab"));
  ASSERT_EQ(it.walls.size(), 1U);
  EXPECT_EQ(it.walls[0], seconds(5) + nanoseconds(7));
}

TEST(FrameReader, ReadsPcapOfBigEndianMachines) {
  const Read it =
      read_octets(octets_from_hex("a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000071"
                                  "00000005 00000007 00000002 00000003 6162"));
  EXPECT_EQ(it.octets, std::vector<std::string>{"ab"});
  EXPECT_EQ(it.walls[0], seconds(5) + microseconds(7));
  EXPECT_EQ(it.links[0], LinkType::linux_sll);
}

TEST(FrameReader, ReadsPcapWithLongerRecordHeaders) {
  const std::string header = little32(5) + little32(7) + little32(2) + little32(2);
  const Read it = read_octets(classic("34cdb2a1") + header + std::string(8, '\x01') + "ab");
  EXPECT_EQ(it.octets, std::vector<std::string>{"ab"});
}

TEST(FrameReader, KnowsTheNumbersThatBsdGivesToRawIp) {
  std::string file = classic("d4c3b2a1") + record("ab");
  file[20] = 12;
  EXPECT_EQ(read_octets(file).links[0], LinkType::raw);
  file[20] = 1;
  file[23] = '\x14';  // four octets of frame check sequence behind each frame
  EXPECT_EQ(read_octets(file).links[0], LinkType::ethernet);
}

TEST(FrameReader, ReadsInterfacesOfSeveralLinkTypesAndResolutions) {
  const std::string nanos = octets_from_hex("09000100 09000000 00000000");
  const std::string binary = octets_from_hex("09000100 8a000000 0e000800 6400000000000000");
  const Read it = read_octets(section() + interface(1) + interface(101, nanos) +
                              interface(113, binary) + packet(0, 5'000'007, "one") +
                              packet(1, 5'000'000'007, "two") + packet(2, 1'024 + 512, "three"));
  EXPECT_EQ(it.octets, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(it.links, (std::vector{LinkType::ethernet, LinkType::raw, LinkType::linux_sll}));
  EXPECT_EQ(it.walls[0], seconds(5) + microseconds(7));
  EXPECT_EQ(it.walls[1], seconds(5) + nanoseconds(7));
  EXPECT_EQ(it.walls[2], seconds(101) + microseconds(500'000));
  EXPECT_FALSE(it.trouble);
}

TEST(FrameReader, GivesEachSectionItsOwnInterfaces) {
  const Read it = read_octets(section() + interface(1) + packet(0, 1, "one") + section() +
                              interface(101) + packet(0, 2, "two"));
  EXPECT_EQ(it.links, (std::vector{LinkType::ethernet, LinkType::raw}));
  EXPECT_EQ(it.interfaces, (std::vector<std::uint32_t>{0, 1}));
}

TEST(FrameReader, ReadsASectionOfTheOtherOctetOrder) {
  const std::string big = octets_from_hex(
      "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
      "00000001 00000014 0065 0000 00000000 00000014"
      "00000006 00000024 00000000 00000000 00000009 00000002 00000002 61620000 00000024");
  const Read it = read_octets(section() + interface(1) + packet(0, 1, "one") + big);
  EXPECT_EQ(it.octets, (std::vector<std::string>{"one", "ab"}));
  EXPECT_EQ(it.links[1], LinkType::raw);
  EXPECT_EQ(it.walls[1], microseconds(9));
}

TEST(FrameReader, ReadsSimpleAndObsoletePackets) {
  const std::string obsolete = block(2, octets_from_hex("0000 0000") + little32(0) + little32(9) +
                                            little32(2) + little32(2) + padded("ab"));
  const Read it =
      read_octets(section() + interface(1) + obsolete + block(3, little32(3) + padded("cde")));
  EXPECT_EQ(it.octets, (std::vector<std::string>{"ab", "cde"}));
  EXPECT_EQ(it.walls[1], it.walls[0]);
}

TEST(FrameReader, GivesKeysAndLostFramesOfTheFile) {
  const std::string keys = "CLIENT_RANDOM 00 11";
  const std::string statistics =
      block(5, little32(0) + std::string(8, '\0') + octets_from_hex("05000800 0300000000000000"));
  const Read it = read_octets(section() + interface(1) +
                              block(10, octets_from_hex("4b534c54") + little32(19) + padded(keys)) +
                              statistics);
  EXPECT_EQ(it.secrets, keys + "\n");
  EXPECT_EQ(it.dropped, 3U);
}

TEST(FrameReader, StepsOverBlocksItDoesNotKnow) {
  const Read it =
      read_octets(section() + block(0x0BAD, "abcd") + interface(1) + packet(0, 1, "one"));
  EXPECT_EQ(it.octets, std::vector<std::string>{"one"});
}

TEST(FrameReader, ReadsThroughGzipOfSeveralMembers) {
  const std::string file = classic("d4c3b2a1") + record(std::string(300'000, 'x')) + record("b");
  const std::string packed = gzip(file.substr(0, 100'000)) + gzip(file.substr(100'000));
  const Read it = read_octets(packed);
  ASSERT_EQ(it.octets.size(), 2U);
  EXPECT_EQ(it.octets[0], std::string(300'000, 'x'));
  EXPECT_EQ(it.octets[1], "b");
  EXPECT_FALSE(it.trouble);
}

TEST(FrameReader, ReadsWhatADamagedGzipStillGives) {
  std::string noise;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    put_little32(noise, i * 2'654'435'761U);
  }
  const std::string packed = gzip(classic("d4c3b2a1") + record("first") + record(noise));
  const Read cut = read_octets(std::string_view(packed).substr(0, packed.size() / 2));
  EXPECT_EQ(cut.octets, std::vector<std::string>{"first"});
  ASSERT_TRUE(cut.trouble);
  EXPECT_EQ(cut.trouble->kind, FileTrouble::Kind::truncated);
  EXPECT_NE(cut.trouble->sentence.find("the gzip data is cut off"), std::string::npos);
}

TEST(FrameReader, ReadsUpToTheLastWholeFrameOfAFileCutAnywhere) {
  for (const std::string& file :
       {classic("d4c3b2a1") + record("one") + record("two"),
        section() + interface(1) + packet(0, 1, "one") + packet(0, 2, "two")}) {
    ASSERT_EQ(read_octets(file).octets.size(), 2U);
    int clean_ends = 0;
    for (std::size_t size = 28; size < file.size(); ++size) {
      const Read it = read_octets(std::string_view(file).substr(0, size));
      EXPECT_LT(it.octets.size(), 2U) << size;
      clean_ends += it.trouble ? 0 : 1;
      if (it.trouble) {
        EXPECT_EQ(it.trouble->kind, FileTrouble::Kind::truncated);
      }
    }
    EXPECT_LE(clean_ends, 3) << "a cut between blocks is no cut";
  }
}

TEST(FrameReader, NamesClaimsThatNoFileHolds) {
  const auto damage = [](const std::string& file) {
    const Read it = read_octets(file);
    EXPECT_TRUE(it.trouble);
    EXPECT_TRUE(it.trouble && it.trouble->kind == FileTrouble::Kind::damaged);
    return it.octets.size();
  };
  const std::string start = section() + interface(1);
  EXPECT_EQ(damage(classic("d4c3b2a1") + record("a") + std::string(16, '\xFF')), 1U);
  EXPECT_EQ(damage(start + little32(6) + little32(0xFFFFFFF0) + little32(0)), 0U);
  EXPECT_EQ(damage(start + little32(6) + little32(13) + little32(0)), 0U);
  EXPECT_EQ(damage(start + little32(6) + little32(8) + little32(0)), 0U);
  EXPECT_EQ(damage(start + packet(0, 1, "a") + packet(1, 1, "no such interface")), 1U);
  EXPECT_EQ(damage(start + block(6, "short")), 0U);
  EXPECT_EQ(damage(start + block(6, std::string(12, '\0') + little32(9) + little32(9))), 0U);
  EXPECT_EQ(damage(section() + block(3, little32(1) + "abcd")), 0U);
  EXPECT_EQ(damage(start + block(0x0A0D0D0A, std::string(16, '\0'))), 0U);
  EXPECT_EQ(damage(start + block(1, "none")), 0U);
}

TEST(FrameReader, SaturatesTimesThatNobodyLivesTo) {
  for (const std::string_view options :
       {"", "09000100 00000000", "09000100 80000000", "09000100 7f000000", "09000100 ff000000",
        "0e000800 ffffffffffffff7f", "0e000800 0000000000000080"}) {
    const Read it = read_octets(section() + interface(1, octets_from_hex(options)) +
                                packet(0, 0xFFFFFFFFFFFFFFFFU, "late"));
    EXPECT_EQ(it.octets.size(), 1U) << options;
  }
}

TEST(FrameReader, RefusesWhatIsNoCapture) {
  const auto why = [](std::string_view octets) {
    const auto reader = FrameReader::over(ByteSource::of(octets), "the.file");
    return reader ? std::string("it is one") : reader.error().sentence;
  };
  EXPECT_EQ(why(""), "cannot read the capture the.file: it is empty");
  EXPECT_NE(why("SIP/2.0 200 OK\r\n\r\n and more than a file header").find("unknown file format"),
            std::string::npos);
  EXPECT_NE(why("\x1f\x8b\x08 this is no gzip, whatever it begins with").find("damaged gzip"),
            std::string::npos);
}

TEST(FrameReader, ReadsAFile) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.pcap", std::ios::binary) << classic("d4c3b2a1") + record("ab");
  auto reader = FrameReader::open(folder / "a.pcap");
  ASSERT_TRUE(reader);
  EXPECT_EQ(read_all(std::move(*reader)).octets, std::vector<std::string>{"ab"});
  const auto none = FrameReader::open(folder / "none.pcap");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().sentence.find("No such file"), std::string::npos);
}

}  // namespace
}  // namespace sipspec::captures
