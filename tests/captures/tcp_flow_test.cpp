#include "captures/tcp_flow.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::captures {
namespace {

using Side = TcpFlow::Side;

/// "C 0+3 A500 PA": side, sequence number since the start, payload, acknowledged octets, flags.
std::string text(const std::vector<TcpStep>& steps, std::uint32_t ordinal = 1) {
  const std::uint32_t client = ordinal * 1'000'000, server = client + 500'000;
  std::string out;
  for (const TcpStep& it : steps) {
    const bool from_client = it.from == Side::client;
    out += from_client ? "C " : "S ";
    out += std::to_string(it.header.sequence - (from_client ? client : server));
    out += "+" + std::to_string(it.payload.size()) + " ";
    if ((it.header.flags & tcp_ack) != 0) {
      out +=
          "A" + std::to_string(it.header.acknowledgement - (from_client ? server : client)) + " ";
    }
    for (const auto& [flag, letter] :
         {std::pair{tcp_syn, 'S'}, {tcp_fin, 'F'}, {tcp_rst, 'R'}, {tcp_psh, 'P'}}) {
      out += (it.header.flags & flag) != 0 ? std::string(1, letter) : "";
    }
    out += "; ";
  }
  return out;
}

TEST(TcpFlow, OpensByTheThreeWayHandshake) {
  TcpFlow flow(1);
  EXPECT_TRUE(flow.is_fresh());
  EXPECT_EQ(text(flow.open()), "C 0+0 S; S 0+0 A1 S; C 1+0 A1 ; ");
  EXPECT_TRUE(flow.may_send(Side::client));
  EXPECT_TRUE(flow.may_send(Side::server));
}

TEST(TcpFlow, CountsOctetsOfBothSidesAndAcknowledgesThem) {
  TcpFlow flow(1);
  flow.open();
  EXPECT_EQ(text(flow.data(Side::client, "request")), "C 1+7 A1 P; ");
  EXPECT_EQ(text(flow.data(Side::server, "ok")), "S 1+2 A8 P; ");
  EXPECT_EQ(text(flow.data(Side::client, "x")), "C 8+1 A3 P; ");
}

TEST(TcpFlow, CutsALongWriteAndPushesItsEnd) {
  TcpFlow flow(1);
  flow.open();
  EXPECT_EQ(text(flow.data(Side::client, std::string(2 * segment_size + 1, 'x'))),
            "C 1+32768 A1 ; C 32769+32768 A1 ; C 65537+1 A1 P; ");
  EXPECT_EQ(text(flow.data(Side::client, std::string(segment_size, 'x'))), "C 65538+32768 A1 P; ");
}

TEST(TcpFlow, EndsEachSideByItself) {
  TcpFlow flow(1);
  flow.open();
  EXPECT_EQ(text(flow.close(Side::client)), "C 1+0 A1 F; S 1+0 A2 ; ");
  EXPECT_FALSE(flow.may_send(Side::client));
  EXPECT_EQ(text(flow.data(Side::client, "late")), "");
  EXPECT_EQ(text(flow.close(Side::client)), "");
  EXPECT_EQ(text(flow.data(Side::server, "bye")), "S 1+3 A2 P; ");
  EXPECT_FALSE(flow.is_over());
  EXPECT_EQ(text(flow.close(Side::server)), "S 4+0 A2 F; C 2+0 A5 ; ");
  EXPECT_TRUE(flow.is_over());
  EXPECT_EQ(text(flow.reset(Side::server)), "");
}

TEST(TcpFlow, IsOverForBothSidesByAReset) {
  TcpFlow flow(1);
  flow.open();
  flow.close(Side::client);
  EXPECT_EQ(text(flow.reset(Side::server)), "S 1+0 A2 R; ");
  EXPECT_TRUE(flow.is_over());
  EXPECT_FALSE(flow.may_send(Side::server));
  EXPECT_EQ(text(flow.close(Side::server)), "");
  EXPECT_EQ(text(flow.open()), "");
  EXPECT_EQ(text(flow.refuse()), "");
}

TEST(TcpFlow, RefusesByAResetWithSequenceNumberZero) {
  TcpFlow flow(1);
  const auto steps = flow.refuse();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].header.flags, tcp_syn);
  EXPECT_EQ(steps[1].header.flags, tcp_rst | tcp_ack);
  EXPECT_EQ(steps[1].header.sequence, 0U);
  EXPECT_EQ(steps[1].header.acknowledgement, 1'000'001U);
  EXPECT_TRUE(flow.is_over());
}

TEST(TcpFlow, DoesNothingBeforeItIsOpen) {
  TcpFlow flow(1);
  EXPECT_EQ(text(flow.data(Side::client, "x")), "");
  EXPECT_EQ(text(flow.close(Side::client)), "");
  EXPECT_EQ(text(flow.reset(Side::client)), "");
}

TEST(TcpFlow, StartsElsewhereForEachFlowOfAFile) {
  TcpFlow first(1), second(2), wrapped(5000);
  EXPECT_NE(first.open().front().header.sequence, second.open().front().header.sequence);
  EXPECT_EQ(text(wrapped.open(), 5000), "C 0+0 S; S 0+0 A1 S; C 1+0 A1 ; ");
}

}  // namespace
}  // namespace sipspec::captures
