#include "stack/framing/datagram.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::stack {
namespace {

const std::string head = "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\n";

TEST(Datagram, EndsWhereContentLengthSays) {
  const std::string first = head + "Content-Length: 2\r\n\r\nhi";
  const std::string both = first + head + "\r\n";
  const Datagram datagram = read_datagram(both);
  EXPECT_EQ(datagram.kind, DatagramKind::message);
  EXPECT_EQ(datagram.octets, first);
  EXPECT_EQ(datagram.discarded, head + "\r\n");
}

TEST(Datagram, GoesToItsEndWithoutContentLength) {
  const std::string whole = head + "\r\nthe body";
  const Datagram datagram = read_datagram(whole);
  EXPECT_EQ(datagram.kind, DatagramKind::message);
  EXPECT_EQ(datagram.octets, whole);
}

TEST(Datagram, IsShortWhenTheBodyEndsEarly) {
  EXPECT_EQ(read_datagram(head + "Content-Length: 9\r\n\r\nhi").kind, DatagramKind::short_body);
  EXPECT_EQ(read_datagram(head + "Content-Length: 2\r\n\r\nhi").kind, DatagramKind::message);
}

TEST(Datagram, OfLineEndsOrNothingIsAKeepAlive) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view octets : {""sv, "\r\n"sv, "\r\n\r\n"sv, "\0"sv, " \t\0\r\n"sv}) {
    EXPECT_EQ(read_datagram(octets).kind, DatagramKind::keep_alive);
  }
}

TEST(Datagram, SkipsLineEndsBeforeTheStartLine) {
  const std::string whole = head + "Content-Length: 0\r\n\r\n";
  EXPECT_EQ(read_datagram("\r\n\r\n" + whole).octets, whole);
}

TEST(Datagram, WithoutStartLineIsUnreadable) {
  EXPECT_EQ(read_datagram("hello").kind, DatagramKind::unreadable);
  EXPECT_EQ(read_datagram("\xFF\xFE\x00\x01").kind, DatagramKind::unreadable);
}

TEST(Datagram, IsReadAtEveryLength) {
  const std::string whole = "\r\n" + head + "Content-Length: 2\r\n\r\nhi and more";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const Datagram datagram = read_datagram(std::string_view(whole).substr(0, length));
    EXPECT_LE(datagram.octets.size() + datagram.discarded.size(), length);
  }
}

}  // namespace
}  // namespace sipspec::stack
