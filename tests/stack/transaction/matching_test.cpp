#include "stack/transaction/matching.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::stack {
namespace {

struct Fields {
  std::string method = "MESSAGE", uri = "sip:bob@192.0.2.4";
  std::string via = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa";
  std::string from = "<sip:alice@192.0.2.1>;tag=1", to = "<sip:bob@192.0.2.4>";
  std::string call_id = "c1", cseq = "1 MESSAGE";
};

std::string request(const Fields& f) {
  return f.method + " " + f.uri + " SIP/2.0\r\nVia: " + f.via + "\r\nFrom: " + f.from +
         "\r\nTo: " + f.to + "\r\nCall-ID: " + f.call_id + "\r\nCSeq: " + f.cseq +
         "\r\nMax-Forwards: 70\r\n\r\n";
}

std::optional<std::string> server(const Fields& f) {
  const std::string octets = request(f);
  return server_key(Message::parse(octets));
}

std::optional<std::string> merge(const Fields& f) {
  const std::string octets = request(f);
  return merge_key(Message::parse(octets));
}

template <class Change>
Fields with(Change change) {
  Fields fields;
  change(fields);
  return fields;
}

TEST(MagicCookie, IsReadInAnyCaseAndNeedsSomethingBehind) {
  EXPECT_TRUE(has_magic_cookie("z9hG4bKx"));
  EXPECT_TRUE(has_magic_cookie("Z9HG4BKx"));
  EXPECT_FALSE(has_magic_cookie("z9hG4bK"));
  EXPECT_FALSE(has_magic_cookie("x"));
  EXPECT_FALSE(has_magic_cookie(""));
}

TEST(ServerKey, IsBranchSentByAndMethod) {
  const auto same = server({});
  ASSERT_TRUE(same);
  EXPECT_EQ(server(with([](Fields& f) { f.call_id = "c2"; })), same);
  EXPECT_EQ(server(with([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa"; })),
            same)
      << "5060 is the default port";
  EXPECT_NE(server(with([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb"; })), same);
  EXPECT_NE(server(with([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa"; })), same);
  EXPECT_NE(server(with([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa"; })),
            same);
  EXPECT_NE(server(with([](Fields& f) { f.method = "OPTIONS"; })), same);
}

TEST(ServerKey, OfAnAckIsThatOfItsInvite) {
  const auto invite = server(with([](Fields& f) { f.method = "INVITE"; }));
  EXPECT_EQ(server(with([](Fields& f) { f.method = "ACK"; })), invite);
}

TEST(ServerKey, WithoutCookieIsThatOfRfc2543) {
  const auto old = [](auto change) {
    Fields fields;
    fields.via = "SIP/2.0/UDP 192.0.2.1;branch=1";
    change(fields);
    return server(fields);
  };
  const auto same = old([](Fields&) {});
  ASSERT_TRUE(same);
  EXPECT_NE(old([](Fields& f) { f.uri = "sip:carol@192.0.2.4"; }), same);
  EXPECT_NE(old([](Fields& f) { f.from = "<sip:alice@192.0.2.1>;tag=2"; }), same);
  EXPECT_NE(old([](Fields& f) { f.to = "<sip:bob@192.0.2.4>;tag=2"; }), same);
  EXPECT_NE(old([](Fields& f) { f.call_id = "c2"; }), same);
  EXPECT_NE(old([](Fields& f) { f.cseq = "2 MESSAGE"; }), same);
  EXPECT_NE(old([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.1;branch=2"; }), same);
}

TEST(ServerKey, NeedsAVia) {
  EXPECT_EQ(server_key(Message::parse("MESSAGE sip:b@c SIP/2.0\r\nCSeq: 1 MESSAGE\r\n\r\n")),
            std::nullopt);
}

TEST(ClientKey, IsBranchAndCSeqMethod) {
  const std::string asked = request({});
  const std::string answer =
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;received=192.0.2.9;branch=z9hG4bKa\r\n"
      "CSeq: 1 MESSAGE\r\n\r\n";
  EXPECT_EQ(client_key(Message::parse(asked)), client_key(Message::parse(answer)));
  EXPECT_EQ(client_key(Message::parse("SIP/2.0 200 OK\r\nCSeq: 1 MESSAGE\r\n\r\n")), std::nullopt);
}

TEST(MergeKey, IsFromTagCallIdAndCSeqWhateverTheBranch) {
  const auto same = merge({});
  ASSERT_TRUE(same);
  EXPECT_EQ(merge(with([](Fields& f) { f.via = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb"; })), same);
  EXPECT_NE(merge(with([](Fields& f) { f.call_id = "c2"; })), same);
  EXPECT_NE(merge(with([](Fields& f) { f.cseq = "2 MESSAGE"; })), same);
  EXPECT_EQ(merge(with([](Fields& f) { f.to = "<sip:bob@192.0.2.4>;tag=2"; })), std::nullopt)
      << "inside a dialog the rule does not apply";
}

}  // namespace
}  // namespace sipspec::stack
