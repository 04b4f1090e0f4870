#include "harness/cli/capture_input.hpp"
#include "harness/cli/command.hpp"
#include "harness/judge/call_ladder.hpp"
#include "reports/escape.hpp"
#include "reports/exit_code.hpp"
#include "reports/ladder_svg.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sipspec::harness {

namespace {

using Takes = OptionSpec::Takes;

int no_messages(const ParsedOptions& options, const captures::ReadSummary& read,
                const CallLadder& ladder) {
  constexpr std::size_t most = 10;
  if (read.messages == 0) {
    fmt::print(stderr, "sipspec: no SIP message in the {} frames of {}\n", read.frames,
               options.arguments.front());
    return reports::exit_code::nothing_selected;
  }
  fmt::print(stderr, "sipspec: no message of that Call-ID; the capture has\n");
  std::size_t shown = 0;
  for (const auto& [call, messages] : ladder.calls()) {
    if (++shown > most) {
      fmt::print(stderr, "  and {} more\n", ladder.calls().size() - most);
      break;
    }
    fmt::print(stderr, "  {}  {} messages\n", reports::visible(call), messages);
  }
  return reports::exit_code::nothing_selected;
}

int write_svg(const reports::Ladder& ladder, const std::string& file) {
  const auto svg = reports::ladder_svg(ladder, {.use = reports::SvgOptions::Use::own_file});
  if (file == "-") {
    fmt::print("{}", svg);
    return reports::exit_code::success;
  }
  if (const auto written = reports::write_file(file, svg); !written.ok()) {
    fmt::print(stderr, "sipspec: {}\n", written.sentence());
    return reports::exit_code::report_not_written;
  }
  return reports::exit_code::success;
}

void print_text(const reports::CaseResult& result, const reports::Ladder& ladder,
                std::size_t columns) {
  fmt::print("{}", reports::ladder_text(ladder, columns));
  for (const auto& bracket : ladder.brackets) {
    fmt::print("  {} of {}: {}\n", bracket.name, ladder.lifelines[bracket.lifeline],
               bracket.outcome);
  }
  if (!result.missing.empty()) {
    fmt::print("  {} without a final response\n", result.missing.size());
  }
}

int ladder(const ParsedOptions& options) {
  if (options.arguments.size() != 1) {
    return usage_error("which capture? name one pcap or pcapng file");
  }
  if (const auto wrong = wrong_input(options.arguments)) {
    return usage_error(*wrong);
  }
  const auto columns = options.number("columns", 60, 1000, 120);
  const auto limit = options.number("limit", 1, 100'000, 500);
  if (!columns || !limit) {
    return usage_error(!columns ? columns.error().sentence : limit.error().sentence);
  }
  LadderSelection selection;
  // Not list(): a comma may stand in a Call-ID's word of other documents.
  if (const auto calls = options.values.find("call-id"); calls != options.values.end()) {
    selection.call_ids = calls->second;
  }
  selection.most_messages = static_cast<std::size_t>(*limit);
  CallLadder calls(selection);
  const Catalogue no_requirements;
  JudgeOptions judging;
  judging.catalogue = &no_requirements;
  judging.on_close = [&](const JudgedTransaction& transaction, const EndpointBook& book,
                         stack::TimePoint until) { calls.take(transaction, book, until); };
  Judge judge(judging);
  const auto read = feed(judge, options.arguments.front(), {});
  if (!read) {
    return usage_error(read.error().sentence);
  }
  judge.finish(read->frames);
  const auto result = calls.result();
  if (result.messages.empty()) {
    return no_messages(options, *read, calls);
  }
  const auto laid_out = reports::lay_out(result);
  const auto svg = options.value("svg");
  if (!svg || *svg != "-") {
    print_text(result, laid_out, static_cast<std::size_t>(*columns));
  }
  if (calls.left_out() > 0) {
    fmt::print(stderr, "sipspec: {} more messages are not shown; --limit or --call-id\n",
               calls.left_out());
  }
  return svg ? write_svg(laid_out, svg->empty() ? "-" : *svg) : reports::exit_code::success;
}

}  // namespace

Command ladder_command() {
  CommandSpec spec;
  spec.name = "ladder";
  spec.arguments = "FILE";
  spec.summary = "Draws who sent what to whom in a capture, what was repeated and what never came";
  spec.details = "FILE is pcap or pcapng, also through gzip; - is standard input.";
  spec.options = {{"call-id", "ID", "Only what has this Call-ID (repeatable)"},
                  {"svg", "FILE", "Also as SVG; - is stdout, then without the text"},
                  {"columns", "N", "Width of the text (default 120)"},
                  {"limit", "N", "At most so many messages (default 500)"}};
  spec.exit_codes = {{0, "drawn"},
                     {2, "the command line is wrong, or the file is no capture"},
                     {4, "there was no SIP message, or none of that Call-ID"},
                     {74, "the SVG could not be written"}};
  return {std::move(spec), ladder};
}

}  // namespace sipspec::harness
