#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/auth_option.hpp"
#include "harness/cli/command.hpp"
#include "harness/io/agent_server.hpp"
#include "harness/io/network.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>

namespace sipspec::harness {

namespace {

using stack::Transport;

struct DeviceSettings {
  std::vector<stack::Address> addresses;
  std::vector<Transport> transports;
  stack::AgentConfig config;
  std::string delivery_log;
};

int list_mutants() {
  for (const auto& mutant : stack::all_mutants()) {
    fmt::print("{:<32} {} ({})\n", mutant.name, mutant.sentence, mutant.clause);
  }
  return reports::exit_code::success;
}

std::optional<std::string> read_addresses(const ParsedOptions& options, DeviceSettings& settings) {
  auto texts = options.list("listen");
  if (texts.empty()) {
    texts = {"127.0.0.1:5070"};
  }
  for (const auto& text : texts) {
    const auto address = stack::address_from(text);
    if (!address) {
      return fmt::format("--listen {}: an address is written 127.0.0.1:5070 or [::1]:5070", text);
    }
    if (!is_loopback(address->ip) && !options.has("allow-remote")) {
      return fmt::format("--listen {} is not loopback; --allow-remote permits it", text);
    }
    settings.addresses.push_back(*address);
  }
  return std::nullopt;
}

std::optional<std::string> read_transports(const ParsedOptions& options, DeviceSettings& settings) {
  auto names = options.list("transport");
  if (names.empty()) {
    names = {"udp", "tcp"};
  }
  for (const auto& name : names) {
    if (name != "udp" && name != "tcp") {
      return fmt::format("--transport {}: udp and tcp are known", name);
    }
    settings.transports.push_back(*stack::transport_from(name));
  }
  return std::nullopt;
}

std::optional<std::string> read_mutant(const ParsedOptions& options, DeviceSettings& settings) {
  settings.config.mutant = options.value("mutant").value_or("");
  if (settings.config.mutant.empty() || stack::find_mutant(settings.config.mutant) != nullptr) {
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const auto& mutant : stack::all_mutants()) {
    names.push_back(mutant.name);
  }
  return fmt::format("there is no mutant '{}'{}; --list-mutants names them", settings.config.mutant,
                     suggestion(settings.config.mutant, names));
}

std::optional<std::string> read_auth(const ParsedOptions& options, DeviceSettings& settings) {
  const auto text = options.value("auth");
  if (!text) {
    return std::nullopt;
  }
  settings.config.auth = read_auth_option(*text);
  if (!settings.config.auth) {
    return "--auth is written REALM:USER:PASSWORD[:ALGORITHM,...]; algorithms are MD5, SHA-256, "
           "SHA-512-256, and each with -sess, the preferred one first";
  }
  return std::nullopt;
}

/// As a real device would: no handler, no core file, the signal as the exit status.
void die(int signal) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

int serve(DeviceSettings settings) {
  std::ofstream log;
  if (!settings.delivery_log.empty()) {
    log.open(settings.delivery_log, std::ios::app | std::ios::binary);
    if (!log) {
      return usage_error(fmt::format("--delivery-log {} cannot be written", settings.delivery_log));
    }
  }
  EventLoop loop;
  const auto server = AgentServer::start(
      loop, settings.config, settings.addresses, settings.transports,
      {.delivered =
           [&](const stack::AgentDeliver& it) {
             if (log.is_open()) {
               // One line a text: what breaks lines is shown as blanks.
               auto text = it.text;
               std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
               log << text << std::endl;
             }
           },
       .crash = [](const stack::AgentCrash& it) { die(it.signal); }});
  if (!server) {
    fmt::print(stderr, "sipspec: the device cannot listen: {}\n", server.error().message());
    return reports::exit_code::setup_failed;
  }
  std::vector<std::string> places, names;
  for (const auto& address : server->listening()) {
    places.push_back(stack::to_string(address));
  }
  for (const auto transport : settings.transports) {
    names.emplace_back(stack::to_string(transport));
  }
  fmt::print("listening on {} ({})\n", fmt::join(places, ", "), fmt::join(names, ", "));
  std::fflush(stdout);
  loop.on_termination([&](int) { loop.stop(); });
  loop.run();
  return reports::exit_code::success;
}

int device(const ParsedOptions& options) {
  if (options.has("list-mutants")) {
    return list_mutants();
  }
  DeviceSettings settings;
  for (const auto read : {read_addresses, read_transports, read_mutant, read_auth}) {
    if (const auto problem = read(options, settings)) {
      return usage_error(*problem);
    }
  }
  const auto seed = options.number("seed", 0, INT64_MAX, 1);
  if (!seed) {
    return usage_error(seed.error().sentence);
  }
  settings.config.seed = static_cast<std::uint64_t>(*seed);
  settings.config.user = options.value("user").value_or("bob");
  settings.config.domain = options.value("domain").value_or("");
  settings.delivery_log = options.value("delivery-log").value_or("");
  return serve(std::move(settings));
}

}  // namespace

Command device_command() {
  using Takes = OptionSpec::Takes;
  CommandSpec spec;
  spec.name = "device";
  spec.summary = "Runs the built-in reference device, conformant or with one named fault";
  spec.details =
      "Prints one line with its addresses when it is ready, and runs until SIGTERM or SIGINT.";
  spec.options = {
      {"listen", "ADDRESS:PORT", "Where it listens (repeatable; port 0: any free one)"},
      {"transport", "udp,tcp", "Over what (default: both)"},
      {"user", "NAME", "User part of its address (default: bob)"},
      {"domain", "HOST", "Accepted in Request-URIs beside its own addresses"},
      {"mutant", "NAME", "The one fault that it has"},
      {"list-mutants", "", "Lists all faults", 0, Takes::nothing},
      {"auth", "REALM:USER:PASSWORD[:ALGORITHM,...]",
       "Asks for credentials of this user (default: SHA-256, then MD5)"},
      {"delivery-log", "FILE", "Appends each text that its user is shown, one a line"},
      {"seed", "N", "Of its tags and branches"},
      {"allow-remote", "", "Allows other addresses than loopback", 0, Takes::nothing},
  };
  spec.exit_codes = {
      {0, "stopped by a signal"}, {2, "the command line is wrong"}, {3, "it cannot listen there"}};
  return {std::move(spec), device};
}

}  // namespace sipspec::harness
