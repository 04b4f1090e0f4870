#include "harness/cli/tls_options.hpp"

#include "harness/io/tls.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using Takes = OptionSpec::Takes;
using stack::Transport;

bool is_secure(const Target& target) {
  return target.variant.transport == Transport::tls || target.variant.transport == Transport::wss;
}

UsageResult<TlsSettings> read_settings(const ParsedOptions& options) {
  TlsSettings settings;
  settings.ca_file = options.value("tls-ca").value_or("");
  settings.trust =
      options.has("tls-insecure") ? TlsSettings::Trust::insecure : TlsSettings::Trust::verify;
  settings.certificate_file = options.value("tls-certificate").value_or("");
  settings.key_file = options.value("tls-key").value_or(settings.certificate_file);
  settings.key_log_file = options.value("tls-key-log").value_or("");
  const std::vector<std::string> versions = {"both", "1.2", "1.3"};
  const auto version = options.choice("tls-version", versions, "both");
  if (!version) {
    return version.error();
  }
  if (*version != "both") {
    settings.only = *version == "1.2" ? TlsVersion::v1_2 : TlsVersion::v1_3;
  }
  if (options.has("tls-insecure") && options.has("tls-ca")) {
    return UsageError{"--tls-ca and --tls-insecure contradict each other"};
  }
  if (options.has("tls-key") && !options.has("tls-certificate")) {
    return UsageError{"--tls-key needs --tls-certificate"};
  }
  return settings;
}

UsageError as_usage(const TlsError& error) {
  return {fmt::format("TLS: {}", error.sentence)};
}

/// What an actor shows to a device that connects to it, when the user gave no certificate.
boost::system::result<TlsContext::Shared, TlsError> actors_context(TlsSettings settings,
                                                                   const std::string& local_ip) {
  settings.ca_file.clear();
  if (settings.certificate_file.empty()) {
    auto made = make_certificate(
        {.names = {.uris = {"sip:" + stack::sip_host({local_ip, 0})}, .ip_addresses = {local_ip}},
         .common_name = "sipspec actor"});
    if (!made) {
      return made.error();
    }
    settings.made = std::move(*made);
  }
  return TlsContext::server(settings);
}

}  // namespace

std::vector<OptionSpec> tls_options() {
  return {
      {"tls-ca", "FILE", "PEM: who signed the device's certificate, or that certificate itself"},
      {"tls-insecure", "", "Takes any certificate of the device", 0, Takes::nothing},
      {"tls-certificate", "FILE", "PEM: what is shown to a device that asks (mutual TLS)"},
      {"tls-key", "FILE", "PEM: its private key (default: in the same file)"},
      {"tls-version", "1.2|1.3", "Only this version (default: both)"},
      {"tls-key-log", "FILE", "Appends session secrets, for Wireshark (NSS format)"},
  };
}

std::optional<UsageError> add_tls(const ParsedOptions& options, std::vector<Target>& targets) {
  const auto settings = read_settings(options);
  if (!settings) {
    return settings.error();
  }
  if (std::ranges::none_of(targets, is_secure)) {
    return std::nullopt;
  }
  const auto client = TlsContext::client(*settings);
  if (!client) {
    return as_usage(client.error());
  }
  for (auto& target : targets) {
    if (!is_secure(target)) {
      continue;
    }
    const auto server = actors_context(*settings, target.local_ip);
    if (!server) {
      return as_usage(server.error());
    }
    target.connect.tls = *client;
    target.listen.tls = *server;
  }
  return std::nullopt;
}

}  // namespace sipspec::harness
