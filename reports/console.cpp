#include "reports/console.hpp"

#include "reports/broken.hpp"
#include "reports/case_text.hpp"
#include "reports/escape.hpp"
#include "reports/secrets.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <set>

namespace sipspec::reports {

namespace {

constexpr auto sign_of_life = std::chrono::seconds(30);
constexpr std::size_t name_column = 44;
constexpr std::size_t verdict_column = 14;
// Of the table of broken requirements.
constexpr std::size_t id_column = 21;
constexpr std::size_t level_column = 12;
constexpr std::size_t cases_column = 10;

std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return width < columns ? text + std::string(columns - width, ' ') : text;
}

bool is_known(const CaseResult& result) {
  return result.disposition == Disposition::xfail;
}

bool failed(const CaseResult& result) {
  return result.verdict == Verdict::fail || result.verdict == Verdict::error ||
         result.disposition == Disposition::xpass || result.disposition == Disposition::changed;
}

/// Nothing was judged: told at the end, once for each reason, since hundreds may share it.
bool left_out(const CaseResult& result) {
  static constexpr std::array kinds = {Verdict::not_applicable, Verdict::skipped, Verdict::notrun};
  return !failed(result) && std::ranges::find(kinds, result.verdict) != kinds.end();
}

bool worth_telling(const CaseResult& result) {
  const bool good = result.verdict == Verdict::pass || result.verdict == Verdict::info;
  return failed(result) || (!good && !left_out(result));
}

/// The id without its folder, which the heading names.
std::string short_name(const CaseResult& result) {
  const std::string name = case_name(result);
  const std::size_t slash = result.id.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::string verdict_words(const CaseResult& result) {
  std::string words(to_string(result.verdict));
  if (result.disposition != Disposition::none && result.disposition != Disposition::expected &&
      result.disposition != Disposition::unexpected) {
    words += fmt::format(" {}", to_string(result.disposition));
  }
  return words;
}

/// False when each requirement that the case shows broken was told of another case before; adds
/// what is new to `told`.
bool brings_news(const CaseResult& result, std::set<std::string, std::less<>>& told) {
  bool news = result.findings.empty() || !result.device_outcome.empty();
  for (const Finding& finding : result.findings) {
    news = told.insert(finding.requirement).second || finding.requirement.empty() || news;
  }
  return news;
}

std::string clock_text(Offset at) {
  const auto seconds = at.count() / 1'000'000;
  return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
}

std::string rule(std::string_view title, std::size_t columns) {
  std::string out = fmt::format("── {} ", title);
  for (std::size_t width = display_width(out); width < columns; ++width) {
    out += "─";
  }
  return out;
}

}  // namespace

Terminal terminal_for(IsTty is_tty, std::size_t width, const char* no_color) {
  Terminal terminal;
  const bool tty = is_tty == IsTty::yes;
  const bool refused = no_color != nullptr && *no_color != '\0';
  terminal.form = tty ? Terminal::Form::tty : Terminal::Form::pipe;
  terminal.width = std::clamp<std::size_t>(width == 0 ? 100 : width, 60, 160);
  terminal.colour = tty && !refused ? Colour::on : Colour::off;
  return terminal;
}

Console::Console(std::ostream& out, Terminal terminal, ConsoleOptions options)
    : out_(out), terminal_(terminal), options_(std::move(options)), paint_(terminal.colour) {}

void Console::on_event(const Event& event) {
  if (const auto* run = std::get_if<RunStart>(&event)) {
    start(run->info);
  } else if (const auto* end = std::get_if<CaseEnd>(&event)) {
    end_case({.at = end->at, .result = masked(end->result)});
  } else if (const auto* heartbeat = std::get_if<Heartbeat>(&event)) {
    beat(*heartbeat);
  } else if (const auto* record = std::get_if<DeviceEvent>(&event)) {
    device(record->record);
  } else if (const auto* finished = std::get_if<RunFinished>(&event)) {
    finish(*finished);
  }
}

void Console::start(const RunInfo& info) {
  info_ = info;
  for (const auto& [heading, count] : info.plan) {
    groups_[heading].planned = count;
  }
  if (options_.verbosity == Verbosity::quiet) {
    return;
  }
  std::string text = fmt::format("{} {}", info.tool, info.version);
  if (!info.suite.empty()) {
    text += fmt::format("  suite {}", info.suite);
  }
  if (!info.suite_hash.empty()) {
    text += fmt::format(" ({})", info.suite_hash.substr(0, 7));
  }
  text += fmt::format("  device {}", device_text(info));
  if (!info.device_name.empty() && !info.device_address.empty()) {
    text += fmt::format(" at {}", info.device_address);
  }
  text += fmt::format("  profile {}  seed {}", info.profile, info.seed);
  line(paint_.bold(visible(text)));
}

void Console::end_case(const CaseEnd& event) {
  const CaseResult& result = event.result;
  counts_.add(result.verdict);
  if (worth_telling(result)) {
    to_repeat_.push_back(result);
  }
  if (left_out(result)) {
    left_out_[{result.verdict, result.reason}].push_back(case_name(result));
  }
  const std::string heading = section_heading(result);
  const auto group = groups_.find(heading);
  const bool keep_together =
      terminal_.form == Terminal::Form::tty && group != groups_.end() && group->second.planned != 0;
  if (!keep_together) {
    show_group(heading, {result});
    return;
  }
  group->second.waiting.push_back(result);
  if (group->second.waiting.size() >= group->second.planned) {
    show_group(heading, std::exchange(group->second.waiting, {}));
  } else {
    draw_status();
  }
}

void Console::beat(const Heartbeat& event) {
  last_beat_ = event;
  if (options_.verbosity == Verbosity::quiet) {
    return;
  }
  if (terminal_.form == Terminal::Form::tty) {
    draw_status();
    return;
  }
  if (event.at - last_sign_of_life_ >= sign_of_life) {
    last_sign_of_life_ = event.at;
    line(fmt::format("{} {} of {} done, {} running, {} to start, waiting for {}",
                     clock_text(event.at), counts_.total(), info_.planned, event.running,
                     event.waiting, visible(event.waiting_for)));
  }
}

void Console::device(const DeviceEventRecord& record) {
  if (options_.verbosity == Verbosity::quiet) {
    return;
  }
  line(paint_.red(visible(fmt::format("device {}{}{}{}{}", record.what,
                                      record.detail.empty() ? "" : ": ", record.detail,
                                      record.case_name.empty() ? "" : ", in ", record.case_name))));
}

void Console::finish(const RunFinished& event) {
  for (auto& [heading, group] : groups_) {
    if (!group.waiting.empty()) {
      show_group(heading, std::exchange(group.waiting, {}));
    }
  }
  clear_status();
  show_end(event);
  out_.flush();
}

void Console::line(std::string_view text) {
  clear_status();
  out_ << text << '\n';
}

void Console::show_group(const std::string& heading, std::vector<CaseResult> cases) {
  if (options_.verbosity == Verbosity::quiet) {
    return;
  }
  clear_status();
  if (terminal_.form == Terminal::Form::tty && heading != last_heading_) {
    last_heading_ = heading;
    line(paint_.bold(visible(heading)));
  }
  std::ranges::sort(cases, {}, [](const CaseResult& result) { return case_name(result); });
  for (const auto& result : cases) {
    show_case(result);
  }
  out_.flush();
  draw_status();
}

void Console::show_case(const CaseResult& result) {
  if (left_out(result) && options_.verbosity < Verbosity::verbose) {
    return;
  }
  line(terminal_.form == Terminal::Form::tty ? tty_line(result) : pipe_line(result));
  show_details(result);
}

void Console::show_details(const CaseResult& result) {
  const bool told = worth_telling(result) && !is_known(result);
  const bool all = options_.verbosity == Verbosity::very_verbose;
  if (all || (options_.verbosity == Verbosity::verbose && told)) {
    using Messages = CaseTextOptions::Messages;
    out_ << case_text(
        result,
        {.columns = terminal_.width, .messages = all ? Messages::all : Messages::of_findings},
        paint_);
    return;
  }
  if (terminal_.form == Terminal::Form::tty && failed(result) && !is_known(result) &&
      !result.findings.empty()) {
    out_ << short_finding_text(result, result.findings.front(), "    ", terminal_.width, paint_);
  }
}

std::string Console::tty_line(const CaseResult& result) const {
  std::string text =
      fmt::format("  {} {} {:>9}", paint_.verdict(result.verdict, symbol(result.verdict)),
                  padded(visible(short_name(result)), name_column), duration_text(result.duration));
  if (result.verdict != Verdict::pass || result.disposition == Disposition::xpass) {
    text += "   " + paint_.verdict(result.verdict, verdict_words(result));
    const std::size_t used = 4 + name_column + 1 + 9 + 3 + verdict_words(result).size() + 2;
    if (!failed(result) || is_known(result) || result.findings.empty()) {
      const std::size_t room = terminal_.width > used + 20 ? terminal_.width - used : 20;
      text += "  " + clip(visible(result.reason), room);
    }
  }
  return text;
}

std::string Console::pipe_line(const CaseResult& result) const {
  std::string text = fmt::format(
      "{}  {}  {}", paint_.verdict(result.verdict, padded(verdict_words(result), verdict_column)),
      visible(case_name(result)), duration_text(result.duration));
  if (result.verdict != Verdict::pass && !result.reason.empty()) {
    text += "  " + clip(visible(result.reason), 160);
  }
  return text;
}

void Console::draw_status() {
  if (terminal_.form != Terminal::Form::tty || options_.verbosity == Verbosity::quiet) {
    return;
  }
  clear_status();
  const std::size_t planned = std::max<std::size_t>(info_.planned, counts_.total());
  std::string text = fmt::format("[ {}/{} {} ]", counts_.total(), planned, counts_line());
  text += fmt::format(" {} running", last_beat_.running);
  if (!last_beat_.waiting_for.empty()) {
    text += fmt::format(" · waiting {}", visible(last_beat_.waiting_for));
  }
  out_ << clip(text, terminal_.width - 1);
  out_.flush();
  status_shown_ = true;
}

void Console::clear_status() {
  if (status_shown_) {
    out_ << "\r\x1b[2K";
    status_shown_ = false;
  }
}

std::string Console::counts_line() const {
  const std::size_t left_out = counts_[Verdict::unimplemented] + counts_[Verdict::not_applicable] +
                               counts_[Verdict::skipped] + counts_[Verdict::notrun];
  std::string text = fmt::format(
      "✔{} ×{} !{} ?{} –{}", counts_[Verdict::pass] + counts_[Verdict::info],
      counts_[Verdict::fail], counts_[Verdict::non_strict], counts_[Verdict::inconc], left_out);
  if (counts_[Verdict::error] != 0) {
    text += fmt::format(" ‼{}", counts_[Verdict::error]);
  }
  return text;
}

void Console::show_left_out() {
  if (left_out_.empty()) {
    return;
  }
  out_ << '\n' << paint_.bold(rule("left out", terminal_.width)) << '\n';
  constexpr std::size_t named = 3;
  for (const auto& [why, names] : left_out_) {
    const auto& [verdict, reason] = why;
    out_ << fmt::format("  {} {} {}  {}\n", paint_.verdict(verdict, symbol(verdict)),
                        to_string(verdict), amount_text(names.size(), "case", "cases"),
                        visible(reason));
    if (names.size() <= named) {
      out_ << fmt::format("      {}\n", visible(fmt::format("{}", fmt::join(names, ", "))));
    }
  }
}

void Console::show_broken() {
  const auto all = broken_requirements(to_repeat_);
  if (all.empty()) {
    return;
  }
  out_ << '\n' << paint_.bold(rule("broken requirements", terminal_.width)) << '\n';
  constexpr std::size_t used = 4 + id_column + level_column + cases_column;
  for (const Broken& broken : all) {
    const std::string cases = amount_text(broken.cases.size(), "case", "cases");
    const std::size_t room = terminal_.width > used + 30 ? terminal_.width - used : 30;
    const auto lines = wrap(visible(broken.finding->sentence), room);
    out_ << fmt::format("  {} {}{}{}{}\n", paint_.verdict(broken.verdict, symbol(broken.verdict)),
                        padded(visible(broken.finding->requirement), id_column),
                        padded(visible(broken.finding->level), level_column),
                        padded(cases, cases_column),
                        fmt::join(lines, "\n" + std::string(used, ' ')));
  }
}

void Console::show_end(const RunFinished& event) {
  const auto list = [&](std::string_view title, const auto& wanted, const auto& show) {
    bool first = true;
    for (const auto& result : to_repeat_) {
      if (!wanted(result)) {
        continue;
      }
      if (first) {
        out_ << '\n' << paint_.bold(rule(title, terminal_.width)) << '\n';
      }
      show(result);
      first = false;
    }
  };
  const auto one_line_each = [&](const CaseResult& result) {
    out_ << fmt::format("  {} {}  {}{}\n", paint_.verdict(result.verdict, symbol(result.verdict)),
                        visible(case_name(result)), clip(visible(result.reason), 160),
                        result.bug.empty() ? "" : fmt::format("  ({})", visible(result.bug)));
  };
  list("known failures", is_known, one_line_each);
  list(
      "not shown, not refuted",
      [](const auto& r) { return !failed(r) && !is_known(r) && r.verdict != Verdict::non_strict; },
      one_line_each);
  list(
      "conformant, but not as recommended",
      [](const auto& r) { return !failed(r) && r.verdict == Verdict::non_strict; }, one_line_each);
  show_left_out();
  std::set<std::string, std::less<>> told;
  std::vector<const CaseResult*> no_news;
  list(
      "failures", [](const auto& r) { return failed(r) && !is_known(r); },
      [&](const CaseResult& result) {
        if (brings_news(result, told)) {
          out_ << '\n' << case_text(result, {.columns = terminal_.width}, paint_);
        } else {
          no_news.push_back(&result);
        }
      });
  if (!no_news.empty()) {
    out_ << "\n  nothing else in\n";
  }
  for (const CaseResult* result : no_news) {
    one_line_each(*result);
  }
  show_broken();

  out_ << '\n' << paint_.bold(rule("result", terminal_.width)) << '\n';
  std::vector<std::string> counts;
  for (const Verdict verdict : all_verdicts) {
    if (counts_[verdict] != 0) {
      counts.push_back(paint_.verdict(
          verdict, fmt::format("{} {} {}", symbol(verdict), counts_[verdict], to_string(verdict))));
    }
  }
  out_ << fmt::format("{} in {}: {}\n", amount_text(counts_.total(), "case", "cases"),
                      duration_text(event.at), fmt::join(counts, "  "));
  const std::string verdict =
      event.exit_code == 0 ? paint_.green("passed") : paint_.red("not passed");
  out_ << fmt::format("Gate {}: {} (exit code {})\n", verdict, visible(event.gate),
                      event.exit_code);
  for (const auto& path : options_.report_paths) {
    out_ << fmt::format("Report {}\n", visible(path));
  }
}

void replay(const RunResult& run, Sink& sink) {
  sink.on_event(RunStart{run.info});
  for (const auto& record : run.device_events) {
    sink.on_event(DeviceEvent{record});
  }
  for (const auto& result : run.cases) {
    sink.on_event(CaseEnd{.at = result.started + result.duration, .result = result});
  }
  sink.on_event(RunFinished{.at = run.duration,
                            .end = run.end,
                            .exit_code = run.exit_code,
                            .gate = run.gate,
                            .statistics = run.statistics});
}

}  // namespace sipspec::reports
