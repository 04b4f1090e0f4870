#include "harness/judge/judge.hpp"

#include "harness/judge/call_ladder.hpp"
#include "reports/ladder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sipspec::harness {
namespace {

using reports::Verdict;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto start = std::chrono::nanoseconds(1'700'000'000'000'000'000);
constexpr auto phone = "192.0.2.1:5060";
constexpr auto server = "192.0.2.2:5060";

Requirement requirement(std::string id) {
  Requirement it;
  it.id = std::move(id);
  return it;
}

/// Messages go in by text; the result is looked up by endpoint.
class Capture {
 public:
  explicit Capture(Evidence evidence = Evidence::partial) {
    catalogue_.add(requirement("RFC3428-7-05"));
    options_.catalogue = &catalogue_;
    options_.evidence = evidence;
    options_.on_close = [this](const JudgedTransaction& over, const EndpointBook& book,
                               stack::TimePoint until) { ladder_.take(over, book, until); };
    judge_.emplace(options_);
  }

  Capture& add(std::chrono::nanoseconds after, std::string_view from, std::string_view to,
               const std::string& octets, captures::Extent extent = captures::Extent::whole) {
    captures::CapturedSip it;
    it.first_frame = it.last_frame = ++frames_;
    it.first_wall = it.last_wall = start + after;
    it.source = *captures::ip_endpoint(*stack::address_from(from));
    it.destination = *captures::ip_endpoint(*stack::address_from(to));
    it.extent = extent;
    it.octets = octets;
    judge_->add(it);
    return *this;
  }

  Judge& judge() { return *judge_; }

  JudgedCapture finish() { return judge_->finish(frames_); }

  std::string ladder() { return reports::ladder_text(reports::lay_out(ladder_.result()), 100); }

 private:
  Catalogue catalogue_;
  JudgeOptions options_;
  CallLadder ladder_{LadderSelection{}};
  std::optional<Judge> judge_;
  captures::FrameNumber frames_ = 0;
};

std::string request(int number = 1, std::string_view vias = "", std::string_view more = "") {
  return fmt::format(
      "MESSAGE sip:bob@192.0.2.2 SIP/2.0\r\n"
      "{1}Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc{0}\r\n"
      "Max-Forwards: 70\r\nFrom: <sip:alice@192.0.2.1>;tag=fromtag1\r\n"
      "To: <sip:bob@192.0.2.2>\r\nCall-ID: call{0}@192.0.2.1\r\nCSeq: {0} MESSAGE\r\n"
      "{2}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi",
      number, vias, more);
}

std::string response(int number = 1, std::string_view more = "", std::string_view vias = "") {
  return fmt::format(
      "SIP/2.0 200 OK\r\n"
      "{2}Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc{0}\r\n"
      "From: <sip:alice@192.0.2.1>;tag=fromtag1\r\n"
      "To: <sip:bob@192.0.2.2>;tag=totag123\r\nCall-ID: call{0}@192.0.2.1\r\n"
      "CSeq: {0} MESSAGE\r\n{1}Content-Length: 0\r\n\r\n",
      number, more, vias);
}

const reports::CaseResult* case_of(const JudgedCapture& judged, std::string_view endpoint) {
  const auto found = std::ranges::find(judged.cases, fmt::format("endpoint/{}", endpoint),
                                       &reports::CaseResult::id);
  return found == judged.cases.end() ? nullptr : &*found;
}

std::vector<std::string> rules_of(const reports::CaseResult* result) {
  std::vector<std::string> rules;
  if (result != nullptr) {
    for (const auto& finding : result->findings) {
      rules.push_back(finding.check);
    }
  }
  return rules;
}

using Rules = std::vector<std::string>;

constexpr std::string_view contact = "Contact: <sip:bob@192.0.2.2>\r\n";

TEST(Judge, FindsNothingInASoundExchange) {
  Capture capture;
  capture.add(seconds(0), phone, server, request());
  capture.add(milliseconds(20), server, phone, response());
  const auto judged = capture.finish();
  ASSERT_EQ(judged.cases.size(), 2U);
  EXPECT_EQ(judged.cases[0].verdict, Verdict::pass) << judged.cases[0].reason;
  EXPECT_EQ(judged.cases[1].verdict, Verdict::pass) << judged.cases[1].reason;
  EXPECT_EQ(judged.statistics.sip_messages, 2U);
  EXPECT_EQ(judged.statistics.methods.at("MESSAGE"), 1U);
  EXPECT_EQ(judged.statistics.statuses.at("200"), 1U);
  ASSERT_EQ(judged.statistics.latency.size(), 1U);
  EXPECT_EQ(judged.statistics.latency[0].mean, milliseconds(20));
}

TEST(Judge, BlamesTheEndpointThatSentTheFaultInItsFrame) {
  Capture capture;
  capture.add(seconds(0), phone, server, request());
  capture.add(milliseconds(20), server, phone, response(1, contact));
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, phone)), Rules{});
  ASSERT_EQ(rules_of(case_of(judged, server)), Rules{"no-contact-in-2xx"});
  EXPECT_EQ(case_of(judged, server)->findings[0].frame, 2U);
  EXPECT_EQ(case_of(judged, server)->verdict, Verdict::fail);
}

TEST(Judge, BlamesTheSenderOfARequestForIt) {
  Capture capture;
  capture.add(seconds(0), phone, server, request(1, "", contact));
  capture.add(milliseconds(20), server, phone, response());
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, phone)), Rules{"no-contact-in-message"});
  EXPECT_EQ(rules_of(case_of(judged, server)), Rules{});
}

TEST(Judge, TellsAFaultThatIsPassedOnOfWhoWroteItOnly) {
  const std::string proxy = "192.0.2.9:5060";
  const std::string via = "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKproxy1\r\n";
  Capture capture;
  capture.add(seconds(0), phone, proxy, request());
  capture.add(milliseconds(5), proxy, server, request(1, via));
  capture.add(milliseconds(10), server, proxy, response(1, contact, via));
  capture.add(milliseconds(15), proxy, phone, response(1, contact));
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, server)), Rules{"no-contact-in-2xx"});
  EXPECT_EQ(rules_of(case_of(judged, proxy)), Rules{});
}

TEST(Judge, BlamesTheElementBehindForWhatItsProxyPassesOn) {
  const std::string via = "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKproxy1\r\n";
  Capture capture;
  capture.add(seconds(0), "192.0.2.9:5060", server, request(1, via, contact));
  capture.add(milliseconds(5), server, "192.0.2.9:5060", response(1, "", via));
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, "192.0.2.9:5060")), Rules{});
  EXPECT_EQ(rules_of(case_of(judged, "192.0.2.1:5060 (behind 192.0.2.9:5060)")),
            Rules{"no-contact-in-message"});
}

TEST(Judge, IsInconclusiveWhereTheCaptureBeginsInTheMiddle) {
  Capture capture;
  capture.add(seconds(0), server, phone, response());
  const auto judged = capture.finish();
  ASSERT_NE(case_of(judged, server), nullptr);
  EXPECT_EQ(case_of(judged, server)->verdict, Verdict::inconc);
  EXPECT_EQ(rules_of(case_of(judged, server)), Rules{});
}

TEST(Judge, KnowsAStrayResponseOnceTheCaptureIsOldEnough) {
  Capture capture;
  capture.add(seconds(0), phone, server, request(1));
  capture.add(milliseconds(20), server, phone, response(1));
  capture.add(seconds(40), server, phone, response(7));
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, server)), Rules{"response-answers-request"});
}

TEST(Judge, DoesNotJudgeWhatWasCutByTheCapture) {
  Capture capture;
  capture.add(seconds(0), phone, server, request().substr(0, 120), captures::Extent::snapped);
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, phone)), Rules{});
  EXPECT_EQ(case_of(judged, phone)->verdict, Verdict::inconc);
  EXPECT_EQ(judged.statistics.incomplete, 1U);
}

TEST(Judge, DrawsTheAnswerThatNeverCame) {
  Capture capture;
  capture.add(seconds(0), phone, server, request());
  capture.add(milliseconds(500), phone, server, request());
  capture.judge().time(start + seconds(40));
  const auto judged = capture.finish();
  EXPECT_EQ(case_of(judged, server)->verdict, Verdict::inconc);
  EXPECT_EQ(judged.statistics.unanswered, 1U);
  EXPECT_EQ(judged.statistics.retransmissions, 1U);
  const auto ladder = capture.ladder();
  EXPECT_NE(ladder.find("MISSING"), std::string::npos) << ladder;
  EXPECT_NE(ladder.find("again: MESSAGE"), std::string::npos) << ladder;
}

TEST(Judge, FindsARetransmissionThatComesTooEarly) {
  Capture capture;
  capture.add(seconds(0), phone, server, request(1))
      .add(milliseconds(9), server, phone, response(1));
  capture.add(seconds(10), phone, server, request(2));
  capture.add(seconds(10) + milliseconds(100), phone, server, request(2));
  capture.add(seconds(10) + milliseconds(150), server, phone, response(2));
  const auto judged = capture.finish();
  EXPECT_EQ(rules_of(case_of(judged, phone)), Rules{"timer-e-schedule"});
}

TEST(Judge, DoesNotTakeAFrameCapturedTwiceForARetransmission) {
  Capture capture;
  capture.add(seconds(0), phone, server, request());
  capture.add(milliseconds(1), phone, server, request());
  capture.add(milliseconds(20), server, phone, response());
  const auto judged = capture.finish();
  EXPECT_EQ(judged.statistics.duplicates, 1U);
  EXPECT_EQ(judged.statistics.retransmissions, 0U);
  EXPECT_EQ(rules_of(case_of(judged, phone)), Rules{});
}

TEST(Judge, TellsOfTheWantedEndpointOnly) {
  const Catalogue catalogue;
  Judge judge({.catalogue = &catalogue, .device = stack::address_from("192.0.2.77", 0)});
  captures::CapturedSip it;
  it.first_wall = it.last_wall = start;
  it.source = *captures::ip_endpoint(*stack::address_from(phone));
  it.destination = *captures::ip_endpoint(*stack::address_from(server));
  const auto octets = request(1, "", contact);
  it.octets = octets;
  judge.add(it);
  EXPECT_TRUE(judge.finish(1).cases.empty());
}

TEST(Judge, ForgetsTransactionsThatAreOver) {
  const Catalogue catalogue;
  std::size_t closed = 0;
  JudgeOptions options{.catalogue = &catalogue};
  options.on_close = [&](const auto&, const auto&, auto) { ++closed; };
  Judge judge(options);
  for (int i = 1; i <= 50; ++i) {
    captures::CapturedSip it;
    it.first_wall = it.last_wall = start + seconds(10 * i);
    it.source = *captures::ip_endpoint(*stack::address_from(phone));
    it.destination = *captures::ip_endpoint(*stack::address_from(server));
    const auto octets = request(i);
    it.octets = octets;
    judge.add(it);
  }
  EXPECT_GE(closed, 40U);
  judge.finish(50);
  EXPECT_EQ(closed, 50U);
}

TEST(FitsSomeSchedule, AllowsLossesAndALongerT1ButNothingShorter) {
  const auto at = [](std::initializer_list<int> instants) {
    std::vector<stack::TimePoint> all;
    for (const int ms : instants) {
      all.emplace_back(milliseconds(1'000'000 + ms));
    }
    return all;
  };
  const milliseconds tolerance(100);
  EXPECT_TRUE(fits_some_schedule(at({0, 500, 1500, 3500, 7500, 11'500}), tolerance));
  EXPECT_TRUE(fits_some_schedule(at({0, 1500, 3500}), tolerance)) << "one was lost";
  EXPECT_TRUE(fits_some_schedule(at({0, 2000, 6000, 14'000}), tolerance)) << "T1 of 2 s";
  EXPECT_FALSE(fits_some_schedule(at({0, 500, 1000, 1500}), tolerance)) << "does not double";
  EXPECT_FALSE(fits_some_schedule(at({0, 100}), tolerance)) << "too early";
}

}  // namespace
}  // namespace sipspec::harness
