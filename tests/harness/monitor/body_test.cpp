#include "stack/body/body.hpp"

#include "harness/monitor/monitor.hpp"
#include "stack/body/content_coding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {
namespace {

using Ids = std::vector<std::string>;

std::vector<RuleFinding> body_findings(Side side, std::string_view rows, std::string_view body) {
  Observed sent;
  sent.sender = side;
  sent.octets = "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\n";
  sent.octets.append(rows).append("\r\nContent-Length: ").append(std::to_string(body.size()));
  sent.octets.append("\r\n\r\n").append(body);
  Exchange exchange;
  exchange.add(std::move(sent));
  std::vector<RuleFinding> found = judge_message(exchange, 0, MonitorContext{});
  // The header of this request lacks what other rules ask for.
  std::erase_if(found, [](const RuleFinding& finding) {
    return !finding.rule.starts_with("cpim-") && !finding.rule.starts_with("body-") &&
           !finding.rule.ends_with("-document") && !finding.rule.starts_with("recipient-list") &&
           finding.rule != "multipart-boundary";
  });
  std::erase_if(found, [](const RuleFinding& finding) { return finding.rule == "body-type"; });
  return found;
}

Ids broken(std::string_view type, std::string_view body, std::string_view more = "") {
  Ids ids;
  for (const RuleFinding& finding : body_findings(
           Side::device, "Content-Type: " + std::string(type) + std::string(more), body)) {
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.expected.empty());
    EXPECT_FALSE(finding.actual.empty());
    ids.push_back(finding.requirement);
  }
  return ids;
}

std::string cpim(std::string_view rows) {
  return std::string(rows) + "\r\nContent-Type: text/plain\r\n\r\nhi";
}

TEST(BodyRules, SoundBodiesBreakNothing) {
  EXPECT_EQ(broken("text/plain", "Watson, come here."), Ids{});
  EXPECT_EQ(broken("message/cpim", cpim("From: <sip:a@b>\r\n")), Ids{});
  EXPECT_EQ(broken("application/im-iscomposing+xml",
                   stack::make_composing({"idle", {}, {}, std::nullopt})),
            Ids{});
  EXPECT_EQ(broken("application/octet-stream", "\x01\xFF"), Ids{});
}

TEST(BodyRules, EachFaultHasOneOwner) {
  const std::string list_head =
      "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>";
  const std::string list_tail = "</list></resource-lists>";

  const struct {
    std::string_view type;
    std::string body;
    Ids owners;
  } rows[] = {
      {"multipart/mixed", "--b--", {"RFC3261-7.4.1-06"}},
      {"multipart/mixed;boundary=b", "--c--", {"RFC3261-7.4.1-06"}},
      {"multipart/mixed;boundary=b", "--b\r\n\r\nx", {"RFC3261-7.4.1-06"}},
      {"multipart/mixed;boundary=b", "--b\r\nbad\r\n\r\nx\r\n--b--", {"RFC3261-7.4.1-08"}},
      {"text/plain", "\xE9", {"RFC3261-7.4.1-07"}},
      {"text/plain;charset=us-ascii", "\xC3\xA9", {"RFC3261-7.4.1-07"}},
      {"application/xml", "<a>\xE9</a>", {"RFC3261-7.4.1-07"}},
      {"application/pidf+xml", "<a>", {"RFC3261-7.4.1-08"}},
      {"Application/MANSCDP+xml", "<Notify><CmdType>x</CmdType></Item>", {"RFC3261-7.4.1-08"}},
      {"application/vnd.3gpp.sms", "x", {"RFC3261-7.4.1-08"}},
      {"message/cpim", "From: <sip:a@b>\r\n", {"RFC3862-2.4-01"}},
      {"message/cpim", "From: <sip:a@b>\r\n\r\nhi: x\r\n\r\nx", {"RFC3862-2.4-01"}},
      {"message/cpim", cpim("Subject: \a\r\n"), {"RFC3862-2.3-01"}},
      {"message/cpim", cpim("Subject: \\x\r\n"), {"RFC3862-2.3-01"}},
      {"message/cpim", cpim("Subject:x\r\n"), {"RFC3862-2.2-01"}},
      {"message/cpim", cpim("Subject: x\n"), {"RFC3862-2.2-01"}},
      {"message/cpim", cpim("imdn.Message-ID: 1\r\n"), {"RFC3862-3.4-01"}},
      {"message/cpim", cpim("DateTime: now\r\n"), {"RFC3862-3.6-01"}},
      {"message/cpim", cpim("From: sip:a@b\r\n"), {"RFC3862-3.6-01"}},
      {"application/im-iscomposing+xml", "<a/>", {"RFC3994-4-01"}},
      {"application/im-iscomposing+xml", "<a>\xE9", {"RFC3994-4-01"}},
      {"message/imdn+xml", "<imdn/>", {"RFC5438-7.2.1.1-01"}},
      {"application/resource-lists+xml", list_head + "<entry/>" + list_tail, {"RFC5365-5-01"}},
      {"application/resource-lists+xml",
       list_head + "<entry uri=\"sip:a@b?body=x\"/>" + list_tail,
       {"RFC5365-6-03"}},
      {"application/resource-lists+xml", list_head + "<list/>" + list_tail, {"RFC5365-6-02"}},
  };

  for (const auto& row : rows) {
    EXPECT_EQ(broken(row.type, row.body), row.owners) << row.type << " " << row.body;
  }
}

TEST(BodyRules, ContentEncodingThatDoesNotFitIsSeen) {
  const std::string encoded = stack::encode_content(stack::ContentCoding::gzip, "hi");
  constexpr std::string_view gzip = "\r\nContent-Encoding: gzip";
  EXPECT_EQ(broken("text/plain", encoded, gzip), Ids{});
  EXPECT_EQ(broken("text/plain", "hi", gzip), Ids{"RFC3261-7.4.1-02"});
  EXPECT_EQ(broken("text/plain", encoded + "x", gzip), Ids{"RFC3261-7.4.1-02"});
}

TEST(BodyRules, WhatIsTolerableOrUnknownOrTooLargeIsNoFinding) {
  EXPECT_EQ(broken("text/plain;charset=klingon", "x"), Ids{});
  EXPECT_EQ(broken("text/plain", "x", "\r\nContent-Encoding: br"), Ids{});
  EXPECT_EQ(
      broken("Application/MANSCDP+xml",
             "<?xml version=\"1.0\" encoding=\"GB2312\"?><Notify><CmdType>K</CmdType><SN>1</SN>"
             "<DeviceID>34020000001320000001</DeviceID><Name>\xC8\x6C</Name></Notify>"),
      Ids{});
  const std::string bomb =
      stack::encode_content(stack::ContentCoding::gzip, std::string(8U << 20U, ' '));
  EXPECT_EQ(broken("text/plain", bomb, "\r\nContent-Encoding: gzip"), Ids{});
}

TEST(BodyRules, OneFindingTellsHowManyFaultsThereAre) {
  const std::string body = cpim("a:1\r\nb:2\r\nc:3\r\n");
  const auto found = body_findings(Side::device, "Content-Type: message/cpim", body);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].message.find("and 2 more faults"), std::string::npos);
  EXPECT_EQ(found[0].actual, "a:1");
  EXPECT_EQ(found[0].length, 3U);
  EXPECT_GT(found[0].offset, 0U);
}

TEST(BodyRules, WhatAScenarioSendsIsItsAuthorsBusiness) {
  EXPECT_TRUE(body_findings(Side::harness, "Content-Type: message/cpim", "x").empty());
}

}  // namespace
}  // namespace sipspec::harness
