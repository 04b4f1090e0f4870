#include "harness/monitor/monitor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace sipspec::harness {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const stack::TimePoint start{seconds(1)};
const stack::Address device{"127.0.0.1", 5070};
const stack::Address harness{"127.0.0.1", 40000};

const std::string request_rows =
    "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKtest\r\n"
    "Max-Forwards: 70\r\nFrom: <sip:alice@127.0.0.1>;tag=alice1\r\nTo: <sip:bob@127.0.0.1>\r\n"
    "Call-ID: Call-1@127.0.0.1\r\nCSeq: 7 MESSAGE\r\n";
const std::string plain_request = "MESSAGE sip:bob@127.0.0.1:5070 SIP/2.0\r\n" + request_rows +
                                  "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
const std::string plain_response =
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKtest\r\n"
    "From: <sip:alice@127.0.0.1>;tag=alice1\r\nTo: <sip:bob@127.0.0.1>;tag=device-1\r\n"
    "Call-ID: Call-1@127.0.0.1\r\nCSeq: 7 MESSAGE\r\nContent-Length: 0\r\n\r\n";

/// An exchange of one request and what the device does about it.
class Story {
 public:
  Story() = default;

  Story& asks(const std::string& octets, milliseconds at = milliseconds(0)) {
    Observed sent = made(Side::harness, octets, at);
    sent.source = harness;
    sent.destination = device;
    for (const Observed& other : exchange_.messages()) {
      if (other.octets == octets && sent.repeats < 0) {
        sent.repeats = static_cast<std::int32_t>(other.index);
      }
    }
    request_ = static_cast<std::int32_t>(exchange_.messages().size());
    if (sent.repeats >= 0) {
      request_ = sent.repeats;
    }
    exchange_.add(std::move(sent));
    return *this;
  }

  /// A request of the harness that is answered by nothing.
  Story& acknowledges(const std::string& octets, milliseconds at) {
    Observed sent = made(Side::harness, octets, at);
    sent.source = harness;
    sent.destination = device;
    exchange_.add(std::move(sent));
    return *this;
  }

  Story& answers(const std::string& octets, milliseconds at = milliseconds(10)) {
    Observed got = made(Side::device, octets, at);
    got.source = source_;
    got.destination = harness;
    got.answers = request_;
    got.association = request_ < 0 ? Association::none : Association::branch;
    exchange_.add(std::move(got));
    return *this;
  }

  Story& over(stack::Transport transport) {
    transport_ = transport;
    return *this;
  }

  Story& from(const stack::Address& source) {
    source_ = source;
    return *this;
  }

  Story& on_connection(std::uint64_t connection) {
    connection_ = connection;
    return *this;
  }

  Story& deliberately() {
    exchange_.messages().back().deliberate = true;
    return *this;
  }

  /// Requirements broken by the newest message.
  std::vector<std::string> broken() const {
    const auto last = static_cast<std::uint32_t>(exchange_.messages().size() - 1);
    return ids(judge_message(exchange_, last, MonitorContext{}));
  }

  std::vector<std::string> broken_at_end(milliseconds at) const {
    return ids(judge_end(exchange_, start + at, MonitorContext{}));
  }

  const Exchange& exchange() const { return exchange_; }

 private:
  static std::vector<std::string> ids(const std::vector<RuleFinding>& findings) {
    std::vector<std::string> found;
    for (const RuleFinding& finding : findings) {
      found.push_back(finding.requirement);
      EXPECT_FALSE(finding.message.empty());
      EXPECT_FALSE(finding.expected.empty());
      EXPECT_FALSE(finding.actual.empty());
    }
    return found;
  }

  Observed made(Side side, const std::string& octets, milliseconds at) const {
    Observed message;
    message.sender = side;
    message.at = start + at;
    message.transport = transport_;
    message.connection = connection_;
    message.octets = octets;
    return message;
  }

  Exchange exchange_;
  stack::Transport transport_ = stack::Transport::udp;
  stack::Address source_ = device;
  std::uint64_t connection_ = 0;
  std::int32_t request_ = -1;
};

std::string changed(std::string octets, std::string_view what, std::string_view by) {
  const std::size_t at = octets.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return octets.replace(at, what.size(), by);
}

std::vector<std::string> only(std::string_view id) {
  return {std::string(id)};
}

TEST(Monitors, FindNothingInARightExchange) {
  EXPECT_TRUE(Story().asks(plain_request).broken().empty());
  EXPECT_TRUE(Story().asks(plain_request).answers(plain_response).broken().empty());
}

struct Planted {
  const char* what;
  const char* by;
  const char* requirement;
};

/// Each row is one fault in the 200 OK: it breaks its rule and no other.
TEST(Monitors, FindEachFaultOfAResponseOnce) {
  for (const Planted& fault : {
           Planted{"branch=z9hG4bKtest", "branch=z9hG4bKother", "RFC3261-8.2.6.2-01"},
           Planted{"branch=z9hG4bKtest", "branch=Z9HG4BKTEST", "RFC3261-8.2.6.2-01"},
           Planted{"Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKtest\r\n", "",
                   "RFC3261-8.2.6.2-01"},
           Planted{"Via: SIP/2.0/UDP 127.0.0.1:40000", "Via: SIP/2.0/UDP 127.0.0.1:40001",
                   "RFC3261-8.2.6.2-01"},
           Planted{"branch=z9hG4bKtest",
                   "branch=z9hG4bKtest, SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
                   "RFC3261-8.2.6.2-01"},
           Planted{";tag=alice1", ";tag=other", "RFC3261-8.2.6.2-01"},
           Planted{";tag=alice1", "", "RFC3261-8.2.6.2-01"},
           Planted{"From: <sip:alice@", "From: <sip:carol@", "RFC3261-8.2.6.2-01"},
           Planted{"Call-1@", "call-1@", "RFC3261-8.2.6.2-01"},
           Planted{"CSeq: 7", "CSeq: 8", "RFC3261-8.2.6.2-01"},
           Planted{"7 MESSAGE", "7 INVITE", "RFC3261-8.2.6.2-01"},
           Planted{"CSeq: 7 MESSAGE\r\n", "", "RFC3261-8.2.6.2-01"},
           Planted{"CSeq: 7 MESSAGE\r\n", "CSeq: 7 MESSAGE\r\nCSeq: 7 MESSAGE\r\n",
                   "RFC3261-7.3.1-06"},
           Planted{"CSeq: 7 MESSAGE", "CSeq: x MESSAGE", "RFC3261-20.16-02"},
           Planted{";tag=device-1", "", "RFC3261-8.2.6.2-02"},
           Planted{"To: <sip:bob@", "To: <sip:device@", "RFC3261-8.2.6.2-02"},
           Planted{";tag=device-1", ";tag=d", "RFC3261-19.3-01"},
           Planted{"Content-Length: 0\r\n", "", "RFC3261-20.14-02"},
           Planted{"Content-Length: 0", "Content-Length: 500", "RFC3261-20.14-01"},
           Planted{"Content-Length: 0\r\n\r\n", "Content-Length: 0\r\n\r\njunk",
                   "RFC3261-20.14-03"},
           Planted{"Content-Length: 0", "Content-Length: none", "RFC3261-20.14-04"},
           Planted{"Content-Length: 0\r\n\r\n",
                   "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi", "RFC3428-7-03"},
           Planted{"Content-Length: 0", "Contact: <sip:bob@127.0.0.1>\r\nContent-Length: 0",
                   "RFC3428-7-05"},
           Planted{"Content-Length: 0", "m: <sip:bob@127.0.0.1>\r\nContent-Length: 0",
                   "RFC3428-7-05"},
           Planted{"Content-Length: 0", "Accept: text/plain\r\nContent-Length: 0", "RFC3428-9-04"},
           Planted{"Content-Length: 0", "Max-Forwards: 70\r\nContent-Length: 0", "RFC3261-20-01"},
           Planted{"Content-Length: 0", "Unsupported: x\r\nContent-Length: 0", "RFC3261-20-03"},
           Planted{"Content-Length: 0", "Require: x\r\nContent-Length: 0", "RFC3261-8.2.4-01"},
           Planted{"Content-Length: 0", "Retry-After: 5\r\nContent-Length: 0", "RFC3428-9-19"},
           Planted{"Content-Length: 0", "Date: yesterday\r\nContent-Length: 0", "RFC3261-20.17-01"},
           Planted{"Content-Length: 0", "Server: (open\r\nContent-Length: 0", "RFC3261-20.35-01"},
           Planted{"Content-Length: 0", "no colon here\r\nContent-Length: 0", "RFC3261-7.3.1-07"},
           Planted{"SIP/2.0 200", "SIP/3.0 200", "RFC3261-7.1-02"},
           Planted{"SIP/2.0 200", "sip/2.0 200", "RFC3261-7.1-02"},
           Planted{"200 OK", "200", "RFC3261-7.2-01"},
           Planted{"200 OK", "799 OK", "RFC3261-7.2-02"},
           Planted{"200 OK", "180 Ringing", "RFC4320-4.1-01"},
           Planted{"200 OK", "100 Trying", "RFC4320-4.1-02"},
           Planted{"200 OK", "408 Request Timeout", "RFC4320-4.2-01"},
           Planted{"200 OK", "405 Not Allowed", "RFC3428-9-10"},
           Planted{"200 OK", "415 Unsupported", "RFC3428-7-11"},
           Planted{"200 OK", "420 Bad Extension", "RFC3261-8.2.2.3-01"},
           Planted{"200 OK", "302 Moved", "RFC3428-9-08"},
           Planted{"200 OK", "401 Unauthorized", "RFC3428-9-17"},
           Planted{"200 OK\r\n", "200 OK\n", "RFC3261-7-01"},
       }) {
    Story story;
    story.asks(plain_request).answers(changed(plain_response, fault.what, fault.by));
    EXPECT_EQ(story.broken(), only(fault.requirement)) << fault.what << " -> " << fault.by;
  }
}

/// Legal oddities of a response: no rule may complain.
TEST(Monitors, LeaveLegalOddities) {
  for (const Planted& oddity : {
           Planted{"Via:", "v:", ""},
           Planted{"Via: SIP/2.0/UDP", "Via: SIP / 2.0 / udp", ""},
           Planted{"branch=z9hG4bKtest", "received=127.0.0.1;branch=z9hG4bKtest", ""},
           Planted{"From: <sip:alice@", "From: \"Alice\" <sip:alice@", ""},
           Planted{"Call-ID: Call-1", "i:Call-1", ""},
           Planted{"CSeq: 7 MESSAGE", "CSeq: 0007\r\n MESSAGE", ""},
           Planted{"200 OK", "200 ", ""},
           Planted{"200 OK", "202 Accepted", ""},
           Planted{"200 OK", "404 Not Found", ""},
           Planted{"200 OK", "299 Whatever", ""},
           Planted{"Content-Length: 0", "Allow: MESSAGE, OPTIONS\r\nContent-Length: 0", ""},
           Planted{"Content-Length: 0", "Content-Type: text/plain\r\nContent-Length: 0", ""},
           Planted{"Content-Length: 0", "X-Odd: ;;,\r\nl:0\r\nServer: a/1 (b)", ""},
           Planted{"Content-Length: 0\r\n\r\n", "Content-Length: 0\r\nAllow:\r\n\r\n", ""},
       }) {
    Story story;
    story.asks(plain_request).answers(changed(plain_response, oddity.what, oddity.by));
    EXPECT_EQ(story.broken(), std::vector<std::string>{}) << oddity.what << " -> " << oddity.by;
  }
}

TEST(Monitors, WantContentLengthOnAStream) {
  Story story;
  story.over(stack::Transport::tcp).asks(plain_request);
  story.answers(changed(plain_response, "Content-Length: 0\r\n", ""));
  EXPECT_EQ(story.broken(), only("RFC3428-9-12"));
}

TEST(Monitors, WantTheResponseFromWhereTheRequestWent) {
  Story story;
  story.asks(plain_request).from({"127.0.0.1", 5071}).answers(plain_response);
  EXPECT_EQ(story.broken(), only("RFC3261-18.2.2-04"));
}

TEST(Monitors, WantTheResponseOnTheConnectionOfTheRequest) {
  Story story;
  story.over(stack::Transport::tcp).on_connection(1).asks(plain_request);
  story.on_connection(2).answers(plain_response);
  EXPECT_EQ(story.broken(), only("RFC3261-18.2.2-01"));
}

TEST(Monitors, HoldRportAndReceived) {
  const std::string asked = changed(plain_request, "branch=", "rport;branch=");
  const auto broken = [&asked](std::string_view parameters) {
    Story story;
    story.asks(asked).answers(
        changed(plain_response, "branch=", std::string(parameters) + "branch="));
    return story.broken();
  };
  EXPECT_EQ(broken("rport=40000;received=127.0.0.1;"), std::vector<std::string>{});
  EXPECT_EQ(broken("rport;received=127.0.0.1;"), only("RFC3581-4-01"));
  EXPECT_EQ(broken("rport=1;received=127.0.0.1;"), only("RFC3581-4-01"));
  EXPECT_EQ(broken("rport=40000;"), only("RFC3581-4-02"));
}

TEST(Monitors, WantReceivedWhereSentByIsAnotherHost) {
  const auto other_host = [](std::string octets) {
    return changed(std::move(octets), "UDP 127.0.0.1:40000", "UDP client.example.com:40000");
  };
  EXPECT_EQ(Story().asks(other_host(plain_request)).answers(other_host(plain_response)).broken(),
            only("RFC3261-18.2.1-02"));
}

TEST(Monitors, SayThatAResponseAnswersNothing) {
  EXPECT_EQ(Story().answers(plain_response).broken(), only("RFC3261-8.2.6.2-06"));
}

TEST(Monitors, WantCopiesOfTheFinalToBeTheSame) {
  Story story;
  story.asks(plain_request).answers(plain_response).asks(plain_request, milliseconds(300));
  EXPECT_TRUE(Story(story).answers(plain_response, milliseconds(310)).broken().empty());
  EXPECT_EQ(Story(story)
                .answers(changed(plain_response, "200 OK", "200 Fine"), milliseconds(310))
                .broken(),
            only("RFC3261-17.2.2-03"));
  EXPECT_EQ(Story(story)
                .answers(changed(plain_response, "device-1", "device-2"), milliseconds(310))
                .broken(),
            only("RFC3261-8.2.6.2-02"));
}

TEST(Monitors, WantOneFinalResponse) {
  Story story;
  story.asks(plain_request).answers(plain_response);
  story.answers(changed(plain_response, "200 OK", "500 Failed"), milliseconds(20));
  EXPECT_EQ(story.broken(), only("RFC3261-17.2.2-06"));
}

TEST(Monitors, AllowA100OverUdpOnlyWhenTimerEHasReachedT2) {
  const std::string trying = changed(plain_response, "200 OK", "100 Trying");
  EXPECT_EQ(Story().asks(plain_request).answers(trying, milliseconds(3300)).broken(),
            only("RFC4320-4.1-02"));
  EXPECT_TRUE(Story().asks(plain_request).answers(trying, milliseconds(3500)).broken().empty());
  EXPECT_TRUE(Story()
                  .over(stack::Transport::tcp)
                  .asks(plain_request)
                  .answers(trying, milliseconds(5))
                  .broken()
                  .empty());
}

TEST(Monitors, WantTheFinalResponsePromptly) {
  EXPECT_EQ(Story().asks(plain_request).answers(plain_response, milliseconds(700)).broken(),
            only("RFC3428-7-02"));
}

TEST(Monitors, DoNotBlameTheDeviceForWhatItHadToCopy) {
  const std::string faulty =
      changed(plain_request, "To: <sip:bob@127.0.0.1>", "To: <sip:bob@[:::1]>");
  Story story;
  story.asks(faulty).deliberately();
  story.answers(changed(plain_response, "To: <sip:bob@127.0.0.1>", "To: <sip:bob@[:::1]>"));
  EXPECT_TRUE(story.broken().empty());
}

TEST(Monitors, DoNotJudgeWhatTheScenarioBrokeOnPurpose) {
  EXPECT_TRUE(
      Story().asks(changed(plain_request, "Call-ID", "Call ID")).deliberately().broken().empty());
}

/// Faults of a request: of the device as a client, or of the harness itself.
TEST(Monitors, FindEachFaultOfARequestOnce) {
  for (const Planted& fault : {
           Planted{"Max-Forwards: 70\r\n", "", "RFC3261-8.1.1.6-01"},
           Planted{"Max-Forwards: 70", "Max-Forwards: 0", "RFC3261-8.1.1.6-01"},
           Planted{"Call-ID: Call-1@127.0.0.1\r\n", "", "RFC3261-8.1.1-01"},
           Planted{";tag=alice1", "", "RFC3261-8.1.1.3-01"},
           Planted{"To: <sip:bob@127.0.0.1>", "To: <sip:bob@127.0.0.1>;tag=x",
                   "RFC3261-8.1.1.2-01"},
           Planted{"7 MESSAGE", "7 INVITE", "RFC3261-8.1.1.5-01"},
           Planted{"z9hG4bKtest", "1", "RFC3261-8.1.1.7-02"},
           Planted{"SIP/2.0/UDP", "SIP/2.0/TCP", "RFC3261-8.1.1.7-01"},
           Planted{"branch=", "rport=5;branch=", "RFC3581-3-02"},
           Planted{"Max-Forwards", "Contact: <sip:a@127.0.0.1>\r\nMax-Forwards", "RFC3428-4-04"},
           Planted{"Max-Forwards", "Accept: text/plain\r\nMax-Forwards", "RFC3428-9-03"},
           Planted{"Max-Forwards", "Expires: 5\r\nMax-Forwards", "RFC3428-4-12"},
           Planted{"Max-Forwards", "Server: x\r\nMax-Forwards", "RFC3261-20-02"},
           Planted{"<sip:alice@127.0.0.1>", "<im:alice@example.com>", "RFC3428-5-04"},
           Planted{"Content-Type: text/plain\r\n", "", "RFC3428-9-13"},
       }) {
    EXPECT_EQ(Story().asks(changed(plain_request, fault.what, fault.by)).broken(),
              only(fault.requirement))
        << fault.what << " -> " << fault.by;
  }
}

TEST(Monitors, AtTheEndWantEveryRetransmissionAnswered) {
  Story story;
  story.asks(plain_request).answers(plain_response).asks(plain_request, milliseconds(300));
  EXPECT_EQ(story.broken_at_end(seconds(2)), only("RFC3261-17.2.2-03"));
  EXPECT_TRUE(story.broken_at_end(milliseconds(400)).empty()) << "it had no time to answer";
  story.answers(plain_response, milliseconds(310));
  EXPECT_TRUE(story.broken_at_end(seconds(2)).empty());
}

TEST(Monitors, AtTheEndFindCopiesThatNobodyAskedFor) {
  Story story;
  story.asks(plain_request).answers(plain_response).answers(plain_response, milliseconds(20));
  EXPECT_EQ(story.broken_at_end(seconds(2)), only("RFC3261-17.2.2-04"));
}

TEST(Monitors, AtTheEndFindCopiesOfAnAnswerToInviteAfterItsAck) {
  const auto as_invite = [](std::string octets) {
    for (std::size_t at = octets.find("MESSAGE"); at != std::string::npos;
         at = octets.find("MESSAGE")) {
      octets.replace(at, 7, "INVITE");
    }
    return octets;
  };
  std::string ack = as_invite(plain_request);
  ack.replace(0, 6, "ACK").replace(ack.find("7 INVITE"), 8, "7 ACK");
  for (const auto& [status, requirement] :
       {std::pair<std::string, std::string>{"200", "RFC3261-13.3.1.4-02"},
        {"486", "RFC3261-17.2.1-02"}}) {
    std::string response = as_invite(plain_response);
    response.replace(8, 3, status);
    Story story;
    story.asks(as_invite(plain_request)).answers(response).answers(response, milliseconds(510));
    EXPECT_TRUE(story.broken_at_end(seconds(2)).empty()) << "no ACK so far";
    Story late;
    late.asks(as_invite(plain_request)).answers(response);
    late.acknowledges(ack, milliseconds(20)).answers(response, milliseconds(200));
    EXPECT_TRUE(late.broken_at_end(seconds(2)).empty()) << "it was under way";
    late.answers(response, milliseconds(510));
    EXPECT_EQ(late.broken_at_end(seconds(2)), only(requirement));
  }
}

TEST(Monitors, OwnRequirementsOfTheCatalogue) {
  std::ostringstream catalogue;
  for (const auto& entry :
       std::filesystem::directory_iterator(SIPSPEC_SOURCE_DIR "/scenarios/requirements")) {
    if (entry.path().extension() == ".xml") {
      catalogue << std::ifstream(entry.path()).rdbuf();
    }
  }
  const std::string all = catalogue.str();
  std::set<std::string_view> names;
  for (const RuleInfo& rule : all_rules()) {
    EXPECT_NE(all.find("id=\"" + std::string(rule.requirement) + "\""), std::string::npos)
        << rule.name << " owns " << rule.requirement;
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name << " twice";
  }
  EXPECT_GE(names.size(), 100U);
}

TEST(Monitors, SurviveEveryTruncationOfAResponse) {
  for (std::size_t length = 0; length < plain_response.size(); ++length) {
    Story story;
    story.asks(plain_request).answers(plain_response.substr(0, length));
    for (const RuleFinding& finding : judge_message(story.exchange(), 1, MonitorContext{})) {
      EXPECT_LE(finding.offset + finding.length, length) << finding.rule << " at " << length;
    }
  }
}

}  // namespace
}  // namespace sipspec::harness
