#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/version.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sipspec::harness {

namespace {

std::vector<Command> all_commands() {
  return {run_command(),    list_command(),     explain_command(), validate_command(),
          device_command(), selftest_command(), doctor_command(),  judge_command(),
          ladder_command(), digest_command()};
}

std::string overview(const std::vector<Command>& commands) {
  std::string text =
      "sipspec COMMAND [OPTIONS]\n\n"
      "Tests a SIP element against RFC 3428 (MESSAGE) and the RFCs under it.\n\nCommands:\n";
  for (const auto& command : commands) {
    text += fmt::format("  {:<10}{}\n", command.spec.name, command.spec.summary);
  }
  text +=
      "\nThe first run, against the built-in device:\n"
      "  sipspec device --listen 127.0.0.1:5070 &\n"
      "  sipspec run --dut sip:bob@127.0.0.1:5070 --html=report.html\n"
      "\n'sipspec COMMAND --help' says more. 'sipspec --version' names what it was built with.\n";
  return text;
}

int unknown_command(const std::string& name, const std::vector<Command>& commands) {
  std::vector<std::string_view> names;
  names.reserve(commands.size());
  for (const auto& command : commands) {
    names.emplace_back(command.spec.name);
  }
  return usage_error(fmt::format("unknown command '{}'{}; 'sipspec --help' lists the commands",
                                 name, suggestion(name, names)));
}

}  // namespace

int usage_error(const std::string& sentence) {
  fmt::print(stderr, "sipspec: {}\n", sentence);
  return reports::exit_code::usage;
}

int sipspec_main(std::span<const std::string> arguments) {
  const auto commands = all_commands();
  if (arguments.empty()) {
    fmt::print(stderr, "{}", overview(commands));
    return reports::exit_code::usage;
  }
  const auto& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") {
    fmt::print("{}", overview(commands));
    return reports::exit_code::success;
  }
  if (first == "--version") {
    fmt::print("{}\n", version_text());
    return reports::exit_code::success;
  }
  const auto command = std::ranges::find(
      commands, first, [](const Command& it) -> const std::string& { return it.spec.name; });
  if (command == commands.end()) {
    return unknown_command(first, commands);
  }
  const auto options = parse_options(command->spec, arguments.subspan(1));
  if (!options) {
    return usage_error(options.error().sentence);
  }
  if (options->has("help")) {
    fmt::print("{}", help_text(command->spec));
    return reports::exit_code::success;
  }
  return command->run(*options);
}

}  // namespace sipspec::harness
