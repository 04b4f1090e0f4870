#include "harness/catalogue/strictness.hpp"
#include "harness/cli/capture_input.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/follow.hpp"
#include "harness/cli/judge_text.hpp"
#include "harness/cli/rules_option.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/cli/suite.hpp"
#include "harness/cli/version.hpp"
#include "harness/run/out_dir.hpp"
#include "reports/escape.hpp"
#include "reports/events_file.hpp"
#include "reports/exit_code.hpp"
#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace sipspec::harness {

namespace {

using Takes = OptionSpec::Takes;
using Milliseconds = std::chrono::milliseconds;

constexpr std::array<std::string_view, 4> report_kinds = {"json", "junit", "html", "events"};

/// All that was said on the command line, checked.
struct JudgeSettings {
  JudgeOptions judge;
  captures::ReadOptions reading;
  std::vector<WantedReport> reports;
  std::vector<std::string> fail_on;
  reports::Verbosity verbosity = reports::Verbosity::normal;
  reports::Colour colour = reports::Colour::off;
  bool complete = false;
  bool strict = false;
};

UsageResult<std::monostate> read_rules(const ParsedOptions& options, JudgeSettings& settings) {
  const auto rules = read_rules_option(options);
  const auto t1 = options.number("t1", 1, 10'000, 500);
  const auto tolerance = options.number("tolerance", 0, 10'000, 100);
  if (!rules || !t1 || !tolerance) {
    return !rules ? rules.error() : !t1 ? t1.error() : tolerance.error();
  }
  settings.judge.profile = *rules;
  const Milliseconds unit(*t1);
  settings.judge.timers = {.t1 = unit,
                           .t2 = 8 * unit,
                           .t4 = 10 * unit,
                           .tolerance = Milliseconds(*tolerance),
                           .rules = find_strictness(*rules)->name};
  if (const auto device = options.value("device")) {
    const auto address = read_endpoint(*device);
    if (!address) {
      return address.error();
    }
    settings.judge.device = *address;
    if (address->port != 0) {
      settings.reading.sip_ports.push_back(address->port);
    }
  }
  return std::monostate{};
}

UsageResult<std::monostate> read_outputs(const ParsedOptions& options, JudgeSettings& settings) {
  std::size_t to_stdout = 0;
  for (const auto kind : report_kinds) {
    const auto found = options.values.find(kind);
    if (found == options.values.end()) {
      continue;
    }
    for (const auto& file : found->second) {
      settings.reports.push_back({std::string(kind), file.empty() ? "-" : file});
      to_stdout += settings.reports.back().file == "-" ? 1U : 0U;
    }
  }
  if (to_stdout > 1) {
    return UsageError{"only one report can go to stdout; --json=FILE names a file"};
  }
  settings.fail_on = options.has("fail-on") ? options.list("fail-on")
                                            : std::vector<std::string>{"unexpected", "inconc"};
  constexpr std::array<std::string_view, 4> known = {"unexpected", "inconc", "nonstrict", "none"};
  for (const auto& word : settings.fail_on) {
    if (std::ranges::find(known, word) == known.end()) {
      return UsageError{
          fmt::format("--fail-on {}: unknown; known: {}", word, fmt::join(known, ", "))};
    }
  }
  settings.strict = options.has("strict") ||
                    std::ranges::find(settings.fail_on, "nonstrict") != settings.fail_on.end();
  settings.verbosity = options.has("quiet")     ? reports::Verbosity::quiet
                       : options.has("verbose") ? reports::Verbosity::verbose
                                                : reports::Verbosity::normal;
  const auto colour =
      options.choice("color", std::array<std::string, 3>{"auto", "always", "never"}, "auto");
  if (!colour) {
    return colour.error();
  }
  const bool tty = ::isatty(to_stdout > 0 ? STDERR_FILENO : STDOUT_FILENO) == 1;
  const auto terminal =
      reports::terminal_for(tty ? reports::IsTty::yes : reports::IsTty::no, 100,
                            std::getenv("NO_COLOR"));  // NOLINT(concurrency-mt-unsafe)
  settings.colour = *colour == "auto"     ? terminal.colour
                    : *colour == "always" ? reports::Colour::on
                                          : reports::Colour::off;
  return std::monostate{};
}

/// The captures one after the other, each judged for itself; then the reports.
class JudgeSession {
 public:
  JudgeSession(const ParsedOptions& options, JudgeSettings settings)
      : options_(options), settings_(std::move(settings)) {
    run_.info.version = version();
    run_.info.command_line = "sipspec judge";
    for (const auto& word : options.written) {
      run_.info.command_line += " " + shell_word(word);
    }
    run_.info.device_name =
        options.value("device").value_or(fmt::format("{}", fmt::join(options.arguments, " ")));
    run_.info.profile = settings_.judge.profile;
    run_.info.strictness = settings_.strict ? "strict" : "default";
    run_.info.started = utc_text(std::chrono::system_clock::now());
    run_.end = reports::RunEnd::complete;
    run_.statistics.emplace();
  }

  int files() {
    for (const auto& file : options_.arguments) {
      if (const int code = one_file(file); code != 0) {
        return code;
      }
    }
    return finish();
  }

  int follow(const std::string& interface) {
    auto judging = settings_.judge;
    judging.on_finding = [](const JudgedFinding& judged, const Seen& seen,
                            const EndpointBook& book) {
      fmt::print("frame {}  {}  {} {}\n", seen.frame, book[judged.blamed].name,
                 judged.finding.requirement, reports::visible(judged.finding.message));
      std::fflush(stdout);
    };
    Judge judge(judging);
    const auto followed = follow_interface(judge, interface, settings_.reading);
    if (!followed) {
      fmt::print(stderr, "sipspec: {}\n", followed.error().sentence);
      return reports::exit_code::setup_failed;
    }
    take(judge.finish(followed->frames), interface);
    return finish();
  }

 private:
  int one_file(const std::string& file) {
    auto judging = settings_.judge;
    if (settings_.complete || is_capture_of_run(file)) {
      judging.evidence = Evidence::complete;
    }
    Judge judge(judging);
    const auto read = feed(judge, file, settings_.reading);
    if (!read) {
      return usage_error(read.error().sentence);
    }
    take(judge.finish(read->frames), file);
    return 0;
  }

  void take(JudgedCapture judged, const std::string& source) {
    for (auto& result : judged.cases) {
      result.capture = source == "-" ? "" : source;
      result.variant = options_.arguments.size() > 1 ? source : "";
      result.reproduce = fmt::format("sipspec judge {}", shell_word(source));
      run_.duration = std::max(run_.duration, result.duration);
      run_.cases.push_back(std::move(result));
    }
    add(judged.statistics);
  }

  void add(reports::Statistics& more) {
    reports::Statistics& all = *run_.statistics;
    if (all.frames == 0) {
      all = std::move(more);
      return;
    }
    using Field = std::uint64_t reports::Statistics::*;
    for (const Field field :
         {&reports::Statistics::frames, &reports::Statistics::sip_messages,
          &reports::Statistics::requests, &reports::Statistics::responses,
          &reports::Statistics::unreadable, &reports::Statistics::retransmissions,
          &reports::Statistics::duplicates, &reports::Statistics::incomplete,
          &reports::Statistics::transactions, &reports::Statistics::unanswered}) {
      all.*field += more.*field;
    }
    using Names = reports::Tally reports::Statistics::*;
    for (const Names names : {&reports::Statistics::methods, &reports::Statistics::statuses,
                              &reports::Statistics::transports, &reports::Statistics::problems}) {
      for (const auto& [name, count] : more.*names) {
        (all.*names)[name] += count;
      }
    }
    all.endpoints.insert(all.endpoints.end(), more.endpoints.begin(), more.endpoints.end());
    all.latency.insert(all.latency.end(), more.latency.begin(), more.latency.end());
  }

  reports::Gate gate(std::size_t unwritten) const {
    auto input = reports::gate_input(run_);
    input.unwritten_reports = unwritten;
    auto gate = reports::judge(input);
    const auto fails_on = [&](std::string_view word) {
      return std::ranges::find(settings_.fail_on, word) != settings_.fail_on.end();
    };
    namespace code = reports::exit_code;
    if ((gate.exit_code == code::gate_failed && !fails_on("unexpected") && !settings_.strict) ||
        (gate.exit_code == code::inconclusive && !fails_on("inconc"))) {
      gate.exit_code = code::success;
    }
    if (run_.statistics->sip_messages == 0) {
      gate.exit_code = reports::stronger(gate.exit_code, code::nothing_selected);
      gate.exit_code = gate.exit_code == code::success ? code::nothing_selected : gate.exit_code;
    }
    return gate;
  }

  std::string sentence(const reports::Gate& gate) const {
    const auto& it = *run_.statistics;
    if (it.sip_messages == 0) {
      return fmt::format("no SIP message in {} frames", it.frames);
    }
    if (run_.cases.empty()) {
      return fmt::format("no message of {} among {}", options_.value("device").value_or("it"),
                         it.sip_messages);
    }
    std::size_t broken = 0;
    std::size_t ends = 0;
    std::size_t open = 0;
    for (const auto& result : run_.cases) {
      broken += result.findings.size();
      ends += result.findings.empty() ? 0U : 1U;
      open += result.verdict == reports::Verdict::inconc ? 1U : 0U;
    }
    std::string text = broken == 0 ? fmt::format("no rule broken in {} messages", it.sip_messages)
                                   : fmt::format("{} rule{} broken by {} endpoint{} in {} messages",
                                                 broken, broken == 1 ? "" : "s", ends,
                                                 ends == 1 ? "" : "s", it.sip_messages);
    if (open > 0 || gate.exit_code == reports::exit_code::inconclusive) {
      text += "; not all that was needed is in the capture";
    }
    return text;
  }

  int finish() {
    auto result = gate(0);
    run_.exit_code = result.exit_code;
    run_.gate = sentence(result);
    const bool stdout_taken =
        std::ranges::any_of(settings_.reports, [](const auto& it) { return it.file == "-"; });
    fmt::print(
        stdout_taken ? stderr : stdout, "{}",
        judge_text(run_, {.verbosity = settings_.verbosity}, reports::Paint(settings_.colour)));
    std::size_t unwritten = 0;
    for (const auto& wanted : settings_.reports) {
      if (const auto problem = write(wanted); !problem.empty()) {
        ++unwritten;
        fmt::print(stderr, "sipspec: a report was not written: {}\n", problem);
      }
    }
    return unwritten == 0 ? run_.exit_code : gate(unwritten).exit_code;
  }

  std::string write(const WantedReport& wanted) const {
    const bool to_stdout = wanted.file == "-";
    if (wanted.kind == "events") {
      reports::EventsWriter events(to_stdout ? "/dev/stdout" : wanted.file);
      reports::replay(run_, events);
      const auto closed = events.close();
      return closed.ok() ? "" : closed.sentence();
    }
    const std::string text = wanted.kind == "junit"  ? reports::render_junit(run_, {})
                             : wanted.kind == "html" ? reports::render_html(run_, {})
                                                     : reports::render_json(run_);
    if (to_stdout) {
      const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
                           std::fflush(stdout) == 0;
      return written ? "" : wanted.kind + " to stdout";
    }
    const auto written = reports::write_file(wanted.file, text);
    return written.ok() ? "" : written.sentence();
  }

  const ParsedOptions& options_;
  JudgeSettings settings_;
  reports::RunResult run_;
};

int judge(const ParsedOptions& options) {
  const auto interface = options.value("follow");
  if (options.arguments.empty() == !interface) {
    return usage_error(
        interface ? "--follow looks at an interface: give no files with it"
                  : "which capture? name pcap or pcapng files, or --follow INTERFACE");
  }
  if (const auto wrong = wrong_input(options.arguments)) {
    return usage_error(*wrong);
  }
  JudgeSettings settings;
  settings.complete = options.has("complete");
  if (const auto read = read_rules(options, settings); !read) {
    return usage_error(read.error().sentence);
  }
  if (const auto read = read_outputs(options, settings); !read) {
    return usage_error(read.error().sentence);
  }
  const auto folder = find_scenarios(options);
  if (!folder) {
    return usage_error(folder.error().sentence);
  }
  std::vector<DataError> errors;
  const auto catalogue = Catalogue::load(*folder / "requirements", errors);
  if (!errors.empty()) {
    return usage_error(to_string(errors.front()));
  }
  settings.judge.catalogue = &catalogue;
  JudgeSession session(options, std::move(settings));
  return interface ? session.follow(*interface) : session.files();
}

}  // namespace

Command judge_command() {
  CommandSpec spec;
  spec.name = "judge";
  spec.arguments = "[FILE...]";
  spec.summary = "Says which endpoint of a capture broke which rule, in which frame";
  spec.details =
      "FILE is pcap or pcapng, also through gzip; - is standard input. Every message of both\n"
      "directions is held against the rules that judge every message of a run. What the capture\n"
      "does not show is inconclusive, never a fault; captures that `run` wrote are complete.";
  spec.options = {
      {"device", "ADDR", "Only this endpoint is judged: 192.0.2.1 or 192.0.2.1:5060"},
      {"follow", "INTERFACE", "Judges what goes over an interface, until interrupted"},
      {"complete", "", "The capture holds all that was exchanged: what is absent was not sent", 0,
       Takes::nothing},
      rules_option(),
      {"strict", "", "A violated SHOULD counts, too", 0, Takes::nothing},
      {"fail-on", "WORD,...", "What counts: unexpected,inconc (default), nonstrict, none"},
      {"t1", "MS", "Timer T1 of the endpoints (default 500)"},
      {"tolerance", "MS", "For schedules and earliest moments (default 100)"},
      {"json", "FILE", "Results as JSON, with statistics; without FILE to stdout", 0,
       Takes::maybe_value},
      {"junit", "FILE", "Results as JUnit XML", 0, Takes::maybe_value},
      {"html", "FILE", "Report as one HTML file", 0, Takes::maybe_value},
      {"events", "FILE", "One JSON object a line", 0, Takes::maybe_value},
      {"quiet", "", "Prints one line an endpoint that is not good", 'q', Takes::nothing},
      {"verbose", "", "Prints every endpoint of the statistics", 'v', Takes::nothing},
      {"color", "WHEN", "auto, always, never (NO_COLOR is honoured)"},
      scenarios_option()};
  spec.exit_codes = {{0, "no rule was broken"},
                     {1, "a rule was broken"},
                     {2, "the command line is wrong, or a file is no capture"},
                     {3, "the interface cannot be captured"},
                     {4, "there was no SIP message, or none of --device"},
                     {5, "no rule was broken, but the capture does not show everything"},
                     {74, "a report could not be written"}};
  return {std::move(spec), judge};
}

}  // namespace sipspec::harness
