#include "reports/case_text.hpp"

#include "reports/escape.hpp"
#include "reports/excerpt.hpp"
#include "reports/ladder.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::reports {

namespace {

constexpr std::string_view indent_one = "  ";
constexpr std::string_view indent_two = "     ";
constexpr std::size_t sentence_columns = 40;

std::string indented(std::string_view block, std::string_view indent) {
  std::string out;
  while (!block.empty()) {
    const std::size_t newline = block.find('\n');
    out += indent;
    out += block.substr(0, newline);
    out += '\n';
    block.remove_prefix(newline == std::string_view::npos ? block.size() : newline + 1);
  }
  return out;
}

/// "RFC 3428 §8 · MUST · RFC3428-8-05"; the name of the check where no document is behind it.
std::string requirement_line(const Finding& finding) {
  if (finding.requirement.empty()) {
    return fmt::format("check {}",
                       visible(finding.check.empty() ? "without a name" : finding.check));
  }
  return visible(fmt::format("{} · {} · {}", clause_text(finding.document, finding.section),
                             finding.level, finding.requirement));
}

std::string sentence_lines(const Finding& finding, std::string_view indent, std::size_t columns,
                           Paint paint) {
  std::string out;
  const std::size_t room = std::max(columns, indent.size() + sentence_columns) - indent.size();
  for (const auto& line : wrap(visible(finding.sentence, Newlines::keep), room)) {
    out += fmt::format("{}{}\n", indent, paint.dim(line));
  }
  return out;
}

std::string expectation_lines(const Finding& finding, std::string_view indent, Paint paint) {
  std::string out;
  std::string_view label = "Expected: ";
  for (const auto& expected : finding.expected) {
    out += fmt::format("{}{}{}\n", indent, label, paint.green(visible(expected)));
    label = "      or: ";
  }
  const std::string actual = finding.actual.empty() ? finding.message : finding.actual;
  out += fmt::format("{}  Actual: {}\n", indent, paint.red(visible(actual)));
  return out;
}

std::string head_line(const CaseResult& result, Paint paint) {
  return fmt::format("{}   {}\n",
                     paint.verdict(result.verdict, fmt::format("{} {}", symbol(result.verdict),
                                                               visible(case_name(result)))),
                     paint.verdict(result.verdict, to_string(result.verdict)));
}

std::string every_message(const CaseResult& result, std::size_t columns) {
  constexpr std::size_t most_lines = 200;
  std::string out;
  for (const auto& message : result.messages) {
    out += visible(fmt::format("{}#{} {} {}, {} -> {}", indent_one, message.index + 1,
                               duration_text(message.at), message.transport, message.from,
                               message.to));
    if (message.repeats) {
      out += fmt::format(", the octets of #{} again\n", *message.repeats + 1);
      continue;
    }
    const ExcerptLimits limits{.columns = std::max<std::size_t>(columns, 60) - 8,
                               .unmarked = most_lines};
    out += "\n" + excerpt_text(excerpt(message.octets, {}, limits), indent_one);
  }
  return out + "\n";
}

std::string capture_line(const CaseResult& result) {
  if (result.capture.empty()) {
    return "";
  }
  std::string frames;
  for (const auto& finding : result.findings) {
    if (finding.frame != 0) {
      frames = fmt::format(", frame {}", finding.frame);
      break;
    }
  }
  return fmt::format("{}Capture: {}{}\n", indent_one, visible(result.capture), frames);
}

}  // namespace

const MessageRecord* message_of(const CaseResult& result, const Finding& finding) {
  if (!finding.message_index) {
    return nullptr;
  }
  const auto found =
      std::ranges::find(result.messages, *finding.message_index, &MessageRecord::index);
  return found == result.messages.end() ? nullptr : &*found;
}

std::string message_place(const CaseResult& result, const Finding& finding) {
  const MessageRecord* message = message_of(result, finding);
  if (message == nullptr) {
    return "";
  }
  const std::uint32_t frame = finding.frame != 0 ? finding.frame : message->frame;
  return visible(fmt::format("#{}{}, {} -> {} {}", message->index + 1,
                             frame == 0 ? "" : fmt::format(", frame {}", frame), message->from,
                             message->to, message->transport));
}

std::string short_finding_text(const CaseResult& result, const Finding& finding,
                               std::string_view indent, std::size_t columns, Paint paint) {
  const std::string inner = std::string(indent) + "   ";
  std::string out = fmt::format("{}-> {}   {}\n", indent, paint.bold(requirement_line(finding)),
                                paint.dim(visible(place_text(finding.file, finding.line))));
  out += sentence_lines(finding, inner, columns, paint);
  out += expectation_lines(finding, inner, paint);
  if (const std::string place = message_place(result, finding); !place.empty()) {
    out += fmt::format("{} Message: {}\n", inner, place);
  }
  return out;
}

std::string finding_text(const CaseResult& result, const Finding& finding, std::string_view indent,
                         std::size_t columns, Paint paint) {
  std::string out;
  const std::string place = visible(place_text(finding.file, finding.line));
  if (!place.empty() || !finding.step.empty()) {
    out +=
        fmt::format("{}{}{}\n", indent, place.empty() ? "" : "at " + place,
                    finding.step.empty() ? "" : fmt::format(" (step {})", visible(finding.step)));
  }
  out +=
      fmt::format("{}{}{}\n", indent, paint.bold(requirement_line(finding)),
                  finding.kind == FindingKind::interop ? " · legal, but known to break peers" : "");
  out += sentence_lines(finding, indent, columns, paint);
  if (finding.expected.empty() && !finding.actual.empty()) {
    out += fmt::format("{}{}\n", indent, visible(finding.message));
  }
  out += expectation_lines(finding, indent, paint);
  if (finding.blame == Blame::harness) {
    out += fmt::format("{}   Blame: sipspec itself, not the device\n", indent);
  }
  const MessageRecord* message = message_of(result, finding);
  if (message != nullptr) {
    out += fmt::format("{}Message {}\n", indent, message_place(result, finding));
    const ExcerptLimits limits{.columns = std::max<std::size_t>(columns, 60) - indent.size() - 6};
    out += excerpt_text(
        excerpt(message->octets, {.offset = finding.offset, .length = finding.length}, limits),
        indent);
  }
  return out;
}

std::string case_text(const CaseResult& result, const CaseTextOptions& options, Paint paint) {
  std::string out = head_line(result, paint);
  if (!result.title.empty()) {
    out += fmt::format("{}{}\n", indent_one, paint.bold(visible(result.title)));
  }
  if (!result.device_outcome.empty()) {
    out += fmt::format("{}{}\n", indent_one, paint.red(visible(result.device_outcome)));
  }
  if (result.findings.empty()) {
    const std::string place = visible(place_text(result.file, result.line));
    out += place.empty() ? "" : fmt::format("{}at {}\n", indent_one, place);
    if (!result.reason.empty()) {
      out += fmt::format("{}Reason: {}\n", indent_one, visible(result.reason));
    }
  }
  const std::size_t shown = std::min(options.most_findings, result.findings.size());
  for (std::size_t i = 0; i < shown; ++i) {
    if (result.findings.size() > 1) {
      out += fmt::format("{}({} of {})\n", indent_one, i + 1, result.findings.size());
    }
    const std::string_view indent = result.findings.size() > 1 ? indent_two : indent_one;
    out += finding_text(result, result.findings[i], indent, options.columns, paint);
  }
  if (shown < result.findings.size()) {
    out += fmt::format("{}and {} more findings\n", indent_one, result.findings.size() - shown);
  }
  if (!result.messages.empty() || !result.missing.empty()) {
    out += "\n" +
           indented(ladder_text(lay_out(result), options.columns - indent_one.size()), indent_one) +
           "\n";
  }
  if (options.messages == CaseTextOptions::Messages::all) {
    out += every_message(result, options.columns);
  }
  out += capture_line(result);
  if (!result.reproduce.empty()) {
    out += fmt::format("{}Again:   {}\n", indent_one, visible(result.reproduce));
  }
  return out;
}

}  // namespace sipspec::reports
