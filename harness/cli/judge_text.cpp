#include "harness/cli/judge_text.hpp"

#include "reports/case_text.hpp"
#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/secrets.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using reports::Verbosity;
using reports::Verdict;
using reports::visible;

constexpr std::size_t endpoints_shown = 20;

std::string tally_text(const reports::Tally& tally) {
  std::vector<std::string> parts;
  for (const auto& [name, count] : tally) {
    parts.push_back(fmt::format("{} {}", count, visible(name)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void row(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    out += fmt::format("  {:<16} {}\n", name, value);
  }
}

std::string extras(const reports::Statistics& it) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count != 0) {
      parts.push_back(fmt::format("{} {}", count, what));
    }
  };
  add(it.retransmissions, "retransmitted");
  add(it.duplicates, "captured twice");
  add(it.incomplete, "incomplete");
  add(it.unreadable, "unreadable");
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// One line: verdict, endpoint, what it is and sent.
std::string head_line(const reports::CaseResult& result, reports::Paint paint) {
  std::string name = result.id.substr(result.id.find('/') + 1);
  if (!result.variant.empty()) {
    name += fmt::format(" [{}]", result.variant);
  }
  return fmt::format(
      "{} {}  {}\n",
      paint.verdict(result.verdict, fmt::format("{} {:<10}", reports::symbol(result.verdict),
                                                reports::to_string(result.verdict))),
      paint.bold(visible(name)), visible(result.title));
}

std::string doubts_text(const reports::CaseResult& result) {
  std::string out;
  for (const auto& check : result.checks) {
    if (check.verdict == Verdict::inconc || check.verdict == Verdict::info) {
      out += fmt::format("    ? {}{}{}\n", visible(check.text), check.actual.empty() ? "" : ": ",
                         visible(check.actual));
    }
  }
  return out;
}

std::string findings_text(const reports::CaseResult& result, const JudgeTextOptions& options,
                          reports::Paint paint) {
  std::string out;
  for (const auto& finding : result.findings) {
    out += fmt::format("\n    {} {}\n",
                       paint.verdict(finding.verdict, reports::symbol(finding.verdict)),
                       paint.bold(visible(finding.message)));
    out += reports::finding_text(result, finding, "      ", options.columns, paint);
  }
  return out;
}

}  // namespace

std::string statistics_text(const reports::Statistics& it, const JudgeTextOptions& options) {
  std::string out;
  row(out, "SIP messages",
      fmt::format("{} in {} frames{}{}", it.sip_messages, it.frames, extras(it).empty() ? "" : "; ",
                  extras(it)));
  row(out, "requests", tally_text(it.methods));
  row(out, "responses", tally_text(it.statuses));
  row(out, "transports", tally_text(it.transports));
  row(out, "transactions",
      fmt::format("{}, {} without a final response", it.transactions, it.unanswered));
  for (const auto& span : it.latency) {
    row(out, "answer after",
        fmt::format("{} (least {}, most {}, {} of {})", reports::duration_text(span.mean),
                    reports::duration_text(span.least), reports::duration_text(span.most),
                    span.answers, visible(span.method)));
  }
  row(out, "reading", tally_text(it.problems));
  const bool all = options.verbosity >= Verbosity::verbose;
  for (std::size_t i = 0; i < it.endpoints.size() && (all || i < endpoints_shown); ++i) {
    const auto& end = it.endpoints[i];
    row(out, i == 0 ? "endpoints" : "",
        fmt::format("{}  sent {}, received {}{}{}", visible(end.endpoint), end.sent, end.received,
                    end.software.empty() ? "" : "  ", visible(end.software)));
  }
  if (!all && it.endpoints.size() > endpoints_shown) {
    row(out, "", fmt::format("and {} more (-v shows them)", it.endpoints.size() - endpoints_shown));
  }
  return out;
}

std::string judge_text(const reports::RunResult& given, const JudgeTextOptions& options,
                       reports::Paint paint) {
  const reports::RunResult run = reports::masked(given);
  std::string out;
  for (const auto& result : run.cases) {
    const bool good = result.verdict == Verdict::pass || result.verdict == Verdict::info;
    if (options.verbosity == Verbosity::quiet && good) {
      continue;
    }
    out += head_line(result, paint);
    if (options.verbosity == Verbosity::quiet) {
      continue;
    }
    out += findings_text(result, options, paint);
    if (!result.findings.empty() && !result.messages.empty()) {
      out += "\n" + reports::ladder_text(reports::lay_out(result), options.columns);
    }
    out += doubts_text(result);
    out += result.findings.empty() ? "" : "\n";
  }
  if (options.verbosity != Verbosity::quiet && run.statistics) {
    out += "\n" + statistics_text(*run.statistics, options) + "\n";
  }
  const bool passed = run.exit_code == 0;
  out += fmt::format("{}: {} (exit code {})\n",
                     passed ? paint.green("nothing found") : paint.red("found"), visible(run.gate),
                     run.exit_code);
  return out;
}

}  // namespace sipspec::harness
