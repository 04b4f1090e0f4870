#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

struct LengthCase {
  std::string_view rows;
  Texts defects;
  std::string_view body;
  std::string_view trailing;
  std::optional<std::uint32_t> length;
};

TEST(Body, IsCutByContentLengthAndItsFaultsHaveCodes) {
  const LengthCase cases[] = {
      {"", {}, "hello", "", {}},
      {"Content-Length: 5\r\n", {}, "hello", "", 5},
      {"l: 5\r\n", {}, "hello", "", 5},
      {"Content-Length: 005\r\n", {}, "hello", "", 5},
      {"Content-Length: 3\r\n", {"body-trailing"}, "hel", "lo", 3},
      {"Content-Length: 0\r\n", {"body-trailing"}, "", "hello", 0},
      {"Content-Length: 6\r\n", {"body-short"}, "hello", "", 6},
      {"Content-Length: 4294967295\r\n", {"body-short"}, "hello", "", 4294967295U},
      {"Content-Length: 4294967296\r\n", {"content-length-overflow"}, "hello", "", {}},
      {"Content-Length: 99999999999999999999\r\n", {"content-length-overflow"}, "hello", "", {}},
      {"Content-Length: -5\r\n", {"content-length-negative"}, "hello", "", {}},
      {"Content-Length: -\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: five\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: 5 5\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: 5, 5\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: 0x5\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: +5\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length:\r\n", {"content-length-invalid"}, "hello", "", {}},
      {"Content-Length: 5\r\nl: 5\r\n", {"content-length-repeated"}, "hello", "", 5},
      {"Content-Length: 5\r\nl: 4\r\n", {"content-length-conflict"}, "hello", "", {}},
      {"Content-Length: 5\r\nl: x\r\n", {"content-length-invalid"}, "hello", "", {}},
  };
  for (const LengthCase& each : cases) {
    const std::string octets = request_with(each.rows, "hello");
    const Message message = Message::parse(octets);
    EXPECT_EQ(all_names(message), each.defects) << each.rows;
    EXPECT_EQ(message.body(), each.body) << each.rows;
    EXPECT_EQ(message.trailing(), each.trailing) << each.rows;
    EXPECT_EQ(message.content_length(), each.length) << each.rows;
  }
}

TEST(Body, MayHoldAnyOctets) {
  const std::string body("\0\r\n\r\nVia: x\xFF", 13);
  const std::string octets = request_with("Content-Length: 13\r\n", body);
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.defects().size(), 0U);
  EXPECT_EQ(message.body(), body);
  EXPECT_EQ(message.header_fields().size(), 7U);
}

TEST(Body, ThatIsShortIsMarkedFromItsFirstOctet) {
  const std::string octets = request_with("Content-Length: 9\r\n", "abc");
  const auto start = octets.size() - 3;
  EXPECT_EQ(to_text(Message::parse(octets).defects()),
            Texts{"body-short@" + std::to_string(start) + "+3"});
}

TEST(Body, LeavesTheOctetsAfterItMarked) {
  const std::string octets = request_with("Content-Length: 1\r\n", "abc");
  const auto start = octets.size() - 2;
  EXPECT_EQ(to_text(Message::parse(octets).defects()),
            Texts{"body-trailing@" + std::to_string(start) + "+2"});
}

}  // namespace
}  // namespace sipspec::stack
