#include "harness/device/profile_loader.hpp"

#include "harness/device/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <functional>
#include <span>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::string_view profile_namespace = "urn:sipspec:device:1";
constexpr std::chrono::minutes longest_wait{10};

const std::vector<std::pair<std::string, int>> signals = {
    {"TERM", SIGTERM}, {"INT", SIGINT}, {"HUP", SIGHUP}, {"QUIT", SIGQUIT}, {"KILL", SIGKILL}};

/// An element being read: knows its place, its allowed attributes, and collects errors.
class Reader {
 public:
  Reader(std::string_view xml, std::string file, std::vector<DataError>& errors)
      : xml_(xml), file_(std::move(file)), errors_(errors) {}

  void error_at(std::ptrdiff_t offset, std::string sentence) {
    const auto end =
        std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), xml_.size());
    const auto before = xml_.substr(0, end);
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    errors_.push_back({file_, static_cast<std::uint32_t>(line),
                       static_cast<std::uint32_t>(end - start + 1), std::move(sentence)});
  }

  void error(const pugi::xml_node& node, std::string sentence) {
    error_at(node.offset_debug(), std::move(sentence));
  }

  void allow_attributes(const pugi::xml_node& node, std::span<const std::string> known) {
    for (const auto& attribute : node.attributes()) {
      const std::string name = attribute.name();
      if (std::ranges::find(known, name) == known.end()) {
        error(node, fmt::format("<{}> has no attribute '{}'{}", node.name(), name,
                                did_you_mean(name, known)));
      }
    }
  }

  /// A required attribute; "" and an error when it is missing.
  std::string need(const pugi::xml_node& node, const char* name) {
    const std::string value = node.attribute(name).value();
    if (value.empty()) {
      error(node, fmt::format("<{}> needs the attribute '{}'", node.name(), name));
    }
    return value;
  }

  /// One word out of a list; the index, or nullopt and an error.
  std::optional<std::size_t> choice(const pugi::xml_node& node, const char* attribute,
                                    const std::string& value, std::span<const std::string> known) {
    const auto found = std::ranges::find(known, value);
    if (found != known.end()) {
      return static_cast<std::size_t>(found - known.begin());
    }
    error(node, fmt::format("{}=\"{}\" is unknown{}; known: {}", attribute, value,
                            did_you_mean(value, known), fmt::join(known, ", ")));
    return std::nullopt;
  }

  void duration(const pugi::xml_node& node, const char* name, stack::Duration& into) {
    const std::string text = node.attribute(name).value();
    if (text.empty()) {
      return;
    }
    unsigned number = 0;
    const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string unit = stop;
    if (failed == std::errc{} && unit == "s" && number <= longest_wait / std::chrono::seconds(1)) {
      into = std::chrono::seconds(number);
    } else if (failed == std::errc{} && unit == "ms" &&
               number <= longest_wait / std::chrono::milliseconds(1)) {
      into = std::chrono::milliseconds(number);
    } else {
      error(node, fmt::format("{}=\"{}\" is no time; write \"5s\" or \"500ms\", at most 10 minutes",
                              name, text));
    }
  }

 private:
  std::string_view xml_;
  std::string file_;
  std::vector<DataError>& errors_;
};

using Names = std::vector<std::string>;

void read_address(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"host", "port", "transports"};
  static const Names transports = {"udp", "tcp"};
  reader.allow_attributes(node, known);
  DeviceAddress address;
  address.host = reader.need(node, "host");
  const std::string port = node.attribute("port").value();
  if (!port.empty()) {
    unsigned number = 0;
    const auto [stop, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (failed != std::errc{} || stop != port.data() + port.size() || number == 0 ||
        number > 65'535) {
      reader.error(node, fmt::format("port=\"{}\" is no port (1 to 65535)", port));
    }
    address.port = static_cast<std::uint16_t>(number);
  }
  for (const auto& word : split_words(node.attribute("transports").value())) {
    if (reader.choice(node, "transports", word, transports)) {
      address.transports.push_back(*stack::transport_from(word));
    }
  }
  profile.addresses.push_back(std::move(address));
}

void read_identity(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"user", "domain"};
  reader.allow_attributes(node, known);
  profile.identity = {node.attribute("user").value(), node.attribute("domain").value()};
}

void read_capabilities(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"have", "lack"};
  reader.allow_attributes(node, known);
  if (node.attribute("have")) {
    profile.have = split_words(node.attribute("have").value());
  }
  profile.lack = split_words(node.attribute("lack").value());
  for (const auto& both : profile.lack) {
    if (std::ranges::find(profile.have, both) != profile.have.end()) {
      reader.error(node, fmt::format("'{}' is in have and in lack", both));
    }
  }
}

void read_start(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"cwd", "env"};
  static const Names command_known = {"shell"};
  static const Names yes_no = {"no", "yes"};
  reader.allow_attributes(node, known);
  StartCommand start;
  start.cwd = node.attribute("cwd").value();
  for (const auto& pair : split_words(node.attribute("env").value())) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      reader.error(node, fmt::format("env=\"... {} ...\": write NAME=VALUE", pair));
      continue;
    }
    start.environment[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  const auto command = node.child("command");
  if (!command) {
    reader.error(node, "<start> needs a <command>");
    return;
  }
  reader.allow_attributes(command, command_known);
  const std::string shell = command.attribute("shell").as_string("no");
  const std::string text = command.text().get();
  if (reader.choice(command, "shell", shell, yes_no).value_or(0) == 1) {
    start.kind = StartCommand::Kind::shell;
    start.argv = {text};
  } else {
    start.argv = split_words(text);
  }
  if (start.argv.empty() || start.argv.front().empty()) {
    reader.error(command, "<command> is empty");
    return;
  }
  profile.start = std::move(start);
}

void read_ready(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"by", "match", "within"};
  static const Names ways = {"options", "log", "port"};
  reader.allow_attributes(node, known);
  const auto way =
      reader.choice(node, "by", node.attribute("by").as_string("options"), ways).value_or(0);
  profile.ready.by = static_cast<Readiness::By>(way);
  profile.ready.match = node.attribute("match").value();
  if (profile.ready.by == Readiness::By::log && profile.ready.match.empty()) {
    reader.error(node, "by=\"log\" needs match=\"...\", a text or pattern in the device's output");
  }
  reader.duration(node, "within", profile.ready.within);
}

void read_stop(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"signal", "within"};
  Names names;
  for (const auto& [name, number] : signals) {
    names.push_back(name);
  }
  reader.allow_attributes(node, known);
  std::string name = node.attribute("signal").as_string("TERM");
  if (name.starts_with("SIG")) {
    name.erase(0, 3);
  }
  if (const auto index = reader.choice(node, "signal", name, names)) {
    profile.stop.signal = signals[*index].second;
  }
  reader.duration(node, "within", profile.stop.within);
}

void read_restart(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"between"};
  static const Names policies = {"never", "cases", "crash"};
  reader.allow_attributes(node, known);
  if (const auto index = reader.choice(node, "between", reader.need(node, "between"), policies)) {
    profile.restart = static_cast<RestartPolicy>(*index);
  }
}

void read_delivery(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"log", "command", "output", "pattern"};
  reader.allow_attributes(node, known);
  auto& hook = profile.delivery;
  hook.pattern = node.attribute("pattern").value();
  const auto sources =
      std::ranges::count_if(Names{"log", "command", "output"}, [&](const auto& it) {
        return !std::string_view(node.attribute(it.c_str()).value()).empty();
      });
  if (sources != 1) {
    reader.error(node,
                 "<delivery> needs exactly one of log=\"FILE\", command=\"...\", output=\"yes\"");
    return;
  }
  if (const std::string file = node.attribute("log").value(); !file.empty()) {
    hook.kind = DeliveryHook::Kind::log;
    hook.file = file;
  } else if (const std::string command = node.attribute("command").value(); !command.empty()) {
    hook.kind = DeliveryHook::Kind::command;
    hook.argv = split_words(command);
  } else {
    hook.kind = DeliveryHook::Kind::output;
  }
}

void read_probe(Reader& reader, const pugi::xml_node& node, DeviceProfile& profile) {
  static const Names known = {"method"};
  static const Names methods = {"OPTIONS", "MESSAGE"};
  reader.allow_attributes(node, known);
  if (const auto index = reader.choice(node, "method", reader.need(node, "method"), methods)) {
    profile.probe = static_cast<ProbeMethod>(*index);
  }
}

using ReadElement = void (*)(Reader&, const pugi::xml_node&, DeviceProfile&);

struct Element {
  std::string name;
  ReadElement read;
  enum class Times : std::uint8_t { once, many } times = Times::once;
};

const std::vector<Element>& elements() {
  static const std::vector<Element> all = {
      {"address", read_address, Element::Times::many},
      {"identity", read_identity},
      {"capabilities", read_capabilities},
      {"start", read_start},
      {"ready", read_ready},
      {"stop", read_stop},
      {"restart", read_restart},
      {"delivery", read_delivery},
      {"probe", read_probe},
  };
  return all;
}

void read_children(Reader& reader, const pugi::xml_node& device, DeviceProfile& profile) {
  Names names, seen;
  for (const auto& element : elements()) {
    names.push_back(element.name);
  }
  for (const auto& child : device.children()) {
    if (child.type() != pugi::node_element) {
      reader.error(child, "text has no meaning here");
      continue;
    }
    const std::string name = child.name();
    const auto found = std::ranges::find(elements(), name, &Element::name);
    if (found == elements().end()) {
      reader.error(child,
                   fmt::format("<device> has no element <{}>{}", name, did_you_mean(name, names)));
      continue;
    }
    if (found->times == Element::Times::once && std::ranges::find(seen, name) != seen.end()) {
      reader.error(child, fmt::format("<{}> is there twice", name));
      continue;
    }
    seen.push_back(name);
    found->read(reader, child, profile);
  }
}

void read_device(Reader& reader, const pugi::xml_node& device, DeviceProfile& profile) {
  static const Names known = {"xmlns", "name", "version", "roles"};
  reader.allow_attributes(device, known);
  profile.name = reader.need(device, "name");
  profile.version = device.attribute("version").value();
  for (const auto& role : split_words(device.attribute("roles").as_string("uas"))) {
    if (reader.choice(device, "roles", role, known_roles())) {
      profile.roles.push_back(role);
    }
  }
  read_children(reader, device, profile);
  if (profile.addresses.empty()) {
    reader.error(device, "<device> needs at least one <address host=\"...\" port=\"...\"/>");
  }
  if (!profile.start && profile.delivery.kind == DeliveryHook::Kind::output) {
    reader.error(device,
                 "<delivery output=\"yes\"> needs <start>: only a started device's output is seen");
  }
  if (!profile.start && profile.ready.by == Readiness::By::log) {
    reader.error(device,
                 "<ready by=\"log\"> needs <start>: only a started device's output is seen");
  }
}

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
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word.push_back(c);
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (in_word) {
        words.push_back(std::exchange(word, {}));
      }
      in_word = false;
    } else {
      word.push_back(c);
      in_word = true;
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return words;
}

DeviceProfile parse_profile(std::string_view xml, const std::string& file,
                            std::vector<DataError>& errors) {
  DeviceProfile profile;
  profile.have = {"*"};
  Reader reader(xml, file, errors);
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    reader.error_at(parsed.offset,
                    fmt::format("this is no well-formed XML: {}", parsed.description()));
    return profile;
  }
  const auto root = document.document_element();
  if (std::string_view(root.name()) != "device") {
    reader.error(root, fmt::format("a device profile starts with <device>, not <{}>", root.name()));
    return profile;
  }
  if (root.attribute("xmlns").value() != profile_namespace) {
    reader.error(root, fmt::format("<device> needs xmlns=\"{}\"", profile_namespace));
  }
  read_device(reader, root, profile);
  return profile;
}

DeviceProfile load_profile(const std::filesystem::path& file, std::vector<DataError>& errors) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code ignored;
  if (!stream || std::filesystem::is_directory(file, ignored)) {
    errors.push_back({file.string(), 0, 0, "this file cannot be read"});
    return {};
  }
  std::string text(max_profile_octets + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > max_profile_octets) {
    errors.push_back({file.string(), 0, 0, "this is too large for a device profile (1 MiB)"});
    return {};
  }
  auto profile = parse_profile(text, file.string(), errors);
  profile.folder = file.parent_path().empty() ? "." : file.parent_path().string();
  return profile;
}

}  // namespace sipspec::harness
