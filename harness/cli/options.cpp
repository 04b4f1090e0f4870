#include "harness/cli/options.hpp"

#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

namespace sipspec::harness {

namespace {

using Takes = OptionSpec::Takes;

// A list file names cases, one a line; far more than any suite has.
constexpr std::size_t max_list_lines = 100'000;

const OptionSpec& help_option() {
  static const OptionSpec option{"help", "", "Shows this text", 'h', Takes::nothing};
  return option;
}

const OptionSpec* find(const CommandSpec& command, std::string_view name) {
  const auto found = std::ranges::find(command.options, name, &OptionSpec::name);
  if (found != command.options.end()) {
    return &*found;
  }
  return name == "help" ? &help_option() : nullptr;
}

const OptionSpec* find_letter(const CommandSpec& command, char letter) {
  const auto found = std::ranges::find(command.options, letter, &OptionSpec::letter);
  if (found != command.options.end()) {
    return &*found;
  }
  return letter == 'h' ? &help_option() : nullptr;
}

std::string unknown_option(const CommandSpec& command, std::string_view name) {
  std::vector<std::string_view> names = {"help"};
  for (const auto& option : command.options) {
    names.push_back(option.name);
  }
  const auto near = nearest_word(name, names);
  return fmt::format("unknown option --{}{}; 'sipspec {} --help' lists the options", name,
                     near.empty() ? "" : fmt::format("; did you mean --{}?", near), command.name);
}

/// Walks the arguments; each step consumes one or two of them.
class Walk {
 public:
  Walk(const CommandSpec& command, std::span<const std::string> arguments)
      : command_(command), arguments_(arguments) {}

  UsageResult<ParsedOptions> all() {
    while (at_ < arguments_.size()) {
      const std::string& argument = arguments_[at_++];
      if (argument == "--") {
        parsed_.arguments.insert(parsed_.arguments.end(),
                                 arguments_.begin() + static_cast<std::ptrdiff_t>(at_),
                                 arguments_.end());
        break;
      }
      if (argument.starts_with("--")) {
        long_option(argument.substr(2));
      } else if (argument.size() > 1 && argument.front() == '-') {
        letters(argument);
      } else if (argument.size() > 1 && argument.front() == '@') {
        list_file(argument.substr(1), parsed_.arguments);
      } else {
        parsed_.arguments.push_back(argument);
      }
      if (error_) {
        return *error_;
      }
    }
    if (command_.arguments.empty() && !parsed_.arguments.empty() && !parsed_.has("help")) {
      return UsageError{fmt::format("'sipspec {}' takes no arguments, '{}' is one too many",
                                    command_.name, parsed_.arguments.front())};
    }
    parsed_.written.assign(arguments_.begin(), arguments_.end());
    return std::move(parsed_);
  }

 private:
  void fail(std::string sentence) {
    if (!error_) {
      error_ = UsageError{std::move(sentence)};
    }
  }

  void long_option(const std::string& text) {
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    const auto* option = find(command_, name);
    if (option == nullptr) {
      fail(unknown_option(command_, name));
      return;
    }
    if (equals != std::string::npos) {
      if (option->takes == Takes::nothing) {
        fail(fmt::format("--{} takes no value", name));
        return;
      }
      if (equals + 1 == text.size()) {
        fail(fmt::format("--{}= has no value; write --{}={}", name, name, option->value));
        return;
      }
      add(*option, text.substr(equals + 1));
      return;
    }
    without_equals(*option, "--" + name);
  }

  void without_equals(const OptionSpec& option, const std::string& shown) {
    if (option.takes != Takes::value) {
      parsed_.values[option.name].emplace_back();
      return;
    }
    if (at_ >= arguments_.size()) {
      fail(fmt::format("{} needs a value: {} {}", shown, shown, option.value));
      return;
    }
    add(option, arguments_[at_++]);
  }

  void letters(const std::string& argument) {
    for (std::size_t i = 1; i < argument.size() && !error_; ++i) {
      const auto* option = find_letter(command_, argument[i]);
      if (option == nullptr) {
        fail(fmt::format("unknown option -{}; 'sipspec {} --help' lists the options", argument[i],
                         command_.name));
        return;
      }
      if (option->takes == Takes::value && i + 1 < argument.size()) {
        add(*option, argument.substr(i + 1));
        return;
      }
      without_equals(*option, fmt::format("-{}", argument[i]));
    }
  }

  void add(const OptionSpec& option, const std::string& value) {
    if (value.size() > 1 && value.front() == '@') {
      list_file(value.substr(1), parsed_.values[option.name]);
    } else {
      parsed_.values[option.name].push_back(value);
    }
  }

  void list_file(const std::string& name, std::vector<std::string>& into) {
    std::ifstream file(name);
    if (!file) {
      fail(fmt::format("the list '@{}' cannot be read", name));
      return;
    }
    std::string line;
    for (std::size_t lines = 0; lines < max_list_lines && std::getline(file, line); ++lines) {
      line.erase(std::min(line.find('#'), line.size()));
      const auto first = line.find_first_not_of(" \t\r");
      if (first != std::string::npos) {
        into.push_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
      }
    }
  }

  const CommandSpec& command_;
  std::span<const std::string> arguments_;
  std::size_t at_ = 0;
  ParsedOptions parsed_;
  std::optional<UsageError> error_;
};

std::string option_head(const OptionSpec& option) {
  const auto letter = option.letter == 0 ? std::string() : fmt::format("-{}, ", option.letter);
  switch (option.takes) {
    case Takes::nothing:
      return fmt::format("{}--{}", letter, option.name);
    case Takes::maybe_value:
      return fmt::format("{}--{}[={}]", letter, option.name, option.value);
    case Takes::value:
      break;
  }
  return fmt::format("{}--{} {}", letter, option.name, option.value);
}

}  // namespace

std::size_t ParsedOptions::count(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? 0 : found->second.size();
}

std::optional<std::string> ParsedOptions::value(std::string_view name) const {
  const auto found = values.find(name);
  if (found == values.end() || found->second.empty()) {
    return std::nullopt;
  }
  return found->second.back();
}

std::vector<std::string> ParsedOptions::list(std::string_view name) const {
  std::vector<std::string> items;
  const auto found = values.find(name);
  if (found == values.end()) {
    return items;
  }
  for (const auto& value : found->second) {
    std::size_t at = 0;
    while (at <= value.size()) {
      const auto comma = std::min(value.find(',', at), value.size());
      if (comma > at) {
        items.push_back(value.substr(at, comma - at));
      }
      at = comma + 1;
    }
  }
  return items;
}

UsageResult<std::int64_t> ParsedOptions::number(std::string_view name, std::int64_t least,
                                                std::int64_t most, std::int64_t absent) const {
  const auto text = value(name);
  if (!text) {
    return absent;
  }
  std::int64_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) {
    return UsageError{
        fmt::format("--{} {}: a whole number from {} to {} is needed", name, *text, least, most)};
  }
  return number;
}

UsageResult<std::string> ParsedOptions::choice(std::string_view name,
                                               std::span<const std::string> words,
                                               std::string absent) const {
  const auto text = value(name);
  if (!text) {
    return {boost::system::in_place_value, std::move(absent)};
  }
  if (std::ranges::find(words, *text) == words.end()) {
    return UsageError{
        fmt::format("--{} {}: unknown{}; known: {}", name, *text,
                    suggestion(*text, std::vector<std::string_view>(words.begin(), words.end())),
                    fmt::join(words, ", "))};
  }
  return {boost::system::in_place_value, *text};
}

UsageResult<ParsedOptions> parse_options(const CommandSpec& command,
                                         std::span<const std::string> arguments) {
  return Walk(command, arguments).all();
}

std::string help_text(const CommandSpec& command) {
  constexpr std::size_t column = 30;
  std::string text =
      fmt::format("sipspec {} [OPTIONS]{}{}\n\n{}\n", command.name,
                  command.arguments.empty() ? "" : " ", command.arguments, command.summary);
  if (!command.details.empty()) {
    text += fmt::format("\n{}\n", command.details);
  }
  text += "\nOptions:\n";
  auto options = command.options;
  options.push_back(help_option());
  for (const auto& option : options) {
    const auto head = option_head(option);
    text += head.size() + 2 < column
                ? fmt::format("  {:<{}}{}\n", head, column - 2, option.help)
                : fmt::format("  {}\n  {:<{}}{}\n", head, "", column - 2, option.help);
  }
  text += "\nExit codes:\n";
  for (const auto& [code, meaning] : command.exit_codes) {
    text += fmt::format("  {:<4}{}\n", code, meaning);
  }
  return text;
}

}  // namespace sipspec::harness
