// SIP over WebSocket (RFC 7118) in captures.

#include "captures/sip/websocket_stream.hpp"
#include "tests/captures/sip/collector.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

using Octets = std::vector<std::string>;

const std::string hello = request("MESSAGE", "hello");
const std::string mask = octets_from_hex("a1b2c3d4");

std::string frame(int first_octet, std::string_view payload, std::string_view with_mask = "") {
  std::string out(1, static_cast<char>(first_octet));
  const unsigned mask_bit = with_mask.empty() ? 0 : 0x80;
  if (payload.size() < 126) {
    out += static_cast<char>(mask_bit | payload.size());
  } else if (payload.size() < 65'536) {
    out += static_cast<char>(mask_bit | 126U);
    out += octets16(static_cast<std::uint32_t>(payload.size()));
  } else {
    out += static_cast<char>(mask_bit | 127U);
    out += octets32(0) + octets32(static_cast<std::uint32_t>(payload.size()));
  }
  return out + std::string(with_mask) + unmask(payload, with_mask);
}

const std::string upgrade =
    "GET / HTTP/1.1\r\nHost: example.com\r\nUPGRADE: WebSocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Protocol: sip\r\n\r\n";
const std::string accepted =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

class WebSocket : public testing::Test {
 protected:
  void open() {
    wire.handshake();
    client(upgrade);
    server(accepted);
  }

  void client(std::string_view octets) {
    wire.from_alice(sent, octets);
    sent += static_cast<std::uint32_t>(octets.size());
  }

  void server(std::string_view octets) {
    wire.from_bob(received, octets);
    received += static_cast<std::uint32_t>(octets.size());
  }

  Collector out;
  SipExtractor extractor{out.sink()};
  Wire wire{extractor};
  std::uint32_t sent = 0, received = 0;
};

TEST_F(WebSocket, IsReadBehindItsUpgradeInBothDirections) {
  open();
  client(frame(0x81, hello, mask));
  server(frame(0x82, answer(200)));
  EXPECT_EQ(out.octets(), (Octets{hello, answer(200)}));
  EXPECT_EQ(out.messages[0].at.transport, stack::Transport::ws);
  EXPECT_EQ(out.messages[0].at.connection, out.messages[1].at.connection);
  EXPECT_TRUE(out.problems.empty());
}

TEST_F(WebSocket, IsReadWhenTheFirstFrameComesWithTheUpgrade) {
  wire.handshake();
  server(accepted + frame(0x81, answer(200)));
  EXPECT_EQ(out.octets(), Octets{answer(200)});
}

TEST_F(WebSocket, JoinsFragmentsWithControlFramesBetween) {
  open();
  client(frame(0x01, hello.substr(0, 10), mask) + frame(0x89, "ping", mask));
  client(frame(0x00, hello.substr(10, 10), mask));
  client(frame(0x80, hello.substr(20), mask));
  ASSERT_EQ(out.octets(), Octets{hello});
  EXPECT_EQ(out.messages[0].at.first_frame, 5U);
  EXPECT_EQ(out.messages[0].at.last_frame, 7U);
}

TEST_F(WebSocket, JoinsFramesCutAnywhere) {
  const std::string octets = frame(0x81, hello, mask) + frame(0x81, answer(180), mask);
  for (std::size_t cut = 1; cut < octets.size(); ++cut) {
    Collector kept;
    SipExtractor reader(kept.sink());
    Wire line(reader);
    line.handshake();
    line.from_alice(0, upgrade + octets.substr(0, cut));
    line.from_alice(static_cast<std::uint32_t>(upgrade.size() + cut), octets.substr(cut));
    ASSERT_EQ(kept.octets(), (Octets{hello, answer(180)})) << cut;
  }
}

TEST_F(WebSocket, ReadsMessagesOfEachLength) {
  const std::string large = request("MESSAGE", std::string(70'000, 'x'));
  const std::string tiny = "SIP/2.0 200 OK\r\n\r\n";
  open();
  const std::string octets = frame(0x81, tiny) + frame(0x81, large);
  server(octets.substr(0, 40'000));
  server(octets.substr(40'000));
  EXPECT_EQ(out.octets(), (Octets{tiny, large}));
}

TEST_F(WebSocket, IsFoundByContentWhenTheUpgradeWasNotCaptured) {
  client(frame(0x81, hello, mask));
  server(frame(0x81, answer(200)));
  EXPECT_EQ(out.octets(), (Octets{hello, answer(200)}));
  EXPECT_EQ(out.messages[0].at.transport, stack::Transport::ws);
}

TEST_F(WebSocket, GoesOnWithTheNextSegmentBehindAGap) {
  open();
  server(frame(0x81, answer(180)));
  received += 100;
  server(frame(0x81, answer(200)));
  extractor.finish();
  EXPECT_EQ(out.octets(), (Octets{answer(180), answer(200)}));
  EXPECT_TRUE(out.has(ProblemCode::stream_gap));
}

TEST_F(WebSocket, TellsOfFramesThatBreakTheRules) {
  for (const std::string& bad :
       {frame(0xB1, hello), frame(0x83, hello), frame(0x89, hello), frame(0x80, hello),
        frame(0xC1, hello), octets_from_hex("817fffffffffffffffff")}) {
    Collector kept;
    SipExtractor reader(kept.sink());
    Wire line(reader);
    line.handshake();
    const std::string octets = accepted + bad;
    line.from_bob(0, octets);
    line.from_bob(static_cast<std::uint32_t>(octets.size()), frame(0x81, answer(200)));
    EXPECT_TRUE(kept.has(ProblemCode::websocket_broken));
    EXPECT_EQ(kept.octets().back(), answer(200));
  }
}

TEST_F(WebSocket, CountsKeepAlivesAndTellsOfOtherMessages) {
  open();
  client(frame(0x81, "\r\n\r\n", mask) + frame(0x81, "{\"no\": \"sip\"}", mask));
  EXPECT_EQ(extractor.summary().keep_alives, 1U);
  EXPECT_TRUE(out.has(ProblemCode::not_sip));
  EXPECT_TRUE(out.messages.empty());
}

TEST_F(WebSocket, GivesWhatIsUnfinished) {
  open();
  client(frame(0x01, hello.substr(0, 100), mask));
  extractor.finish();
  ASSERT_EQ(out.octets(), Octets{hello.substr(0, 100)});
  EXPECT_EQ(out.messages[0].at.extent, Extent::unfinished);
}

TEST_F(WebSocket, LeavesOtherHttpAlone) {
  wire.handshake();
  client("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  server("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
  client("GET /again HTTP/1.1\r\nHost: a\r\n\r\n");
  extractor.finish();
  EXPECT_TRUE(out.messages.empty());
  EXPECT_TRUE(out.problems.empty());
}

}  // namespace
}  // namespace sipspec::captures
