#include "harness/cli/dut_options.hpp"

#include "harness/catalogue/suggestion.hpp"
#include "harness/cli/tls_options.hpp"
#include "harness/device/dut_spec.hpp"
#include "harness/device/profile_loader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace sipspec::harness {

namespace {

namespace fs = std::filesystem;
using Takes = OptionSpec::Takes;

UsageResult<DeviceProfile> read_profile(const fs::path& file) {
  std::vector<DataError> errors;
  auto profile = load_profile(file, errors);
  if (errors.empty()) {
    return profile;
  }
  std::vector<std::string> lines;
  for (const auto& error : errors) {
    lines.push_back(to_string(error));
  }
  return UsageError{
      fmt::format("mistakes in the device profile; nothing was sent\n{}", fmt::join(lines, "\n"))};
}

std::vector<std::string> shipped_profiles(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".xml") {
      names.push_back(entry.path().stem().string());
    }
  }
  return names;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_of(":/.@") == std::string_view::npos;
}

UsageResult<DeviceProfile> read_shipped(const ParsedOptions& options, const std::string& name,
                                        const fs::path& folder) {
  const auto names = shipped_profiles(folder);
  if (std::ranges::find(names, name) == names.end()) {
    const std::vector<std::string_view> words(names.begin(), names.end());
    return UsageError{
        fmt::format("--dut {}: no such device profile{}; a device is written "
                    "sip:host:port, or is the path of a profile (*.xml)",
                    name, suggestion(name, words))};
  }
  auto profile = read_profile(folder / (name + ".xml"));
  if (profile && profile->start && !options.has("allow-exec")) {
    return UsageError{
        fmt::format("--dut {}: this profile starts a program ({}); --allow-exec permits it", name,
                    profile->start->argv.front())};
  }
  return profile;
}

/// Options before the profile; the password out of the environment.
std::optional<UsageError> read_credentials(const ParsedOptions& options, DeviceProfile& profile) {
  const auto user = options.value("auth-user");
  const auto variable = options.value("password-env");
  if (user || variable) {
    if (!profile.credentials) {
      profile.credentials.emplace();
    }
    profile.credentials->user = user.value_or(profile.credentials->user);
    profile.credentials->password_variable =
        variable.value_or(profile.credentials->password_variable);
  }
  if (!profile.credentials) {
    return std::nullopt;
  }
  if (profile.credentials->user.empty() || profile.credentials->password_variable.empty()) {
    return UsageError{"--auth-user and --password-env go together"};
  }
  const char* const password = std::getenv(profile.credentials->password_variable.c_str());
  if (password == nullptr) {
    return UsageError{
        fmt::format("the password of {} is to be in the environment variable {}, "
                    "which is not set",
                    profile.credentials->user, profile.credentials->password_variable)};
  }
  profile.credentials->password = password;
  return std::nullopt;
}

UsageResult<DeviceProfile> read_any(const ParsedOptions& options, const std::string& text,
                                    const fs::path& scenarios) {
  if (text.ends_with(".xml")) {
    return read_profile(text);
  }
  if (is_word(text)) {
    return read_shipped(options, text, scenarios / "devices");
  }
  auto spec = parse_dut(text);
  if (!spec) {
    return UsageError{"--dut: " + show(text, spec.error())};
  }
  return std::move(*spec);
}

}  // namespace

std::vector<OptionSpec> dut_options() {
  std::vector<OptionSpec> options = {
      {"dut", "DEVICE",
       "sip:[user@]host[:port][;transport=udp|tcp|tls|ws|wss], sips:..., a profile.xml, its name"},
      {"dut-name", "NAME", "Name of the device in the reports"},
      {"dut-version", "VERSION", "Version of the device in the reports"},
      {"role", "ROLE,...", "Test it as uas, uac, proxy, registrar, b2bua, gateway"},
      {"auth-user", "NAME", "Whom the device lets in, when it asks for credentials"},
      {"password-env", "VARIABLE", "Environment variable that holds the password of --auth-user"},
      {"transport", "LIST", "Require udp,tcp,tls,ws,wss (default: udp, and tcp where it is)"},
      {"ip", "4,6", "IP versions (default: that of the device's first address)"},
      {"allow-remote", "", "Allows a device that is not on this machine", 0, Takes::nothing},
      {"allow-exec", "", "Allows a shipped profile to start its program", 0, Takes::nothing},
  };
  const auto more = tls_options();
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

std::vector<OptionSpec> selection_options() {
  return {
      {"only", "CASE,...", "Like the arguments: ids, folders, or patterns with * ** ?"},
      {"skip", "CASE,...", "Leaves these out; they are listed as SKIPPED"},
      {"tag", "TAG,...", "Only cases with one of these tags"},
  };
}

UsageResult<DeviceProfile> read_device(const ParsedOptions& options, const fs::path& scenarios) {
  const auto text = options.value("dut");
  if (!text) {
    return UsageError{"--dut is missing: which device? For example --dut sip:127.0.0.1:5070"};
  }
  auto profile = read_any(options, *text, scenarios);
  if (!profile) {
    return profile;
  }
  profile->name = options.value("dut-name").value_or(profile->name);
  profile->version = options.value("dut-version").value_or(profile->version);
  if (auto problem = read_credentials(options, *profile)) {
    return std::move(*problem);
  }
  const auto roles = options.list("role");
  const std::vector<std::string_view> known(known_roles().begin(), known_roles().end());
  for (const auto& role : roles) {
    if (std::ranges::find(known, role) == known.end()) {
      return UsageError{fmt::format("--role {}: unknown{}; known: {}", role,
                                    suggestion(role, known), fmt::join(known, ", "))};
    }
  }
  if (!roles.empty()) {
    profile->roles = roles;
  }
  return profile;
}

UsageResult<TargetChoice> read_target_choice(const ParsedOptions& options) {
  TargetChoice choice;
  for (const auto& name : options.list("transport")) {
    const auto transport = stack::transport_from(name);
    if (!transport) {
      return UsageError{fmt::format("--transport {}: udp, tcp, tls, ws and wss are known", name)};
    }
    if (std::ranges::find(choice.transports, *transport) == choice.transports.end()) {
      choice.transports.push_back(*transport);
    }
  }
  for (const auto& version : options.list("ip")) {
    if (version != "4" && version != "6") {
      return UsageError{fmt::format("--ip {}: 4 and 6 are known", version)};
    }
    choice.ip_versions.push_back(version == "4" ? 4 : 6);
  }
  return choice;
}

UsageResult<Selection> read_selection(const ParsedOptions& options, const Suite& suite) {
  Selection selection;
  selection.only = options.list("only");
  selection.only.insert(selection.only.end(), options.arguments.begin(), options.arguments.end());
  selection.skip = options.list("skip");
  selection.tags = options.list("tag");
  const auto complaints = unmatched_patterns(suite.scenarios, selection);
  if (!complaints.empty()) {
    return UsageError{fmt::format("{}", fmt::join(complaints, "\nsipspec: "))};
  }
  return selection;
}

UsageResult<std::vector<Target>> read_targets(const ParsedOptions& options,
                                              const DeviceProfile& device) {
  const auto choice = read_target_choice(options);
  if (!choice) {
    return choice.error();
  }
  auto targets = find_targets(device, *choice);
  if (!targets) {
    return UsageError{targets.error().sentence};
  }
  const auto remote = remote_addresses(*targets);
  if (!remote.empty() && !options.has("allow-remote")) {
    return UsageError{
        fmt::format("the device is at {}, which is not this machine; --allow-remote "
                    "permits sending there",
                    fmt::join(remote, ", "))};
  }
  if (const auto problem = add_tls(options, *targets)) {
    return *problem;
  }
  return std::move(*targets);
}

}  // namespace sipspec::harness
