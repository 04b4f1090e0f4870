// The framer looks at a header section by itself; the parser of stack/message must then see the
// same end and the same length in what it gave.

#include "stack/framing/stream.hpp"
#include "stack/message/message.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {
namespace {

using Kind = StreamItem::Kind;

struct Told {
  Kind kind;
  std::string octets;
  std::uint64_t offset;

  bool operator==(const Told&) const = default;
};

void take(StreamFramer& framer, std::string_view octets, std::vector<Told>& told) {
  for (const StreamItem& item : framer.feed(octets)) {
    // What an error gives back is what had come by then.
    told.push_back({item.kind, item.kind == Kind::error ? "" : item.octets, item.offset});
  }
}

std::vector<Told> at_once(std::string_view stream) {
  StreamFramer framer;
  std::vector<Told> told;
  take(framer, stream, told);
  return told;
}

std::vector<Told> in_two(std::string_view stream, std::size_t cut) {
  StreamFramer framer;
  std::vector<Told> told;
  take(framer, stream.substr(0, cut), told);
  take(framer, stream.substr(cut), told);
  return told;
}

std::vector<Told> octet_by_octet(std::string_view stream) {
  StreamFramer framer;
  std::vector<Told> told;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    take(framer, stream.substr(i, 1), told);
  }
  return told;
}

void expect_parser_agrees(const std::vector<Told>& told, std::string_view stream) {
  for (const Told& item : told) {
    EXPECT_TRUE(item.kind == Kind::error || stream.substr(item.offset).starts_with(item.octets));
    if (item.kind != Kind::message) {
      continue;
    }
    const Message message = Message::parse(item.octets);
    EXPECT_TRUE(message.trailing().empty()) << item.octets;
    EXPECT_EQ(message.body().size(), message.content_length().value_or(0)) << item.octets;
    EXPECT_EQ(message.header_section().size() + message.body().size(), item.octets.size());
  }
}

/// One more octet behind, so that line ends at the end are not held back.
void expect_same_at_every_cut(std::string stream) {
  stream += 'x';
  const std::vector<Told> whole = at_once(stream);
  expect_parser_agrees(whole, stream);
  EXPECT_EQ(octet_by_octet(stream), whole) << stream;
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    ASSERT_EQ(in_two(stream, cut), whole) << "cut at " << cut << " of\n" << stream;
  }
}

const std::string start = "OPTIONS sip:b@192.0.2.4 SIP/2.0";

TEST(StreamAgreement, HoldsForEveryKindOfLineEnd) {
  for (const std::string end : {"\r\n", "\n", "\r", "\r\r\n", "\r\r\r\n"}) {
    const std::string one = start + end + "l: 2" + end + end + "hi";
    expect_same_at_every_cut(one + one);
    EXPECT_EQ(at_once(one + one).size(), 2U) << "line end of " << end.size();
  }
}

TEST(StreamAgreement, HoldsForLengthsWrittenInOddWays) {
  for (const std::string row : {
           "Content-Length: 2",
           "CONTENT-LENGTH:2",
           "l:\r\n\t2",
           "l: \r\n 2 \r\n ",
           "L \t:  2",
           "l: 0000000000000000000000000002",
           "Content-Length: 2\r\nl: 02",
           " l: 2",                           // a blank before the first row: still a row
           "X: 1\r\n l: 9\r\nl: 2",           // a continuation is no row
           "Content-Length\r\n : 9\r\nl: 2",  // nor is a name that goes over two lines
           "X:\rl: 2",                        // a bare CR ends a line
           "X-l: 9\r\nll: 9\r\n: 9\r\nno colon\r\nl: 2",
       }) {
    const std::string one = start + "\r\n" + row + "\r\n\r\nhi";
    const std::vector<Told> told = at_once(one + one);
    ASSERT_EQ(told.size(), 2U) << row;
    EXPECT_EQ(told[0].octets, one) << row;
    EXPECT_EQ(told[1].octets, one) << row;
    expect_same_at_every_cut(one + one);
  }
}

TEST(StreamAgreement, HoldsForHostileMixtures) {
  const std::vector<std::string> pieces{"\r\n",
                                        "\r\n",
                                        "\r\n",
                                        "\n",
                                        "\r",
                                        "\r\r\n",
                                        " ",
                                        "\t",
                                        ":",
                                        "l",
                                        "l: 1",
                                        "l: 0",
                                        "l: -1",
                                        "Content-Length: 3",
                                        "i: x",
                                        "abc",
                                        start,
                                        "SIP/2.0 200 OK",
                                        std::string("\0", 1),
                                        "\xFF"};
  std::mt19937 random(20261122);  // NOLINT(cert-msc51-cpp): the same each time
  for (int round = 0; round < 3000; ++round) {
    std::string stream = start + "\r\n";
    for (auto left = random() % 24; left > 0; --left) {
      stream += pieces[random() % pieces.size()];
    }
    stream += "x";
    const std::vector<Told> whole = at_once(stream);
    expect_parser_agrees(whole, stream);
    ASSERT_EQ(octet_by_octet(stream), whole) << stream;
    ASSERT_EQ(in_two(stream, random() % stream.size()), whole) << stream;
  }
}

std::string file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(StreamAgreement, HoldsForTheCorpusAndTheTortureMessages) {
  std::size_t read = 0;
  for (const std::filesystem::path& folder :
       {std::filesystem::path(SIPSPEC_TEST_DIR) / "stack/message/corpus",
        std::filesystem::path(SIPSPEC_SHARED_DIR) / "data/torture"}) {
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, none)) {
      const bool message = entry.path().extension() == ".sip" || entry.path().extension() == ".dat";
      if (entry.is_regular_file() && message && entry.file_size() < 8192) {
        SCOPED_TRACE(entry.path().filename());
        expect_same_at_every_cut(file(entry.path()));
        ++read;
      }
    }
  }
  EXPECT_GT(read, 20U);
}

TEST(StreamAgreement, TwoRequestsOfOneSegmentAreTwoMessages) {
  // What RFC 4475 3.1.1.x calls two requests in one datagram is on a stream as it should be.
  const std::string first = start + "\r\nContent-Length: 0\r\n\r\n";
  const std::string second = "INVITE sip:b@192.0.2.4 SIP/2.0\r\nl: 3\r\n\r\nv=0";
  const std::vector<Told> told = at_once(first + second);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].octets, first);
  EXPECT_EQ(told[1].octets, second);
  EXPECT_EQ(told[1].offset, first.size());
}

}  // namespace
}  // namespace sipspec::stack
