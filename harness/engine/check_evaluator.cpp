#include "harness/engine/check_evaluator.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/engine/copied_fields.hpp"
#include "harness/engine/header_values.hpp"
#include "harness/engine/text_tools.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

using State = CheckOutcome::State;

/// Programs of larger expressions are refused, so that a match stays cheap on any input.
constexpr int max_expression_memory = 1 << 20;

std::string shown(const FieldValue& value) {
  return value.present ? printable(value.text) : "absent";
}

/// The field as the author named it, with its value, as a report prints it.
std::string named(std::string_view field, const FieldValue& value) {
  return value.present ? fmt::format("{}: {}", field, printable(value.text))
                       : fmt::format("no {}", field);
}

class Evaluation {
 public:
  Evaluation(const CompiledCheck& check, const CheckInput& input)
      : path_(&check.path),
        expression_(check.expression.get()),
        input_(&input),
        check_(check.check),
        value_(read(check.path, input.subject)) {}

  CheckOutcome run() {
    switch (check_->op) {
      case CheckOperator::status:
        return status();
      case CheckOperator::present:
        return verdict(value_.present, "is missing", fmt::format("a {}", field()));
      case CheckOperator::absent:
        return verdict(!value_.present, "is there", fmt::format("no {}", field()));
      case CheckOperator::equals:
        return equals();
      case CheckOperator::not_equals:
        return verdict(value_.present ? !equal(value_, right()) : !right().empty(),
                       "has a value it must not have",
                       fmt::format("{} other than {}", field(), printable(right())));
      case CheckOperator::contains:
        return contains_all();
      case CheckOperator::not_contains:
        return contains_none();
      case CheckOperator::matches:
        return verdict(value_.present && re2::RE2::FullMatch(value_.text, *expression_),
                       "does not match", fmt::format("{} matching {}", field(), right()));
      case CheckOperator::copied:
        return copied();
      case CheckOperator::same_as:
      case CheckOperator::differs_from:
        return against_other();
      case CheckOperator::count:
        return count();
      case CheckOperator::at_least:
      case CheckOperator::at_most:
        return bound();
    }
    return {};
  }

 private:
  const std::string& field() const { return path_->text; }

  const std::string& right() const { return input_->value; }

  CheckOutcome failed(std::string what, std::string expected, std::string actual) const {
    const stack::Message& message = input_->subject.message->message;
    return {.state = State::failed,
            .message = std::move(what),
            .expected = {std::move(expected)},
            .actual = std::move(actual),
            .offset = value_.length > 0 ? value_.offset : 0,
            .length = value_.length > 0 ? value_.length : start_line_length(message)};
  }

  CheckOutcome verdict(bool holds, std::string_view what, std::string expected) const {
    if (holds) {
      return {};
    }
    return failed(fmt::format("{} {}", field(), what), std::move(expected), named(field(), value_));
  }

  CheckOutcome status() const {
    const stack::Message& message = input_->subject.message->message;
    if (status_fits(right(), message.status())) {
      return {};
    }
    CheckOutcome outcome =
        failed(fmt::format("status {}", message.status()), fmt::format("status {}", right()),
               printable(message.start_line()));
    outcome.offset = 0;
    outcome.length = start_line_length(message);
    return outcome;
  }

  CheckOutcome equals() const {
    if (value_.kind != ValueKind::octets) {
      return verdict(equal(value_, right()), "has another value",
                     fmt::format("{}: {}", field(), printable(right())));
    }
    const Difference difference = first_difference(value_.text, right());
    if (!difference.differs) {
      return {};
    }
    CheckOutcome outcome = failed(fmt::format("{}: {}", field(), difference.text),
                                  printable(right()), printable(value_.text));
    if (value_.length > 0) {
      const auto at =
          static_cast<std::uint32_t>(std::min<std::size_t>(difference.offset, value_.length - 1));
      outcome.offset = value_.offset + at;
      outcome.length = 1;
    }
    return outcome;
  }

  /// Lists are asked word by word, everything else for the text as a whole.
  std::vector<std::string> wanted() const {
    const bool set = value_.kind == ValueKind::token_set || value_.kind == ValueKind::text_set;
    return set ? words(right()) : std::vector<std::string>{right()};
  }

  CheckOutcome contains_all() const {
    for (const std::string& word : wanted()) {
      if (!contains(value_, word)) {
        return failed(fmt::format("{} lacks {}", field(), printable(word)),
                      fmt::format("{} with {}", field(), printable(right())),
                      named(field(), value_));
      }
    }
    return {};
  }

  CheckOutcome contains_none() const {
    for (const std::string& word : wanted()) {
      if (contains(value_, word)) {
        return failed(fmt::format("{} holds {}", field(), printable(word)),
                      fmt::format("{} without {}", field(), printable(right())),
                      named(field(), value_));
      }
    }
    return {};
  }

  CheckOutcome copied() const {
    const Subject other =
        right().empty() ? Subject{.message = input_->subject.request} : input_->message_of(right());
    if (other.message == nullptr) {
      return {.state = State::not_applicable,
              .message = fmt::format("there is no message {} to compare with", right())};
    }
    for (const std::string& name : words(check_->field)) {
      const CopyDifference difference =
          compare_copied(input_->subject.message->message, other.message->message, name);
      if (!difference.what.empty()) {
        return {.state = State::failed,
                .message = difference.what,
                .expected = {difference.expected},
                .actual = difference.actual,
                .offset = difference.offset,
                .length = difference.length > 0
                              ? difference.length
                              : start_line_length(input_->subject.message->message)};
      }
    }
    return {};
  }

  CheckOutcome against_other() const {
    const std::size_t dot = right().find('.');
    const auto path = dot == std::string::npos
                          ? std::optional<FieldPath>(*path_)
                          : FieldPath::parse(std::string_view(right()).substr(dot + 1));
    const Subject other = input_->message_of(right().substr(0, dot));
    if (other.message == nullptr || !path) {
      return {.state = State::not_applicable,
              .message = fmt::format("there is no {} to compare with", right())};
    }
    const FieldValue reference = read(*path, other);
    if (check_->op == CheckOperator::same_as) {
      return verdict(equal(value_, reference), fmt::format("is not that of {}", right()),
                     fmt::format("{}: {}", field(), shown(reference)));
    }
    // That a value is missing is for the rule that demands it.
    if (value_.text.empty() || reference.text.empty()) {
      return {.state = State::not_applicable,
              .message = fmt::format("{} is missing", reference.text.empty() ? right() : field())};
    }
    return verdict(!equal(value_, reference), fmt::format("is the same as {}", right()),
                   fmt::format("{} other than {}", field(), shown(reference)));
  }

  CheckOutcome count() const {
    const std::uint32_t found = header_count(input_->subject.message->message, path_->base);
    if (number_from<std::uint32_t>(trimmed(right())) == found) {
      return {};
    }
    return failed(fmt::format("{} {} element(s)", found, field()),
                  fmt::format("{} {} element(s)", right(), field()),
                  fmt::format("{}: {}", found, shown(value_)));
  }

  CheckOutcome bound() const {
    const auto limit = number_from<std::uint64_t>(trimmed(right()));
    const auto number = number_from<std::uint64_t>(trimmed(value_.text));
    const bool least = check_->op == CheckOperator::at_least;
    const bool holds = limit && number && (least ? *number >= *limit : *number <= *limit);
    return verdict(holds, least ? "is too small" : "is too large",
                   fmt::format("{} {} {}", field(), least ? "at least" : "at most", right()));
  }

  const FieldPath* path_;
  const re2::RE2* expression_;
  const CheckInput* input_;
  const Check* check_;
  FieldValue value_;
};

}  // namespace

boost::system::result<CompiledCheck, CheckMistake> compile(const Check& check) {
  CompiledCheck compiled{.check = &check};
  const bool list_of_names = check.op == CheckOperator::copied;
  const bool status = check.op == CheckOperator::status;
  const auto path = FieldPath::parse(status || list_of_names ? "status" : check.field);
  if (!path) {
    return CheckMistake{fmt::format("'{}' is no field path", check.field)};
  }
  compiled.path = *path;
  if (check.op == CheckOperator::matches) {
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    options.set_max_mem(max_expression_memory);
    compiled.expression = std::make_shared<const re2::RE2>(check.value, options);
    if (!compiled.expression->ok()) {
      return CheckMistake{
          fmt::format("'{}' is no expression: {}", check.value, compiled.expression->error())};
    }
  }
  return compiled;
}

CheckOutcome evaluate(const CompiledCheck& check, const CheckInput& input) {
  const stack::Message& message = input.subject.message->message;
  if (!check.check->when.empty() && !status_fits(check.check->when, message.status())) {
    return {.state = State::not_applicable,
            .message = fmt::format("holds for status {} only", check.check->when)};
  }
  // The monitor that owns the broken start line reports it: one fault, one finding.
  if (!message.is_request() && message.status() == 0) {
    return {.state = State::not_applicable, .message = "the start line cannot be read"};
  }
  return Evaluation(check, input).run();
}

bool status_fits(std::string_view set, int status) {
  const std::string code = std::to_string(status);
  return std::ranges::any_of(words(set), [&code](const std::string& entry) {
    const bool is_class = entry.size() == 3 && same_ignoring_case(entry.substr(1), "xx");
    return is_class ? code.size() == 3 && code.front() == entry.front() : code == entry;
  });
}

}  // namespace sipspec::harness
