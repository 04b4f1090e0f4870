#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/auth_option.hpp"
#include "harness/cli/command.hpp"
#include "harness/cli/device_tls.hpp"
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
  std::vector<ListenPlace> places;
  TlsContext::Shared tls;
  stack::AgentConfig config;
  std::string delivery_log;
};

int list_mutants() {
  for (const auto& mutant : stack::all_mutants()) {
    fmt::print("{:<32} {} ({})\n", mutant.name, mutant.sentence, mutant.clause);
  }
  return reports::exit_code::success;
}

/// "127.0.0.1:5070;transport=tls" in its parts; without transport= what --transport says.
std::optional<std::string> read_place(const ParsedOptions& options, const std::string& text,
                                      const std::vector<Transport>& otherwise,
                                      DeviceSettings& settings) {
  constexpr std::string_view parameter = ";transport=";
  const auto at = std::min(text.find(parameter), text.size());
  const auto address = stack::address_from(text.substr(0, at));
  if (!address) {
    return fmt::format("--listen {}: an address is written 127.0.0.1:5070 or [::1]:5070", text);
  }
  if (!is_loopback(address->ip) && !options.has("allow-remote")) {
    return fmt::format("--listen {} is not loopback; --allow-remote permits it", text);
  }
  ListenPlace place{*address, otherwise};
  if (at < text.size()) {
    const auto transport = stack::transport_from(text.substr(at + parameter.size()));
    if (!transport) {
      return fmt::format("--listen {}: udp, tcp, tls, ws and wss are known", text);
    }
    place.transports = {*transport};
  }
  if (std::ranges::count_if(place.transports, stack::is_reliable) > 1) {
    return fmt::format(
        "--listen {}: one port takes one of tcp, tls, ws and wss; write --listen once for each, "
        "with ;transport=",
        text);
  }
  settings.places.push_back(std::move(place));
  return std::nullopt;
}

std::optional<std::string> read_places(const ParsedOptions& options, DeviceSettings& settings) {
  std::vector<Transport> transports;
  for (const auto& name : options.list("transport")) {
    const auto transport = stack::transport_from(name);
    if (!transport) {
      return fmt::format("--transport {}: udp, tcp, tls, ws and wss are known", name);
    }
    transports.push_back(*transport);
  }
  if (transports.empty()) {
    transports = {Transport::udp, Transport::tcp};
  }
  auto texts = options.list("listen");
  if (texts.empty()) {
    texts = {"127.0.0.1:5070"};
  }
  for (const auto& text : texts) {
    if (const auto problem = read_place(options, text, transports, settings)) {
      return problem;
    }
  }
  return std::nullopt;
}

bool is_secure(Transport transport) {
  return transport == Transport::tls || transport == Transport::wss;
}

std::optional<std::string> read_tls(const ParsedOptions& options, DeviceSettings& settings) {
  const bool wanted = std::ranges::any_of(settings.places, [](const ListenPlace& place) {
    return std::ranges::any_of(place.transports, is_secure);
  });
  DeviceTls tls;
  tls.certificate_file = options.value("certificate").value_or("");
  tls.key_file = options.value("key").value_or(tls.certificate_file);
  tls.client_ca_file = options.value("client-ca").value_or("");
  tls.certificate_out = options.value("certificate-out").value_or("");
  tls.key_log_file = options.value("tls-key-log").value_or("");
  tls.domain = options.value("domain").value_or("");
  for (const auto& place : settings.places) {
    tls.ips.push_back(place.address.ip);
  }
  const auto flaw = options.choice("bad-certificate", certificate_flaws(), "");
  if (!flaw) {
    return flaw.error().sentence;
  }
  tls.flaw = *flaw;
  if (!wanted) {
    return std::nullopt;
  }
  auto context = device_context(tls);
  if (!context) {
    return "TLS: " + context.error().sentence;
  }
  settings.tls = *context;
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

/// "127.0.0.1:5070 (udp, tcp)" for each place.
std::vector<std::string> places_text(const AgentServer& server, const DeviceSettings& settings) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < settings.places.size(); ++i) {
    std::vector<std::string_view> names;
    for (const auto transport : settings.places[i].transports) {
      names.push_back(stack::to_string(transport));
    }
    texts.push_back(
        fmt::format("{} ({})", stack::to_string(server.listening().at(i)), fmt::join(names, ", ")));
  }
  return texts;
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
      loop, settings.config, settings.places, settings.tls,
      {.delivered =
           [&](const stack::AgentDeliver& it) {
             if (log.is_open()) {
               // One line a text: what breaks lines is shown as blanks.
               auto text = it.text;
               std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
               log << text << std::endl;
             }
           },
       .crash = [](const stack::AgentCrash& it) { die(it.signal); },
       .refused = [](const std::string& why) { fmt::print(stderr, "sipspec: {}\n", why); }});
  if (!server) {
    fmt::print(stderr, "sipspec: the device cannot listen: {}\n", server.error().message());
    return reports::exit_code::setup_failed;
  }
  fmt::print("listening on {}\n", fmt::join(places_text(*server, settings), ", "));
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
  for (const auto read : {read_places, read_mutant, read_auth, read_tls}) {
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
      {"listen", "ADDRESS:PORT[;transport=...]", "Where (repeatable; port 0: any free one)"},
      {"transport", "udp,tcp", "Over what, where --listen says nothing (default: both)"},
      {"certificate", "FILE", "PEM, for tls and wss (default: one made for this run)"},
      {"key", "FILE", "PEM: its private key (default: in the same file)"},
      {"certificate-out", "FILE", "Where the one that was made goes, for run --tls-ca"},
      {"bad-certificate", "KIND",
       "Makes it expired, future, wrong-name, wildcard, nameless or weak"},
      {"client-ca", "FILE", "PEM: demands a certificate that these signed (mutual TLS)"},
      {"tls-key-log", "FILE", "Appends session secrets, for Wireshark (NSS format)"},
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
