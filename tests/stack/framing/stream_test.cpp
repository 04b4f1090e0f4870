#include "stack/framing/stream.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

std::string message(std::string_view body, std::string_view length_row) {
  return "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1\r\n" +
         std::string(length_row) + "\r\n" + std::string(body);
}

std::string plain(std::string_view body) {
  return message(body, "Content-Length: " + std::to_string(body.size()) + "\r\n");
}

std::vector<std::string> messages(const std::vector<StreamItem>& items) {
  std::vector<std::string> found;
  for (const StreamItem& item : items) {
    if (item.kind == StreamItem::Kind::message) {
      found.push_back(item.octets);
    }
  }
  return found;
}

void append(std::vector<StreamItem>& all, std::vector<StreamItem> more) {
  all.insert(all.end(), more.begin(), more.end());
}

TEST(StreamFramer, GivesSeveralMessagesOfOneSegment) {
  StreamFramer framer;
  const std::string first = plain("one");
  const std::string second = plain("");
  const std::string third = plain("a body\r\n\r\nwith an empty line");
  EXPECT_EQ(messages(framer.feed(first + second + third)),
            (std::vector<std::string>{first, second, third}));
  EXPECT_TRUE(framer.pending().empty());
}

TEST(StreamFramer, GivesTheSameMessagesAtEverySplitPoint) {
  const std::vector<std::string> sent{plain("one"), message("two", "l :  3 \r\n"),
                                      message("four", "content-length:\r\n 4\r\n"), plain("")};
  const std::string stream = "\r\n" + sent[0] + sent[1] + "\r\n\r\n" + sent[2] + sent[3];
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    StreamFramer framer;
    std::vector<StreamItem> items = framer.feed(stream.substr(0, cut));
    append(items, framer.feed(stream.substr(cut)));
    ASSERT_EQ(messages(items), sent) << "cut at " << cut;
  }
}

TEST(StreamFramer, GivesTheSameMessagesOctetByOctet) {
  const std::vector<std::string> sent{plain("one"), plain("two\r\n\r\n"), plain("")};
  const std::string stream = sent[0] + "\r\n\r\n" + sent[1] + sent[2];
  StreamFramer framer;
  std::vector<StreamItem> items;
  for (const char c : stream) {
    append(items, framer.feed(std::string_view(&c, 1)));
  }
  EXPECT_EQ(messages(items), sent);
}

TEST(StreamFramer, GivesNothingOfATruncatedMessage) {
  const std::string whole = plain("the body");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    StreamFramer framer;
    EXPECT_TRUE(messages(framer.feed(whole.substr(0, length))).empty()) << length;
    EXPECT_EQ(framer.pending(), whole.substr(0, length));
  }
}

TEST(StreamFramer, TellsPingsFromMessages) {
  StreamFramer framer;
  const auto items = framer.feed("\r\n\r\n" + plain("x"));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].kind, StreamItem::Kind::ping);
  EXPECT_EQ(items[1].kind, StreamItem::Kind::message);
}

TEST(StreamFramer, TakesASingleLineEndForAPong) {
  StreamFramer framer;
  const auto items = framer.feed("\r\n" + plain("x"));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].kind, StreamItem::Kind::pong);
}

TEST(StreamFramer, HoldsALoneLineEndThatMayBeHalfOfAPing) {
  StreamFramer framer;
  EXPECT_FALSE(framer.holds_pong());
  EXPECT_TRUE(framer.feed("\r\n").empty());
  EXPECT_TRUE(framer.holds_pong());
  EXPECT_TRUE(framer.pending().empty()) << "no message has begun";
  const auto items = framer.feed("\r\n");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].kind, StreamItem::Kind::ping);
  EXPECT_FALSE(framer.holds_pong());
}

TEST(StreamFramer, TellsEachPingOfSeveral) {
  StreamFramer framer;
  const auto items = framer.feed("\r\n\r\n\r\n\r\n\r\n" + plain("x"));
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].kind, StreamItem::Kind::ping);
  EXPECT_EQ(items[1].kind, StreamItem::Kind::ping);
  EXPECT_EQ(items[2].kind, StreamItem::Kind::pong);
  EXPECT_EQ(items[3].offset, 10U);
}

TEST(StreamFramer, FindsTheEmptyLineWhereEveryCrIsDoubled) {
  StreamFramer framer;
  const std::string faulty = "SIP/2.0 200 OK\r\r\nl: 2\r\r\n\r\r\nhi";
  EXPECT_EQ(messages(framer.feed(faulty + plain(""))),
            (std::vector<std::string>{faulty, plain("")}));
}

TEST(StreamFramer, SaysWhereTheFaultIs) {
  StreamFramer framer;
  framer.feed(plain("x"));
  const std::string bad = message("", "Content-Length: 1\r\nl: 2\r\n");
  const auto items = framer.feed(bad);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].offset, plain("x").size());
  EXPECT_EQ(bad.substr(items[0].fault_offset).substr(0, 2), " 2");
}

TEST(StreamFramer, TakesTimeInProportionToTheOctetsHoweverTheyCome) {
  // 60 000 octets of header, one a feed: a search from the start each time would look at 1.8 G.
  std::string stream = "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\nX: ";
  stream += std::string(30'000, '\r');
  stream += std::string(30'000, ' ');
  stream += "\r\n\r\n";
  StreamFramer framer;
  std::size_t items = 0;
  const std::clock_t begin = std::clock();
  for (const char c : stream) {
    items += framer.feed(std::string_view(&c, 1)).size();
  }
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 2.0);
  EXPECT_GE(items, 1U);
}

TEST(StreamFramer, KeepsNothingOfWhatItGave) {
  StreamFramer framer;
  const std::string one = plain(std::string(1000, 'b'));
  for (int i = 0; i < 1000; ++i) {
    const auto items = framer.feed(one);
    ASSERT_EQ(items.size(), 1U);
    ASSERT_EQ(items[0].offset, static_cast<std::uint64_t>(i) * one.size());
  }
  EXPECT_TRUE(framer.pending().empty());
}

TEST(StreamFramer, TakesAMissingLengthForZeroAndSaysSo) {
  StreamFramer framer;
  const auto items = framer.feed(message("", ""));
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(items[0].without_length);
  EXPECT_FALSE(StreamFramer().feed(plain(""))[0].without_length);
}

TEST(StreamFramer, FramesBareLineFeeds) {
  StreamFramer framer;
  const std::string faulty = "SIP/2.0 200 OK\nContent-Length: 2\n\nhi";
  EXPECT_EQ(messages(framer.feed(faulty + plain(""))),
            (std::vector<std::string>{faulty, plain("")}));
}

struct Hostile {
  const char* row;
  FramingError error;
};

TEST(StreamFramer, GivesUpWhereTheLengthIsHostile) {
  for (const Hostile& hostile : {
           Hostile{"Content-Length: -1\r\n", FramingError::content_length_invalid},
           Hostile{"Content-Length: 5x\r\n", FramingError::content_length_invalid},
           Hostile{"Content-Length:\r\n", FramingError::content_length_invalid},
           Hostile{"Content-Length: 4294967296\r\n", FramingError::body_too_long},
           Hostile{"Content-Length: 99999999999999999999999\r\n", FramingError::body_too_long},
           Hostile{"Content-Length: 1\r\nl: 2\r\n", FramingError::content_length_conflict},
       }) {
    StreamFramer framer;
    const auto items = framer.feed(message("body", hostile.row));
    ASSERT_EQ(items.size(), 1U) << hostile.row;
    EXPECT_EQ(items[0].kind, StreamItem::Kind::error) << hostile.row;
    EXPECT_EQ(items[0].error, hostile.error) << hostile.row;
    EXPECT_TRUE(framer.failed());
    EXPECT_TRUE(framer.feed(plain("later")).empty()) << "nothing comes after an error";
  }
}

TEST(StreamFramer, AcceptsTheSameLengthTwice) {
  StreamFramer framer;
  EXPECT_EQ(messages(framer.feed(message("hi", "Content-Length: 2\r\nl: 2\r\n"))).size(), 1U);
}

TEST(StreamFramer, BoundsTheHeaderSection) {
  StreamFramer framer(StreamLimits{100, 100});
  const auto items = framer.feed(std::string(101, 'x'));
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].error, FramingError::header_too_long);
  EXPECT_TRUE(framer.pending().empty()) << "what was there is given back, not kept";
}

TEST(StreamFramer, BoundsTheBody) {
  StreamFramer framer(StreamLimits{200, 3});
  EXPECT_EQ(messages(framer.feed(plain("abc"))).size(), 1U);
  EXPECT_EQ(framer.feed(plain("abcd")).at(0).error, FramingError::body_too_long);
}

TEST(StreamFramer, NamesEachError) {
  for (const FramingError error :
       {FramingError::header_too_long, FramingError::body_too_long,
        FramingError::content_length_invalid, FramingError::content_length_conflict}) {
    EXPECT_GT(to_string(error).size(), 20U);
  }
}

}  // namespace
}  // namespace sipspec::stack
