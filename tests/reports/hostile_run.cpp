#include "tests/reports/sample_run.hpp"

namespace sipspec::reports::test {

namespace {

/// Everything that must not come out as it went in.
std::string poison() {
  using namespace std::string_literals;
  return "\x1b[31;1mred\x1b]0;title\x07</script><script>alert(1)</script>]]>-->&<img src=x onerror=alert(2)>\"'"s +
         "\0\x01\x08\x7f\x9b"s + "1m\xc2\x9b"s +
         "2J\xe2\x80\xae"
         "drowssap\xe2\x81\xa6\xe2\x80\xa8\xef\xbb\xbf"s +
         "\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xef\xbf\xbe"s + "\r\n::error::x\r\ttail"s;
}

Finding hostile_finding(const std::string& text) {
  Finding finding;
  finding.requirement = text;
  finding.document = text;
  finding.section = text;
  finding.section_title = text;
  finding.level = text;
  finding.sentence = text;
  finding.url = "javascript:alert(3)" + text;
  finding.check = text;
  finding.message = text;
  finding.expected = {text, text};
  finding.actual = text;
  finding.message_index = 0;
  finding.offset = 3;
  finding.length = 40;
  finding.step = text;
  finding.file = text;
  finding.line = 1;
  finding.citations = {"https://example.org/" + text, "javascript:alert(4)"};
  return finding;
}

}  // namespace

CaseResult hostile_case() {
  const std::string text = poison();
  CaseResult result;
  result.id = "rfc0000/1/" + text;
  result.variant = text;
  result.title = result.purpose = result.file = result.document = result.section = text;
  result.section_title = result.role = result.transport = result.bug = text;
  result.hygiene = result.device_outcome = result.seed = result.capture = text;
  result.reproduce = text;
  result.tags = {text};
  add_finding(result, hostile_finding(text));
  Check check;
  check.id = check.text = check.requirement = check.level = check.actual = check.step = text;
  check.file = text;
  result.checks = {check};
  MessageRecord message;
  message.actor = message.from = message.to = message.transport = message.summary = text;
  message.octets = text + text;
  message.step = message.note = text;
  result.messages = {message};
  result.missing = {{0, Direction::from_device, text, text, Offset{5000}, text}};
  result.timers = {{text, text, Offset{0}, Offset{5000}, TimerRecord::End::fired}};
  result.notes = {{Offset{1}, text, text}};
  result.attempts = {{Verdict::inconc, text, Offset{1}}};
  return result;
}

RunResult hostile_run() {
  const std::string text = poison();
  RunResult run;
  RunInfo& info = run.info;
  info.version = info.suite = info.suite_hash = info.device_name = info.device_version = text;
  info.device_address = info.command_line = info.seed = info.profile = info.host = text;
  info.roles = info.transports = {text};
  info.started = text;
  info.environment = {{text, text}};
  info.planned = 1;
  run.cases = {hostile_case()};
  run.cases[0].disposition = Disposition::flaky;
  CaseResult skipped = hostile_case();
  skipped.verdict = Verdict::skipped;
  skipped.variant += "2";
  run.cases.push_back(skipped);
  run.device_events = {{Offset{1}, text, text, text}};
  run.end = RunEnd::complete;
  run.gate = text;
  run.duration = Offset{1};
  run.exit_code = 1;
  return run;
}

}  // namespace sipspec::reports::test
