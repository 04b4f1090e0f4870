#include "harness/run/step_words.hpp"

#include <fmt/format.h>

#include <array>

namespace sipspec::harness {

namespace {

constexpr std::size_t longest_value = 60;

std::string shortened(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    if (shown.size() >= longest_value) {
      return shown + "...";
    }
    const auto octet = static_cast<unsigned char>(c);
    shown += c == '\r'                       ? std::string("\\r")
             : c == '\n'                     ? std::string("\\n")
             : octet < 0x20 || octet == 0x7f ? fmt::format("\\x{:02x}", octet)
                                             : std::string(1, c);
  }
  return shown;
}

std::string by(const std::string& actor) {
  return actor.empty() ? "" : actor + " ";
}

std::string verifies(const std::string& requirement) {
  return requirement.empty() ? "" : fmt::format(" [{}]", requirement);
}

std::string words_for(const FieldEdit& edit) {
  const auto value = shortened(edit.value);
  switch (edit.kind) {
    case FieldEdit::Kind::add:
      return fmt::format("with one more row {}: {}", edit.name, value);
    case FieldEdit::Kind::add_first:
      return fmt::format("with a row {}: {} above all others", edit.name, value);
    case FieldEdit::Kind::set:
      return fmt::format("with {}: {}", edit.name, value);
    case FieldEdit::Kind::remove:
      return fmt::format("without {}", edit.name);
    case FieldEdit::Kind::raw_row:
      break;
  }
  return fmt::format("with the row '{}'", value);
}

std::string words_for(const Check& check) {
  struct Words {
    CheckOperator op;
    std::string_view text;
  };

  static constexpr std::array<Words, 14> table = {{
      {CheckOperator::status, "the status is one of {value}"},
      {CheckOperator::present, "{field} is there"},
      {CheckOperator::absent, "{field} is not there"},
      {CheckOperator::equals, "{field} is {value}"},
      {CheckOperator::not_equals, "{field} is not {value}"},
      {CheckOperator::contains, "{field} holds {value}"},
      {CheckOperator::not_contains, "{field} does not hold {value}"},
      {CheckOperator::matches, "{field} matches {value}"},
      {CheckOperator::copied, "{field} is copied from {value}"},
      {CheckOperator::same_as, "{field} is the same as {value}"},
      {CheckOperator::differs_from, "{field} differs from {value}"},
      {CheckOperator::count, "{field} has {value} elements"},
      {CheckOperator::at_least, "{field} is at least {value}"},
      {CheckOperator::at_most, "{field} is at most {value}"},
  }};
  std::string text;
  for (const auto& row : table) {
    if (row.op == check.op) {
      text = fmt::format(fmt::runtime(row.text), fmt::arg("field", check.field),
                         fmt::arg("value", shortened(check.value)));
    }
  }
  const auto when = check.when.empty() ? "" : fmt::format("if the status is {}: ", check.when);
  return fmt::format("{}{}{}", when, check.says.empty() ? text : check.says,
                     verifies(check.verifies));
}

struct Describe {
  using Lines = std::vector<std::string>;

  Lines operator()(const SendStep& step) const {
    Lines lines;
    if (step.raw) {
      lines.push_back(fmt::format("{}sends octets of its own ({}): {}", by(step.actor), step.id,
                                  shortened(*step.raw)));
      return lines;
    }
    lines.push_back(fmt::format(
        "{}sends {} ({}){}", by(step.actor), step.method, step.id,
        step.same_as.empty() ? "" : fmt::format(", with the identifiers of {}", step.same_as)));
    if (step.start_line) {
      lines.push_back(fmt::format("with the start line {}", shortened(*step.start_line)));
    }
    for (const auto& edit : step.edits) {
      lines.push_back(words_for(edit));
    }
    if (step.body) {
      lines.push_back(fmt::format(
          "with a body of {} octets, {}", step.body->octets.size() * step.body->repeat,
          step.body->content_type.empty() ? "without a type" : step.body->content_type));
    }
    if (step.content_length != "auto") {
      lines.push_back(fmt::format("with Content-Length {}", step.content_length));
    }
    if (step.transaction == Transaction::none) {
      lines.emplace_back("once, without retransmissions");
    }
    return lines;
  }

  Lines operator()(const ResendStep& step) const {
    return {fmt::format("sends the octets of {} again, {} times{}", step.of, step.times,
                        step.every.text.empty() ? "" : ", every " + step.every.text)};
  }

  Lines operator()(const ExpectStep& step) const {
    const auto what = step.response_to.empty()
                          ? fmt::format("a request {}", step.method.empty() ? "(any)" : step.method)
                          : fmt::format("{} response to {}", step.final_only ? "the final" : "a",
                                        step.response_to);
    Lines lines = {fmt::format("{}waits{} for {}{}{}", by(step.actor),
                               step.within.text.empty() ? "" : " at most " + step.within.text, what,
                               step.optional ? " (none is fine as well)" : "",
                               verifies(step.verifies))};
    if (!step.not_before.text.empty()) {
      lines.push_back(fmt::format("not before {}", step.not_before.text));
    }
    for (const auto& check : step.checks) {
      lines.push_back(words_for(check));
    }
    return lines;
  }

  Lines operator()(const SilenceStep& step) const {
    return {fmt::format("{}sees {} for {}{}", by(step.actor),
                        step.response_to.empty()
                            ? "nothing new"
                            : fmt::format("no response to {}", step.response_to),
                        step.span.text, verifies(step.verifies))};
  }

  Lines operator()(const PauseStep& step) const {
    return {fmt::format("waits {}", step.span.text)};
  }

  Lines operator()(const CloseStep& step) const {
    return {fmt::format("{}{} the connection", by(step.actor), step.reset ? "resets" : "closes")};
  }

  Lines operator()(const DeliveredStep& step) const {
    return {fmt::format("the device's user is shown the text of {} {}{}", step.of,
                        step.min == step.max ? fmt::format("{} times", step.min)
                                             : fmt::format("{} to {} times", step.min, step.max),
                        verifies(step.verifies))};
  }

  Lines operator()(const RespondStep& step) const {
    Lines lines = {fmt::format("answers {} with {} {}", step.to, step.status, step.reason)};
    for (const auto& edit : step.edits) {
      lines.push_back(words_for(edit));
    }
    return lines;
  }
};

}  // namespace

std::vector<std::string> words_for(const Step& step) {
  return std::visit(Describe{}, step);
}

}  // namespace sipspec::harness
