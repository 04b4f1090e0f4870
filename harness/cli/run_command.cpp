#include "harness/cli/command.hpp"
#include "harness/cli/dut_options.hpp"
#include "harness/cli/report_files.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/cli/version.hpp"
#include "harness/run/out_dir.hpp"
#include "reports/console.hpp"
#include "reports/events_file.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;

/// Hundreds of cases hold two sockets each.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

std::string join_command(const ParsedOptions& options) {
  std::string line = "sipspec run";
  for (const auto& word : options.written) {
    line += " " + shell_word(word);
  }
  return line;
}

reports::RunInfo run_info(const ParsedOptions& options, const RunOptions& run, const Suite& suite,
                          const DeviceProfile& device) {
  reports::RunInfo info;
  info.version = version();
  info.suite = suite.folder.string();
  info.suite_hash = suite_hash(suite.folder);
  info.device_name = device.name;
  info.device_version = device.version;
  info.device_address = stack::to_string(run.settings.targets.front().device);
  info.roles = device.roles;
  info.command_line = join_command(options);
  info.seed = fmt::format("{}", run.settings.seed);
  info.profile = run.settings.rules;
  info.strictness = run.strict ? "strict" : "default";
  info.started = utc_text(std::chrono::system_clock::now());
  utsname system{};
  if (::uname(&system) == 0) {
    info.host = system.nodename;
    info.environment = {
        {"os", system.sysname}, {"kernel", system.release}, {"machine", system.machine}};
  }
  return info;
}

reports::Terminal terminal_of(const RunOptions& run, int handle) {
  const bool tty = run.progress == Progress::tty ||
                   (run.progress == Progress::automatic && ::isatty(handle) == 1);
  winsize size{};
  const bool known = ::ioctl(handle, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  auto terminal =
      reports::terminal_for(tty ? reports::IsTty::yes : reports::IsTty::no,
                            known ? size.ws_col : 100, std::getenv("NO_COLOR"));  // NOLINT
  if (run.colour) {
    terminal.colour = *run.colour ? reports::Colour::on : reports::Colour::off;
  }
  return terminal;
}

/// One run from here on: the sinks, the loop, the gate, the reports.
class Session {
 public:
  Session(const ParsedOptions& options, RunOptions run, const Suite& suite,
          const DeviceProfile& device, OutDir out)
      : run_(std::move(run)),
        suite_(suite),
        device_(device),
        out_(std::move(out)),
        files_(out_, run_),
        events_(out_.file("events.jsonl")),
        console_(files_.uses_stdout() ? std::cerr : std::cout,
                 terminal_of(run_, files_.uses_stdout() ? STDERR_FILENO : STDOUT_FILENO),
                 {.verbosity = run_.verbosity, .report_paths = files_.paths()}) {
    auto& settings = run_.settings;
    settings.info = run_info(options, run_, suite, device);
    settings.device_output = out_.device_output();
    settings.reproduce = [options, seed = settings.seed](const PlannedCase& planned) {
      return reproduce_command(options, seed, planned);
    };
  }

  int play() {
    if (auto problem = prepare_tapes()) {
      fmt::print(stderr, "sipspec: {}\n", *problem);
      return reports::exit_code::setup_failed;
    }
    std::vector<reports::Sink*> sinks = {&builder_, &events_};
    if (run_.progress != Progress::none) {
      sinks.push_back(&console_);
    }
    sinks_ = sinks;
    Runner runner(loop_, {suite_.scenarios, suite_.catalogue, device_}, run_.settings, sinks);
    loop_.on_termination([&](int signal) { terminated(runner, signal); });
    runner.start([&](const RunOutcome& outcome) {
      outcome_ = outcome;
      loop_.stop();
    });
    loop_.run();
    return finish();
  }

 private:
  std::optional<std::string> prepare_tapes() {
    auto tapes =
        make_tapes(loop_, out_, {.mode = run_.capture, .application = "sipspec " + version()},
                   run_.settings.targets);
    if (!tapes) {
      return tapes.error().sentence;
    }
    run_.settings.make_tape = std::move(*tapes);
    return std::nullopt;
  }

  void terminated(Runner& runner, int signal) {
    if (stop_ != reports::Stop::none) {
      ::_exit(128 + signal);  // asked twice
    }
    stop_ = signal == SIGINT ? reports::Stop::sigint : reports::Stop::sigterm;
    runner.interrupt(fmt::format("interrupted by {}", signal == SIGINT ? "SIGINT" : "SIGTERM"));
  }

  int finish() {
    auto gate = judge_run(0);
    const auto at = builder_.result().duration;
    const reports::RunFinished finished{at, outcome_.end, gate.exit_code, gate.sentence};
    builder_.on_event(finished);
    events_.on_event(finished);
    auto unwritten = files_.write(builder_.result());
    if (const auto closed = events_.close(); !closed.ok()) {
      unwritten.push_back(closed.sentence());
    }
    if (run_.progress != Progress::none) {
      console_.on_event(finished);
    }
    for (const auto& sentence : unwritten) {
      fmt::print(stderr, "sipspec: a report was not written: {}\n", sentence);
    }
    return judge_run(unwritten.size()).exit_code;
  }

  reports::Gate judge_run(std::size_t unwritten) const {
    auto input = reports::gate_input(builder_.result());
    input.end = outcome_.end;
    input.stop = stop_;
    input.unwritten_reports = unwritten;
    input.strictness = run_.strict ? reports::Strictness::strict : reports::Strictness::normal;
    auto gate = reports::judge(input);
    const auto fails_on = [&](std::string_view word) {
      return std::ranges::find(run_.fail_on, word) != run_.fail_on.end();
    };
    const bool excused =
        (gate.exit_code == reports::exit_code::gate_failed && !fails_on("unexpected") &&
         !run_.strict) ||
        (gate.exit_code == reports::exit_code::inconclusive && !fails_on("inconc"));
    if (excused) {
      gate.exit_code = reports::exit_code::success;
      gate.sentence += " (not counted: --fail-on)";
    }
    return gate;
  }

  EventLoop loop_;  // first, since what is below holds timers of it
  RunOptions run_;
  const Suite& suite_;
  const DeviceProfile& device_;
  OutDir out_;
  ReportFiles files_;
  reports::ResultBuilder builder_;
  reports::EventsWriter events_;
  reports::Console console_;
  std::vector<reports::Sink*> sinks_;
  RunOutcome outcome_;
  reports::Stop stop_ = reports::Stop::none;
};

int run(const ParsedOptions& options) {
  auto settings = read_run_options(options);
  if (!settings) {
    return usage_error(settings.error().sentence);
  }
  const auto suite = open_suite(options);
  if (!suite) {
    return reports::exit_code::usage;
  }
  const auto device = read_device(options, suite->folder);
  if (!device) {
    return usage_error(device.error().sentence);
  }
  auto selection = read_selection(options, *suite);
  if (!selection) {
    return usage_error(selection.error().sentence);
  }
  auto targets = read_targets(options, *device);
  if (!targets) {
    return usage_error(targets.error().sentence);
  }
  settings->settings.selection = std::move(*selection);
  settings->settings.targets = std::move(*targets);
  auto out = OutDir::make(settings->out, std::chrono::system_clock::now());
  if (!out) {
    return usage_error(out.error().sentence);
  }
  raise_descriptor_limit();
  return Session(options, std::move(*settings), *suite, *device, std::move(*out)).play();
}

}  // namespace

Command run_command() {
  CommandSpec spec;
  spec.name = "run";
  spec.arguments = "[CASE...]";
  spec.summary = "Runs cases against a device and says which rules it breaks";
  spec.details =
      "CASE is an id, a folder of ids, or a pattern (* within a component, ** over any number);\n"
      "@FILE names a list. Without CASE everything runs that fits the device.";
  spec.options = dut_options();
  for (const auto& more : {selection_options(), run_options()}) {
    spec.options.insert(spec.options.end(), more.begin(), more.end());
  }
  spec.options.push_back(scenarios_option());
  spec.exit_codes = {{0, "everything that was selected ran, and nothing failed"},
                     {1, "a case failed"},
                     {2, "the command line, a scenario or the profile is wrong; nothing was sent"},
                     {3, "the device did not start, cannot be reached, or is gone for good"},
                     {4, "no case was selected"},
                     {5, "nothing failed, but not everything could be shown"},
                     {6, "--max-time was reached"},
                     {70, "a fault of sipspec itself"},
                     {74, "a report could not be written; the others were"},
                     {130, "SIGINT; the reports were written"},
                     {143, "SIGTERM; the reports were written"}};
  return {std::move(spec), run};
}

}  // namespace sipspec::harness
