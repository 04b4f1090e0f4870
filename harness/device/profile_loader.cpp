#include "harness/device/profile_loader.hpp"

#include "harness/catalogue/xml_file.hpp"
#include "harness/device/profile_grammar.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <optional>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::chrono::minutes longest_wait{10};

constexpr std::array<std::pair<std::string_view, int>, 5> signal_numbers = {
    {{"TERM", SIGTERM}, {"INT", SIGINT}, {"HUP", SIGHUP}, {"QUIT", SIGQUIT}, {"KILL", SIGKILL}}};

/// Reads a profile whose file fits the grammar: what remains are meanings.
class Reader {
 public:
  Reader(const XmlFile& file, std::vector<DataError>& errors) : file_(file), errors_(errors) {}

  DeviceProfile device(pugi::xml_node node) {
    profile_.name = node.attribute("name").value();
    profile_.version = node.attribute("version").value();
    profile_.roles = split_words(node.attribute("roles").as_string("uas"));
    for (const auto child : node.children("address")) {
      address(child);
    }
    if (profile_.addresses.empty()) {
      error(node, "<device> needs at least one <address host=\"...\" port=\"...\"/>");
    }
    const auto identity = node.child("identity");
    profile_.identity = {identity.attribute("user").value(), identity.attribute("domain").value()};
    if (const auto credentials = node.child("credentials")) {
      profile_.credentials = {.user = credentials.attribute("user").value(),
                              .password_variable = credentials.attribute("password-env").value()};
    }
    capabilities(node.child("capabilities"));
    start(node.child("start"));
    ready(node.child("ready"));
    stop(node.child("stop"));
    restart(node.child("restart"));
    delivery(node.child("delivery"));
    if (const auto probe = node.child("probe")) {
      profile_.probe = std::string_view(probe.attribute("method").value()) == "OPTIONS"
                           ? ProbeMethod::options
                           : ProbeMethod::message;
    }
    return std::move(profile_);
  }

 private:
  void error(pugi::xml_node node, std::string sentence) {
    errors_.push_back(file_.error(file_.offset(node), std::move(sentence)));
  }

  void error(pugi::xml_node node, pugi::xml_attribute attribute, std::string sentence) {
    errors_.push_back(file_.error(file_.value_offset(node, attribute, 0), std::move(sentence)));
  }

  void address(pugi::xml_node node) {
    DeviceAddress address;
    address.host = node.attribute("host").value();
    if (const auto port = node.attribute("port")) {
      const auto number = port.as_uint();
      if (number == 0 || number > 65'535) {
        error(node, port, fmt::format("'{}' is no port (1 to 65535)", port.value()));
      }
      address.port = static_cast<std::uint16_t>(number);
    }
    for (const auto& word : split_words(node.attribute("transports").value())) {
      address.transports.push_back(*stack::transport_from(word));
    }
    if (!node.attribute("port") && address.transports.size() == 1) {
      address.port = stack::default_port(address.transports.front());
    }
    profile_.addresses.push_back(std::move(address));
  }

  void capabilities(pugi::xml_node node) {
    profile_.have = split_words(node.attribute("have").as_string("*"));
    profile_.lack = split_words(node.attribute("lack").value());
    for (const auto& word : profile_.lack) {
      if (std::ranges::find(profile_.have, word) != profile_.have.end()) {
        error(node, node.attribute("lack"), fmt::format("'{}' is in have and in lack", word));
      }
    }
  }

  void start(pugi::xml_node node) {
    if (!node) {
      return;
    }
    StartCommand start;
    start.cwd = node.attribute("cwd").value();
    const auto environment = node.attribute("env");
    for (const auto& pair : split_words(environment.value())) {
      const auto equals = pair.find('=');
      if (equals == std::string::npos || equals == 0) {
        error(node, environment, fmt::format("'{}' is no NAME=VALUE", pair));
      } else {
        start.environment[pair.substr(0, equals)] = pair.substr(equals + 1);
      }
    }
    const auto command = node.child("command");
    const std::string text = file_.text(command).octets;
    if (std::string_view(command.attribute("shell").value()) == "yes") {
      start.kind = StartCommand::Kind::shell;
      start.argv = {text};
    } else {
      start.argv = split_words(text);
    }
    profile_.start = std::move(start);
  }

  void ready(pugi::xml_node node) {
    const std::string_view by = node.attribute("by").as_string("options");
    profile_.ready.by = by == "log"    ? Readiness::By::log
                        : by == "port" ? Readiness::By::port
                                       : Readiness::By::options;
    profile_.ready.match = node.attribute("match").value();
    duration(node, "within", profile_.ready.within);
    if (profile_.ready.by != Readiness::By::log) {
      return;
    }
    if (profile_.ready.match.empty()) {
      error(node, "by=\"log\" needs match=\"...\", a pattern for a line of the device's output");
    }
    pattern(node, node.attribute("match"));
    if (!profile_.start) {
      error(node, "by=\"log\" needs <start>: only a started device's output is seen");
    }
  }

  void stop(pugi::xml_node node) {
    const std::string_view name = node.attribute("signal").as_string("TERM");
    profile_.stop.signal =
        std::ranges::find(signal_numbers, name, &std::pair<std::string_view, int>::first)->second;
    duration(node, "within", profile_.stop.within);
  }

  void restart(pugi::xml_node node) {
    const std::string_view between = node.attribute("between").as_string("crash");
    profile_.restart = between == "never"   ? RestartPolicy::never
                       : between == "cases" ? RestartPolicy::cases
                                            : RestartPolicy::crash;
  }

  void delivery(pugi::xml_node node) {
    if (!node) {
      return;
    }
    auto& hook = profile_.delivery;
    const auto log = node.attribute("log");
    const auto command = node.attribute("command");
    const bool output = std::string_view(node.attribute("output").value()) == "yes";
    if ((log ? 1 : 0) + (command ? 1 : 0) + (output ? 1 : 0) != 1) {
      error(node, "<delivery> needs one of log=\"FILE\", command=\"...\" and output=\"yes\"");
      return;
    }
    hook.pattern = node.attribute("pattern").value();
    pattern(node, node.attribute("pattern"));
    hook.file = log.value();
    hook.argv = split_words(command.value());
    hook.kind = log       ? DeliveryHook::Kind::log
                : command ? DeliveryHook::Kind::command
                          : DeliveryHook::Kind::output;
    if (output && !profile_.start) {
      error(node, "output=\"yes\" needs <start>: only a started device's output is seen");
    }
  }

  void pattern(pugi::xml_node node, pugi::xml_attribute attribute) {
    const RE2 compiled(attribute.value(), RE2::Quiet);
    if (!compiled.ok()) {
      error(node, attribute,
            fmt::format("'{}' is no regular expression: {}", attribute.value(), compiled.error()));
    }
  }

  void duration(pugi::xml_node node, const char* name, stack::Duration& into) {
    const auto attribute = node.attribute(name);
    if (!attribute) {
      return;
    }
    const std::string_view text = attribute.value();
    unsigned number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, failed] = std::from_chars(text.data(), end, number);
    const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
    const bool seconds = unit == "s" && number <= longest_wait / std::chrono::seconds(1);
    const bool millis = unit == "ms" && number <= longest_wait / std::chrono::milliseconds(1);
    if (failed != std::errc{} || (!seconds && !millis)) {
      error(node, attribute,
            fmt::format("'{}' is no time; write \"5s\" or \"500ms\", at most 10 minutes", text));
      return;
    }
    into = seconds ? stack::Duration(std::chrono::seconds(number))
                   : stack::Duration(std::chrono::milliseconds(number));
  }

  const XmlFile& file_;
  std::vector<DataError>& errors_;
  DeviceProfile profile_;
};

}  // namespace

const std::vector<std::string>& known_roles() {
  static const std::vector<std::string> roles = {"uas",       "uac",   "proxy",
                                                 "registrar", "b2bua", "gateway"};
  return roles;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (quote == 0 && blank) {
      if (std::exchange(in_word, false)) {
        words.push_back(std::exchange(word, {}));
      }
      continue;
    }
    in_word = true;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      word.push_back(c);
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return words;
}

DeviceProfile parse_profile(std::string_view xml, const std::string& file,
                            std::vector<DataError>& errors) {
  XmlFile document(file, std::string(xml));
  if (!document.parse(errors) || !check_grammar(document, profile_grammar(), errors)) {
    return {};
  }
  return Reader(document, errors).device(document.root());
}

DeviceProfile load_profile(const std::filesystem::path& file, std::vector<DataError>& errors) {
  const auto text = read_data_file(file, errors);
  if (!text) {
    return {};
  }
  auto profile = parse_profile(*text, file.string(), errors);
  profile.folder = file.parent_path().empty() ? "." : file.parent_path().string();
  return profile;
}

}  // namespace sipspec::harness
