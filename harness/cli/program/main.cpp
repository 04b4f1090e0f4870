#include "harness/cli/command.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  // A reader of our output that goes away shows up as a failed write, not as a death.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return sipspec::harness::sipspec_main(arguments);
  } catch (const std::exception& fault) {
    fmt::print(stderr, "sipspec: internal error: {}\n", fault.what());
    return sipspec::reports::exit_code::internal_error;
  }
}
