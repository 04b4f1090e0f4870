#include "tests/reports/sample_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sipspec::reports::test {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::string_view device_address = "127.0.0.1:5060";
constexpr std::string_view alice_address = "127.0.0.1:40012";
constexpr std::string_view bob_address = "127.0.0.1:40014";

std::string request(std::string_view call_id, std::string_view extra, std::string_view body) {
  return fmt::format(
      "MESSAGE sip:bob@127.0.0.1:5060 SIP/2.0\r\n"
      "Via: SIP/2.0/UDP 127.0.0.1:40012;branch=z9hG4bK-7f31-{0};rport\r\n"
      "Max-Forwards: 70\r\n"
      "From: <sip:alice@127.0.0.1>;tag=a{0}\r\n"
      "To: <sip:bob@127.0.0.1>\r\n"
      "Call-ID: {0}@harness\r\n"
      "CSeq: 1 MESSAGE\r\n"
      "{1}"
      "Content-Type: text/plain\r\n"
      "Content-Length: {2}\r\n"
      "\r\n{3}",
      call_id, extra, body.size(), body);
}

std::string response(std::string_view status, std::string_view call_id, std::string_view extra) {
  return fmt::format(
      "SIP/2.0 {}\r\n"
      "Via: SIP/2.0/UDP 127.0.0.1:40012;branch=z9hG4bK-7f31-{};rport=40012;received=127.0.0.1\r\n"
      "From: <sip:alice@127.0.0.1>;tag=a{}\r\n"
      "To: <sip:bob@127.0.0.1>;tag=d-99f\r\n"
      "Call-ID: {}@harness\r\n"
      "CSeq: 1 MESSAGE\r\n"
      "{}"
      "Content-Length: 0\r\n"
      "\r\n",
      status, call_id, call_id, call_id, extra);
}

/// Builds a case message by message.
class Case {
 public:
  Case(std::string_view folder, std::string_view name, std::string_view title) {
    result_.id = fmt::format("{}/{}", folder, name);
    result_.variant = "transport=udp ip=4";
    result_.title = title;
    result_.file = fmt::format("scenarios/{}.xml", result_.id);
    result_.line = 2;
    const std::size_t slash = folder.find('/');
    result_.document = folder.substr(0, slash) == "rfc3428" ? "RFC3428" : "RFC3261";
    result_.section = folder.substr(slash + 1);
    result_.role = "uas";
    result_.transport = "udp";
    result_.tags = {"basic"};
    result_.verdict = Verdict::pass;
    result_.seed = "7F31";
    result_.reproduce = fmt::format("sipspec run '{}' --device sip:127.0.0.1:5060 --seed 7F31 -v",
                                    case_name(result_));
  }

  Case& section(std::string_view title) {
    result_.section_title = title;
    return *this;
  }

  Case& purpose(std::string_view text) {
    result_.purpose = text;
    return *this;
  }

  Case& variant(std::string_view name, std::string_view transport) {
    result_.variant = name;
    result_.transport = transport;
    return *this;
  }

  Case& send(Offset at, std::string_view summary, std::string octets, std::string_view step) {
    return add(at, Direction::to_device, "alice", summary, std::move(octets), step);
  }

  Case& receive(Offset at, std::string_view summary, std::string octets, std::string_view step) {
    return add(at, Direction::from_device, "alice", summary, std::move(octets), step);
  }

  Case& add(Offset at, Direction direction, std::string_view actor, std::string_view summary,
            std::string octets, std::string_view step) {
    MessageRecord message;
    message.index = static_cast<std::uint32_t>(result_.messages.size());
    message.frame = message.index + 1;
    message.at = at;
    message.direction = direction;
    message.actor = actor;
    message.from = actor == "alice" ? alice_address : bob_address;
    message.to = device_address;
    if (direction == Direction::from_device) {
      std::swap(message.from, message.to);
    }
    message.transport = result_.transport;
    message.summary = summary;
    message.octets = std::move(octets);
    message.step = step;
    result_.messages.push_back(std::move(message));
    result_.duration = std::max(result_.duration, at + microseconds(300));
    return *this;
  }

  Case& again(Offset at, std::uint32_t index) {
    MessageRecord message = result_.messages.at(index);
    message.repeats = index;
    message.index = static_cast<std::uint32_t>(result_.messages.size());
    message.frame = message.index + 1;
    message.at = at;
    message.note = "Timer E";
    result_.messages.push_back(std::move(message));
    return *this;
  }

  Case& check(std::string_view text, Verdict verdict, std::string_view actual,
              std::string_view requirement = "") {
    Check one;
    one.id = fmt::format("r1.{}", result_.checks.size() + 1);
    one.text = text;
    one.verdict = verdict;
    one.actual = actual;
    one.requirement = requirement;
    one.level = requirement.empty() ? "" : "MUST";
    one.step = "r1";
    one.file = result_.file;
    one.line = 17 + static_cast<std::uint32_t>(result_.checks.size());
    one.message_index = 1;
    result_.checks.push_back(std::move(one));
    return *this;
  }

  Case& finding(Finding finding) {
    finding.file = result_.file;
    finding.line = 18;
    if (finding.message_index) {
      finding.frame = result_.messages.at(*finding.message_index).frame;
    }
    add_finding(result_, std::move(finding));
    return *this;
  }

  /// The octets of `text` in a message.
  Case& marked(Finding finding, std::uint32_t message, std::string_view text) {
    finding.message_index = message;
    finding.offset = static_cast<std::uint32_t>(result_.messages.at(message).octets.find(text));
    finding.length = static_cast<std::uint32_t>(text.size());
    return this->finding(std::move(finding));
  }

  CaseResult& edit() { return result_; }

  CaseResult done() {
    if (!result_.messages.empty()) {
      result_.capture = fmt::format("cases/{}/case.pcap", result_.id);
    }
    return std::move(result_);
  }

 private:
  CaseResult result_;
};

Finding rule(std::string_view id, std::string_view section, std::string_view level,
             std::string_view sentence) {
  Finding finding;
  finding.requirement = id;
  finding.document = std::string(id.substr(0, id.find('-')));
  finding.section = section;
  finding.level = level;
  finding.sentence = sentence;
  std::string number = finding.document.substr(3);
  finding.url = fmt::format("https://www.rfc-editor.org/rfc/rfc{}#section-{}", number, section);
  finding.verdict = level.starts_with("MUST") ? Verdict::fail : Verdict::non_strict;
  finding.step = "r1";
  return finding;
}

CaseResult contact_in_2xx() {
  Finding contact = rule("RFC3428-7-05", "7", "MUST NOT",
                         "A 2xx response to a MESSAGE request carries no Contact header field.");
  contact.check = "no-contact-in-2xx";
  contact.message = "200 OK to MESSAGE carries a Contact";
  contact.expected = {"no Contact header field"};
  contact.actual = "Contact: <sip:bob@127.0.0.1:5060>";
  return Case("rfc3428/7", "no-contact-in-2xx", "A 2xx to MESSAGE carries no Contact")
      .section("Method Definition")
      .purpose("Sends one text/plain MESSAGE and looks at the final response.")
      .send(microseconds(180), "MESSAGE sip:bob@127.0.0.1:5060",
            request("c1", "", "Watson, come here."), "m1")
      .receive(milliseconds(13), "200 OK",
               response("200 OK", "c1", "Contact: <sip:bob@127.0.0.1:5060>\r\n"), "r1")
      .check("status 2xx", Verdict::pass, "200")
      .check("Contact absent", Verdict::fail, "<sip:bob@127.0.0.1:5060>", "RFC3428-7-05")
      .check("To has a tag", Verdict::pass, "d-99f", "RFC3261-8.2.6.2-03")
      .marked(contact, 1, "Contact: <sip:bob@127.0.0.1:5060>")
      .done();
}

CaseResult without_accept() {
  Finding accept = rule("RFC3261-21.4.13-01", "21.4.13", "MUST",
                        "A 415 response lists what the element accepts: Accept, Accept-Encoding or "
                        "Accept-Language, depending on what it could not take.");
  accept.message = "415 without Accept";
  accept.expected = {"415 with an Accept header field", "200, 202 when the type is taken"};
  accept.actual = "415 without Accept";
  accept.check = "r1.accept";
  Finding unquoted;
  unquoted.kind = FindingKind::interop;
  unquoted.verdict = Verdict::info;
  unquoted.check = "warn-text";
  unquoted.message = "Warning without an agent: three clients drop the response";
  unquoted.actual = "Warning: 305 - \"\"";
  unquoted.citations = {"https://example.org/bug/7"};
  return Case("rfc3428/8", "415-has-accept", "A 415 lists what the device accepts")
      .section("UAS Processing")
      .purpose("Sends a body of a type that nobody has, and reads what the refusal offers instead.")
      .send(microseconds(200), "MESSAGE sip:bob@127.0.0.1:5060",
            request("c2", "Accept: text/plain\r\n", "<x/>"), "m1")
      .receive(milliseconds(31), "415 Unsupported Media Type",
               response("415 Unsupported Media Type", "c2", "Warning: 305 - \"\"\r\n"), "r1")
      .check("status 415", Verdict::pass, "415")
      .check("Accept present", Verdict::fail, "absent", "RFC3261-21.4.13-01")
      .marked(accept, 1, "415 Unsupported Media Type")
      .marked(unquoted, 1, "Warning: 305 - \"\"")
      .done();
}

CaseResult no_response() {
  Case one("rfc3261/17.1.2", "no-final-response", "A request is answered");
  one.section("Non-INVITE Client Transaction")
      .purpose("Sends MESSAGE with an unknown parameter in Via and waits for Timer F.")
      .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060", request("c3", "", "hello"), "m1");
  for (const int ms : {500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}) {
    one.again(milliseconds(ms), 0);
  }
  Finding silent = rule("RFC3261-8.2.6-01", "8.2.6", "MUST",
                        "A UAS answers every request but ACK with a final response.");
  silent.message = "no final response within 32 s";
  silent.expected = {"a final response within 64*T1"};
  silent.actual = "silence";
  silent.step = "r1";
  one.finding(silent);
  CaseResult& result = one.edit();
  result.missing = {
      {0, Direction::from_device, "alice", "final response to m1", milliseconds(32000), "r1"}};
  result.timers = {{"Timer E", "alice", Offset{0}, milliseconds(31500), TimerRecord::End::fired},
                   {"Timer F", "alice", Offset{0}, milliseconds(32000), TimerRecord::End::fired}};
  result.duration = milliseconds(32000);
  return one.done();
}

CaseResult crashed() {
  Case one("rfc3261/8.1.1", "no-call-id", "A request without Call-ID gets 400 or nothing");
  one.section("Generating the Request")
      .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060",
            "MESSAGE sip:bob@127.0.0.1:5060 SIP/2.0\r\nCSeq: 1 MESSAGE\r\n\r\n", "m1");
  CaseResult& result = one.edit();
  result.messages[0].deliberate = true;
  result.notes = {{milliseconds(4), "device", "process ended by signal 11"}};
  result.device_outcome = "device crashed (signal 11)";
  Finding crash = rule("SIPSPEC-ROBUST-01", "1", "MUST", "An element survives every message.");
  crash.url = "";
  crash.message = "the device crashed (signal 11) 4 ms after m1";
  crash.expected = {"400, or silence"};
  crash.actual = "process ended by signal 11";
  crash.message_index = 0;
  one.finding(crash);
  return one.done();
}

CaseResult proxied() {
  Finding forwards = rule("RFC3261-16.6-03", "16.6", "MUST",
                          "A proxy takes one from Max-Forwards in the copy that it forwards.");
  forwards.message = "Max-Forwards was forwarded as 70";
  forwards.expected = {"Max-Forwards: 69"};
  forwards.actual = "Max-Forwards: 70";
  forwards.step = "r2";
  Case one("rfc3261/16.6", "max-forwards-counts-down", "A proxy counts Max-Forwards down");
  one.section("Request Forwarding").variant("transport=tcp ip=4", "tcp");
  one.send(Offset{0}, "MESSAGE sip:bob@example.test", request("c5", "", "via a proxy"), "m1")
      .add(milliseconds(2), Direction::from_device, "bob", "MESSAGE sip:bob@127.0.0.1:40014",
           request("c5", "Record-Route: <sip:127.0.0.1;lr>\r\n", "via a proxy"), "r2")
      .add(milliseconds(3), Direction::to_device, "bob", "200 OK", response("200 OK", "c5", ""),
           "s2")
      .receive(milliseconds(5), "200 OK", response("200 OK", "c5", ""), "r1")
      .check("bob got it", Verdict::pass, "MESSAGE")
      .check("max-forwards = 69", Verdict::fail, "70", "RFC3261-16.6-03")
      .marked(forwards, 1, "Max-Forwards: 70");
  one.edit().role = "proxy";
  one.edit().tags = {"proxy"};
  return one.done();
}

CaseResult deferred() {
  Finding accepted = rule("RFC3428-8-09", "8", "SHOULD",
                          "A relay that stores a message to deliver it later answers with 202.");
  accepted.message = "200 OK although delivery was deferred";
  accepted.expected = {"202 Accepted"};
  accepted.actual = "200 OK";
  return Case("rfc3428/8", "202-when-stored", "202 says that delivery is deferred")
      .section("UAS Processing")
      .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060", request("c6", "", "later"), "m1")
      .receive(milliseconds(9), "200 OK", response("200 OK", "c6", ""), "r1")
      .marked(accepted, 1, "200 OK")
      .done();
}

CaseResult authorized() {
  Case one("rfc3261/22.2", "digest-answers-challenge", "A challenge is answered once");
  one.section("User-to-User Authentication")
      .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060", request("c7", "", "secret"), "m1")
      .receive(
          milliseconds(2), "401 Unauthorized",
          response("401 Unauthorized", "c7",
                   "WWW-Authenticate: Digest realm=\"t\", nonce=\"84a4cc6f\", qop=\"auth\"\r\n"),
          "r1")
      .send(
          milliseconds(3), "MESSAGE sip:bob@127.0.0.1:5060",
          request(
              "c7b",
              "Authorization: Digest username=\"alice\", realm=\"t\", nonce=\"84a4cc6f\", "
              "uri=\"sip:bob@127.0.0.1:5060\",\r\n response=\"6629fae49393a05397450978507c4ef1\", "
              "cnonce=\"0a4f113b\", nc=00000001, qop=auth\r\n",
              "secret"),
          "m2")
      .receive(milliseconds(5), "200 OK", response("200 OK", "c7b", ""), "r2")
      .check("status 200", Verdict::pass, "200");
  one.edit().attempts = {{Verdict::inconc, "no answer from the device", milliseconds(32000)}};
  one.edit().disposition = Disposition::flaky;
  return one.done();
}

CaseResult without_messages(std::string_view folder, std::string_view name, Verdict verdict,
                            std::string_view reason) {
  Case one(folder, name, "A case that said nothing");
  one.section("UAS Processing");
  one.edit().verdict = verdict;
  one.edit().reason = reason;
  return one.done();
}

CaseResult passed(std::string_view folder, std::string_view section, std::string_view name,
                  std::string_view title) {
  return Case(folder, name, title)
      .section(section)
      .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060", request(name, "", "good"), "m1")
      .receive(milliseconds(7), "200 OK", response("200 OK", name, ""), "r1")
      .check("status 2xx", Verdict::pass, "200")
      .check("Via equals m1", Verdict::pass, "equal", "RFC3261-8.2.6.2-01")
      .done();
}

CaseResult known() {
  CaseResult result = contact_in_2xx();
  result.id = "rfc3428/7/no-contact-in-202";
  result.disposition = Disposition::xfail;
  result.bug = "https://example.org/bug/1356";
  return result;
}

RunInfo sample_info() {
  RunInfo info;
  info.version = "0.1.0";
  info.suite = "rfc3428@2026.1";
  info.suite_hash = "a41f09c3d2";
  info.device_name = "kamailio";
  info.device_version = "5.6.3";
  info.device_address = device_address;
  info.roles = {"uas", "proxy"};
  info.transports = {"udp", "tcp"};
  info.command_line =
      "sipspec run --device sip:127.0.0.1:5060 --role uas --role proxy --html --junit";
  info.seed = "7F31";
  info.profile = "modern";
  info.started = "2026-01-01T00:00:00Z";
  info.host = "build-7";
  info.environment = {{"os", "Debian 12"}};
  return info;
}

void set_plan(RunResult& run) {
  run.info.plan.clear();
  for (const auto& result : run.cases) {
    const std::string heading = section_heading(result);
    const auto found =
        std::ranges::find(run.info.plan, heading, &std::pair<std::string, std::uint32_t>::first);
    if (found == run.info.plan.end()) {
      run.info.plan.emplace_back(heading, 1U);
    } else {
      ++found->second;
    }
  }
  run.info.planned = static_cast<std::uint32_t>(run.cases.size());
}

}  // namespace

RunResult sample_run() {
  RunResult run;
  run.info = sample_info();
  CaseResult info = passed("rfc3428/7", "Method Definition", "options-lists-message",
                           "OPTIONS shows MESSAGE in Allow");
  info.verdict = Verdict::info;
  info.reason = "Allow: INVITE, ACK, MESSAGE";
  run.cases = {
      passed("rfc3428/7", "Method Definition", "plain-text-is-answered",
             "A MESSAGE in text/plain is answered"),
      contact_in_2xx(),
      known(),
      info,
      without_accept(),
      deferred(),
      without_messages("rfc3428/8", "imdn-on-request", Verdict::unimplemented,
                       "405 Method Not Allowed: no such method here"),
      without_messages("rfc3428/8", "shown-once", Verdict::not_applicable,
                       "the profile names no delivery hook"),
      without_messages("rfc3428/8", "delayed-delivery", Verdict::skipped,
                       "--skip rfc3428/8/delayed-*"),
      without_messages("rfc3428/8", "last-one", Verdict::notrun, "--max-time was reached"),
      authorized(),
      proxied(),
      crashed(),
      without_messages("rfc3261/8.1.1", "after-the-crash", Verdict::inconc,
                       "the device was restarted while this case ran"),
      without_messages("rfc3261/8.1.1", "own-fault", Verdict::error,
                       "sipspec sent a message that it did not mean to: two CSeq"),
      no_response(),
  };
  for (std::size_t i = 0; i < run.cases.size(); ++i) {
    run.cases[i].started = milliseconds(20 * static_cast<int>(i));
  }
  run.device_events = {{milliseconds(244), "crashed", "signal 11 (SIGSEGV)",
                        "rfc3261/8.1.1/no-call-id [transport=udp ip=4]"},
                       {milliseconds(900), "restarted", "ready after 0.6 s", ""}};
  run.end = RunEnd::complete;
  run.duration = milliseconds(32310);
  run.exit_code = 70;
  run.gate = "1 fault of sipspec itself";
  set_plan(run);
  return run;
}

CaseResult sample_case(std::string_view name) {
  const RunResult run = sample_run();
  const auto found = std::ranges::find_if(
      run.cases, [&](const CaseResult& result) { return result.id.ends_with(name); });
  return found == run.cases.end() ? CaseResult{} : *found;
}

RunResult large_run(std::size_t count) {
  RunResult run = sample_run();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = fmt::format("passing-case-number-{}", i);
    Case one(fmt::format("rfc3261/{}.{}", 7 + (i / 40), 1 + (i % 4)), name,
             "Something that has to hold holds");
    one.section("A section with cases")
        .send(Offset{0}, "MESSAGE sip:bob@127.0.0.1:5060", request(name, "", "first"), "m1")
        .receive(milliseconds(7), "200 OK", response("200 OK", name, ""), "r1")
        .send(milliseconds(8), "MESSAGE sip:bob@127.0.0.1:5060", request(name, "", "second"), "m2")
        .receive(milliseconds(15), "200 OK", response("200 OK", name, ""), "r2")
        .send(milliseconds(16), "MESSAGE sip:bob@127.0.0.1:5060", request(name, "", "third"), "m3")
        .receive(milliseconds(23), "200 OK", response("200 OK", name, ""), "r3")
        .check("status 2xx", Verdict::pass, "200");
    run.cases.push_back(one.done());
  }
  set_plan(run);
  return run;
}

std::vector<Event> events_of(const RunResult& run) {
  std::vector<Event> events = {RunStart{run.info}};
  for (const auto& record : run.device_events) {
    events.emplace_back(DeviceEvent{record});
  }
  for (const auto& result : run.cases) {
    CaseResult head;
    head.id = result.id;
    head.variant = result.variant;
    head.title = result.title;
    head.document = result.document;
    head.section = result.section;
    events.emplace_back(CaseStart{result.started, head});
    for (const auto& message : result.messages) {
      events.emplace_back(MessageSeen{result.started + message.at, case_name(result), message});
    }
    for (const auto& finding : result.findings) {
      events.emplace_back(
          FindingMade{result.started + result.duration, case_name(result), finding});
    }
    events.emplace_back(CaseEnd{result.started + result.duration, result});
  }
  events.emplace_back(Heartbeat{run.duration, 0, 0, "nothing"});
  events.emplace_back(RunFinished{run.duration, run.end, run.exit_code, run.gate});
  return events;
}

}  // namespace sipspec::reports::test
