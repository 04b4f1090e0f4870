#include "harness/cli/run_options.hpp"

#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/dut_options.hpp"
#include "harness/cli/rules_option.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <random>

namespace sipspec::harness {

namespace {

using Takes = OptionSpec::Takes;
using Milliseconds = std::chrono::milliseconds;
using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 6> fail_words = {"unexpected", "inconc", "nonstrict",
                                                        "xpass",      "stale",  "none"};
constexpr std::int64_t hour_ms = 3'600'000;

/// Collects the first mistake, so that the readers below can be written one after the other.
class Read {
 public:
  explicit Read(const ParsedOptions& options) : options_(options) {}

  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most,
                      std::int64_t absent) {
    const auto value = options_.number(name, least, most, absent);
    if (!value) {
      keep(value.error().sentence);
      return absent;
    }
    return *value;
  }

  std::size_t choice(std::string_view name, const Words& words) {
    const auto value = options_.choice(name, words, words.front());
    if (!value) {
      keep(value.error().sentence);
      return 0;
    }
    return static_cast<std::size_t>(std::ranges::find(words, *value) - words.begin());
  }

  void keep(std::string sentence) {
    if (mistake.empty()) {
      mistake = std::move(sentence);
    }
  }

  std::string mistake;

 private:
  const ParsedOptions& options_;
};

void read_times(Read& read, const ParsedOptions& options, RunSettings& settings) {
  const auto t1 = Milliseconds(read.number("t1", 1, 10'000, 500));
  // T2 and T4 keep their relation to T1 (RFC 3261 17.1.1.2, 17.1.2.2).
  settings.timers = {.t1 = t1, .t2 = 8 * t1, .t4 = 10 * t1};
  settings.ready_timeout = Milliseconds(read.number("ready-timeout", 1, hour_ms, 5000));
  settings.tolerance = Milliseconds(read.number("tolerance", 0, 10'000, 100));
  if (options.has("case-timeout")) {
    settings.case_timeout = Milliseconds(1000 * read.number("case-timeout", 1, 86'400, 1));
  }
  if (options.has("max-time")) {
    settings.max_time = Milliseconds(1000 * read.number("max-time", 1, 86'400, 1));
  }
}

void read_reports(Read& read, const ParsedOptions& options, RunOptions& run) {
  bool stdout_taken = false;
  for (const std::string kind : {"json", "junit", "html", "events"}) {
    if (!options.has(kind)) {
      continue;
    }
    for (const auto& file : options.values.find(kind)->second) {
      if (file == "-" && std::exchange(stdout_taken, true)) {
        read.keep("only one report can go to stdout ('-')");
      }
      run.reports.push_back({kind, file});
    }
  }
}

void read_fail_on(Read& read, const ParsedOptions& options, RunOptions& run) {
  run.fail_on = options.has("fail-on") ? options.list("fail-on") : Words{"unexpected", "inconc"};
  for (const auto& word : run.fail_on) {
    if (std::ranges::find(fail_words, word) == fail_words.end()) {
      read.keep(fmt::format("--fail-on {}: unknown{}; known: {}", word,
                            suggestion(word, fail_words), fmt::join(fail_words, ", ")));
    }
  }
  run.strict =
      options.has("strict") || std::ranges::find(run.fail_on, "nonstrict") != run.fail_on.end();
}

void read_console(Read& read, const ParsedOptions& options, RunOptions& run) {
  run.progress = static_cast<Progress>(read.choice("progress", {"auto", "tty", "plain", "none"}));
  const auto colour = read.choice("color", {"auto", "always", "never"});
  run.colour = colour == 0 ? std::nullopt : std::optional(colour == 1);
  const auto loud = std::min<std::size_t>(options.count("verbose"), 2);
  if (options.has("quiet") && loud > 0) {
    read.keep("-q and -v contradict each other");
  }
  run.verbosity = options.has("quiet")
                      ? reports::Verbosity::quiet
                      : static_cast<reports::Verbosity>(
                            static_cast<std::size_t>(reports::Verbosity::normal) + loud);
}

std::uint64_t fresh_seed() {
  std::random_device device;
  return device();
}

}  // namespace

std::vector<OptionSpec> run_options() {
  return {
      rules_option(),
      {"strict", "", "A violated SHOULD fails the run, too", 0, Takes::nothing},
      {"fail-on", "WORD,...", "What fails the run: unexpected,inconc (default), nonstrict, none"},
      {"jobs", "N", "Cases at once (default 128; most of them wait for timers)", 'j'},
      {"serial", "", "One case after the other, with a proof of life between them", 0,
       Takes::nothing},
      {"seed", "N", "Of everything random; in each failure's command"},
      {"t1", "MS", "Timer T1; T2 and T4 follow it (default 500)"},
      {"tolerance", "MS", "For schedules and earliest moments (default 100)"},
      {"ready-timeout", "MS", "How long to wait for the device (default 5000)"},
      {"case-timeout", "S", "Ends a case after so long, as INCONC"},
      {"max-time", "S", "Ends the run after so long; what did not run is NOTRUN"},
      {"capture", "WHAT", "Keeps packets of: all (default), fail, none; live: by libpcap"},
      {"out", "DIR", "Folder for the files of the run (default sipspec-out/<time>)"},
      {"json", "FILE", "Results as JSON (always in the folder of the run)", 0, Takes::maybe_value},
      {"junit", "FILE", "Results as JUnit XML", 0, Takes::maybe_value},
      {"junit-dialect", "rich|strict", "Which JUnit (default rich)"},
      {"html", "FILE", "Report as one HTML file", 0, Takes::maybe_value},
      {"events", "FILE", "What happened, one JSON object a line (always in the folder)", 0,
       Takes::maybe_value},
      {"progress", "HOW", "auto, tty, plain, none"},
      {"quiet", "", "Prints the end only", 'q', Takes::nothing},
      {"verbose", "", "Prints all about failures at once; -vv every ladder", 'v', Takes::nothing},
      {"color", "WHEN", "auto, always, never (NO_COLOR is honoured)"},
  };
}

UsageResult<RunOptions> read_run_options(const ParsedOptions& options) {
  RunOptions run;
  Read read(options);
  read_times(read, options, run.settings);
  read_reports(read, options, run);
  read_fail_on(read, options, run);
  read_console(read, options, run);
  run.settings.seed = options.has("seed")
                          ? static_cast<std::uint64_t>(read.number("seed", 0, INT64_MAX, 0))
                          : fresh_seed();
  run.settings.limits.jobs = static_cast<std::size_t>(read.number("jobs", 1, 1000, 128));
  if (options.has("serial")) {
    run.settings.limits.jobs = 1;
  }
  run.capture = static_cast<CaptureMode>(read.choice("capture", {"all", "fail", "none", "live"}));
  if (const auto rules = read_rules_option(options)) {
    run.settings.rules = *rules;
  } else {
    read.keep(rules.error().sentence);
  }
  const Words dialects = {"rich", "strict"};
  run.junit_dialect = dialects[read.choice("junit-dialect", dialects)];
  run.out = options.value("out").value_or("");
  if (!read.mistake.empty()) {
    return UsageError{read.mistake};
  }
  return run;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@,=+%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted + "'";
}

std::string reproduce_command(const ParsedOptions& options, std::uint64_t seed,
                              const PlannedCase& planned) {
  std::string command = "sipspec run";
  for (const auto* name : {"dut", "scenarios", "role", "ip", "rules", "t1", "tls-ca",
                           "tls-certificate", "tls-key", "tls-version"}) {
    if (const auto value = options.value(name)) {
      command += fmt::format(" --{} {}", name, shell_word(*value));
    }
  }
  for (const auto* name : {"allow-remote", "allow-exec", "tls-insecure"}) {
    if (options.has(name)) {
      command += fmt::format(" --{}", name);
    }
  }
  return fmt::format("{} --transport {} --seed {} {}", command,
                     stack::to_string(planned.target.variant.transport), seed,
                     planned.scenario->id);
}

}  // namespace sipspec::harness
