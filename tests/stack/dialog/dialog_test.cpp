#include "stack/dialog/dialog.hpp"

#include "stack/message/fields.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipspec::stack {
namespace {

using Verdict = Dialog::Verdict;
using State = Dialog::State;

constexpr std::string_view caller_contact = "<sip:alice@192.0.2.1:5070>";
constexpr std::string_view callee_contact = "<sip:bob@192.0.2.4:5080>";

std::string invite(std::string_view extra = "") {
  return "INVITE sip:bob@example.com SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKinv\r\n"
         "From: \"Alice\" <sip:alice@example.com>;tag=a;x=1\r\n"
         "To: sip:bob@example.com\r\n"
         "Call-ID: c1\r\n"
         "CSeq: 7 INVITE\r\n"
         "Contact: " +
         std::string(caller_contact) + "\r\n" + std::string(extra) + "Content-Length: 0\r\n\r\n";
}

std::string answer(int status, std::string_view extra = "") {
  return "SIP/2.0 " + std::to_string(status) +
         " Anything\r\n"
         "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKinv\r\n"
         "From: \"Alice\" <sip:alice@example.com>;tag=a;x=1\r\n"
         "To: sip:bob@example.com;tag=b\r\n"
         "Call-ID: c1\r\n"
         "CSeq: 7 INVITE\r\n"
         "Contact: " +
         std::string(callee_contact) + "\r\n" + std::string(extra) + "Content-Length: 0\r\n\r\n";
}

std::string without_row(std::string text, std::string_view name) {
  const std::size_t begin = text.find("\r\n" + std::string(name) + ":") + 2;
  return text.erase(begin, text.find("\r\n", begin) + 2 - begin);
}

std::string changed(std::string text, std::string_view what, std::string_view into) {
  return text.replace(text.find(what), what.size(), into);
}

/// A request of the caller in the dialog, as the callee receives it.
std::string in_dialog(std::string_view method, std::uint32_t number) {
  return std::string(method) +
         " sip:bob@192.0.2.4:5080 SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKnext\r\n"
         "From: <sip:alice@example.com>;tag=a\r\n"
         "To: <sip:bob@example.com>;tag=b\r\n"
         "Call-ID: c1\r\n"
         "CSeq: " +
         std::to_string(number) + ' ' + std::string(method) +
         "\r\n"
         "Contact: <sip:alice@192.0.2.99>\r\n"
         "Content-Length: 0\r\n\r\n";
}

// The octets have to outlive the messages that view them.
class DialogTest : public ::testing::Test {
 protected:
  const Message& parse(std::string octets) {
    octets_.push_back(std::move(octets));
    messages_.push_back(Message::parse(octets_.back()));
    return messages_.back();
  }

  std::optional<Dialog> caller(std::string request, std::string response) {
    const Message& asked = parse(std::move(request));
    return Dialog::of_caller(asked, parse(std::move(response)));
  }

  std::optional<Dialog> callee(std::string request, std::string response) {
    const Message& asked = parse(std::move(request));
    return Dialog::of_callee(asked, parse(std::move(response)));
  }

 private:
  std::deque<std::string> octets_;
  std::deque<Message> messages_;
};

TEST_F(DialogTest, OfTheCallerIsMadeOfTheResponse) {
  const auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->state(), State::confirmed);
  EXPECT_EQ(dialog->id(), (DialogId{"c1", "a", "b"}));
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.4:5080");
  EXPECT_EQ(dialog->local_cseq(), 7U);
  EXPECT_EQ(dialog->remote_cseq(), std::nullopt);
}

TEST_F(DialogTest, OfTheCalleeIsMadeOfTheRequest) {
  const auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->id(), (DialogId{"c1", "b", "a"}));
  EXPECT_EQ(dialog->remote_target(), "sip:alice@192.0.2.1:5070");
  EXPECT_EQ(dialog->local_cseq(), std::nullopt);
  EXPECT_EQ(dialog->remote_cseq(), 7U);
}

TEST_F(DialogTest, IsMadeByResponsesFrom101To299Only) {
  EXPECT_FALSE(caller(invite(), answer(100)));
  EXPECT_TRUE(caller(invite(), answer(101)));
  EXPECT_TRUE(caller(invite(), answer(299)));
  EXPECT_FALSE(caller(invite(), answer(300)));
  EXPECT_FALSE(callee(invite(), answer(486)));
}

TEST_F(DialogTest, IsNotMadeWithoutWhatItsStateNeeds) {
  EXPECT_FALSE(caller(invite(), changed(answer(200), ";tag=b", "")));
  EXPECT_FALSE(caller(invite(), without_row(answer(200), "Contact")));
  EXPECT_FALSE(caller(without_row(invite(), "Call-ID"), answer(200)));
  EXPECT_FALSE(caller(without_row(invite(), "CSeq"), answer(200)));
  EXPECT_FALSE(callee(without_row(invite(), "Contact"), answer(200)));
  EXPECT_FALSE(callee(changed(invite(), std::string(caller_contact), "*"), answer(200)));
}

TEST_F(DialogTest, OfACallerWithoutTagHasAnEmptyOne) {
  const auto dialog = callee(changed(invite(), ";tag=a", ""), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->id().remote_tag, "");
}

TEST_F(DialogTest, IsEarlyUntilThe2xxWhoseRoutesAndContactCount) {
  auto dialog = caller(invite(), answer(180, "Record-Route: <sip:192.0.2.7;lr>\r\n"));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->state(), State::early);
  dialog->confirm(parse(answer(183)));
  EXPECT_EQ(dialog->state(), State::early);
  dialog->confirm(parse(changed(answer(200), std::string(callee_contact), "<sip:bob@192.0.2.5>")));
  EXPECT_EQ(dialog->state(), State::confirmed);
  EXPECT_TRUE(dialog->route_set().empty());
  EXPECT_EQ(dialog->remote_target(), "sip:bob@192.0.2.5");
}

TEST_F(DialogTest, OfTheCalleeKeepsItsTargetWhenItIsConfirmed) {
  auto dialog = callee(invite(), answer(180));
  ASSERT_TRUE(dialog);
  dialog->confirm(parse(answer(200)));
  EXPECT_EQ(dialog->state(), State::confirmed);
  EXPECT_EQ(dialog->remote_target(), "sip:alice@192.0.2.1:5070");
}

constexpr std::string_view two_routes =
    "Record-Route: <sip:192.0.2.8;lr>, <sip:192.0.2.7;lr>\r\n"
    "Record-Route: <sip:192.0.2.6;lr>;x=y\r\n";

TEST_F(DialogTest, HasItsRoutesInTheOrderOfTheRequestAtTheCallee) {
  const auto dialog = callee(invite(two_routes), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->route_set(),
            (std::vector<std::string>{"<sip:192.0.2.8;lr>", "<sip:192.0.2.7;lr>",
                                      "<sip:192.0.2.6;lr>;x=y"}));
  EXPECT_EQ(dialog->next_hop(), "sip:192.0.2.8;lr");
}

TEST_F(DialogTest, HasItsRoutesReversedAtTheCaller) {
  const auto dialog = caller(invite(), answer(200, two_routes));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->route_set(),
            (std::vector<std::string>{"<sip:192.0.2.6;lr>;x=y", "<sip:192.0.2.7;lr>",
                                      "<sip:192.0.2.8;lr>"}));
}

TEST_F(DialogTest, MakesRequestsToTheRemoteTarget) {
  auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->next_hop(), "sip:bob@192.0.2.4:5080");
  EXPECT_EQ(dialog->request("MESSAGE").serialize(),
            "MESSAGE sip:bob@192.0.2.4:5080 SIP/2.0\r\n"
            "Max-Forwards: 70\r\n"
            "From: \"Alice\" <sip:alice@example.com>;x=1;tag=a\r\n"
            "To: <sip:bob@example.com>;tag=b\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 8 MESSAGE\r\n"
            "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(dialog->request("BYE").value("CSeq"), "9 BYE");
}

TEST_F(DialogTest, OfTheCalleeCountsByItself) {
  auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->request("MESSAGE").serialize(),
            "MESSAGE sip:alice@192.0.2.1:5070 SIP/2.0\r\n"
            "Max-Forwards: 70\r\n"
            "From: <sip:bob@example.com>;tag=b\r\n"
            "To: \"Alice\" <sip:alice@example.com>;x=1;tag=a\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 1 MESSAGE\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST_F(DialogTest, LeavesOutTheTagThatTheOtherSideHasNot) {
  auto dialog = callee(changed(invite(), ";tag=a", ""), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->request("BYE").value("To"), "\"Alice\" <sip:alice@example.com>;x=1");
}

TEST_F(DialogTest, AcknowledgesWithTheNumberOfTheInvite) {
  auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  dialog->request("MESSAGE");
  EXPECT_EQ(dialog->ack(7).value("CSeq"), "7 ACK");
  EXPECT_EQ(dialog->local_cseq(), 8U);
}

TEST_F(DialogTest, CountsOnFromANumberThatItsOwnerChose) {
  auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  dialog->note_sent(500);
  dialog->note_sent(3);
  EXPECT_EQ(dialog->request("BYE").value("CSeq"), "501 BYE");
}

TEST_F(DialogTest, WritesALooseRouteSetIntoRoute) {
  auto dialog = callee(invite(two_routes), answer(200));
  ASSERT_TRUE(dialog);
  const std::string octets = dialog->request("MESSAGE").serialize();
  const Message made = Message::parse(octets);
  EXPECT_EQ(made.request_uri(), "sip:alice@192.0.2.1:5070");
  EXPECT_EQ(made.count(HeaderName::route), 3U);
  EXPECT_EQ(made.value_of(HeaderName::route), "<sip:192.0.2.8;lr>");
}

TEST_F(DialogTest, PutsAStrictRouterIntoTheRequestUriAndTheTargetLast) {
  auto dialog = callee(
      invite("Record-Route: <sip:192.0.2.8;method=INVITE;x=1?Subject=a>, <sip:192.0.2.7;lr>\r\n"),
      answer(200));
  ASSERT_TRUE(dialog);
  const std::string octets = dialog->request("MESSAGE").serialize();
  const Message made = Message::parse(octets);
  EXPECT_EQ(made.request_uri(), "sip:192.0.2.8;x=1");
  ListCursor routes(made, HeaderName::route);
  EXPECT_EQ(routes.next(), "<sip:192.0.2.7;lr>");
  EXPECT_EQ(routes.next(), "<sip:alice@192.0.2.1:5070>");
  EXPECT_EQ(routes.next(), std::nullopt);
}

TEST_F(DialogTest, MatchesByCallIdAndBothTags) {
  const auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_TRUE(dialog->matches_received(parse(in_dialog("MESSAGE", 8))));
  EXPECT_FALSE(dialog->matches_received(parse(changed(in_dialog("MESSAGE", 8), "c1", "c2"))));
  EXPECT_FALSE(dialog->matches_received(parse(changed(in_dialog("MESSAGE", 8), "tag=a", "tag=z"))));
  EXPECT_FALSE(dialog->matches_received(parse(changed(in_dialog("MESSAGE", 8), "tag=b", "tag=z"))));
  EXPECT_FALSE(dialog->matches_received(parse(without_row(in_dialog("MESSAGE", 8), "To"))));
}

TEST_F(DialogTest, MatchesResponsesWithItsOwnTagInFrom) {
  const auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_TRUE(dialog->matches_response(parse(answer(200))));
  EXPECT_FALSE(dialog->matches_response(parse(changed(answer(200), "tag=b", "tag=z"))));
  EXPECT_FALSE(dialog->matches_response(parse(changed(answer(200), "c1", "c2"))));
}

TEST_F(DialogTest, RefusesALowerNumberAndTakesGaps) {
  auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 6))), Verdict::out_of_order);
  EXPECT_EQ(dialog->remote_cseq(), 7U);
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 8))), Verdict::accepted);
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 500))), Verdict::accepted);
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 499))), Verdict::out_of_order);
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 500))), Verdict::accepted);
}

TEST_F(DialogTest, TakesTheFirstNumberOfTheOtherSideWhateverItIs) {
  auto dialog = caller(invite(), answer(200));
  ASSERT_TRUE(dialog);
  std::string request = changed(in_dialog("MESSAGE", 3), "tag=a", "tag=x");
  request = changed(changed(request, "tag=b", "tag=a"), "tag=x", "tag=b");
  EXPECT_EQ(dialog->judge(parse(request)), Verdict::accepted);
  EXPECT_EQ(dialog->remote_cseq(), 3U);
}

TEST_F(DialogTest, NeverTakesAnAckForOutOfOrder) {
  auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  dialog->judge(parse(in_dialog("MESSAGE", 8)));
  EXPECT_EQ(dialog->judge(parse(in_dialog("ACK", 7))), Verdict::accepted);
  EXPECT_EQ(dialog->remote_cseq(), 8U);
}

TEST_F(DialogTest, KnowsNothingOfAnotherDialogNorOnceItIsOver) {
  auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->judge(parse(changed(in_dialog("MESSAGE", 8), "tag=b", "tag=z"))),
            Verdict::not_in_it);
  EXPECT_EQ(dialog->judge(parse(without_row(in_dialog("MESSAGE", 8), "CSeq"))), Verdict::not_in_it);
  dialog->terminate();
  EXPECT_EQ(dialog->judge(parse(in_dialog("MESSAGE", 8))), Verdict::not_in_it);
}

TEST_F(DialogTest, KeepsItsTargetWhateverContactAMessageHas) {
  auto dialog = callee(invite(), answer(200));
  ASSERT_TRUE(dialog);
  dialog->judge(parse(in_dialog("MESSAGE", 8)));
  EXPECT_EQ(dialog->remote_target(), "sip:alice@192.0.2.1:5070");
  dialog->judge(parse(in_dialog("INVITE", 9)));
  EXPECT_EQ(dialog->remote_target(), "sip:alice@192.0.2.99");
}

TEST_F(DialogTest, EndsWith481And408AndNoOtherRefusal) {
  for (const auto& [status, state] : {std::pair{200, State::confirmed},
                                      {415, State::confirmed},
                                      {500, State::confirmed},
                                      {481, State::terminated},
                                      {408, State::terminated}}) {
    auto dialog = caller(invite(), answer(200));
    ASSERT_TRUE(dialog);
    dialog->on_response(status);
    EXPECT_EQ(dialog->state(), state) << status;
  }
}

}  // namespace
}  // namespace sipspec::stack
