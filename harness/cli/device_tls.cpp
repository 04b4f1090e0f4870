#include "harness/cli/device_tls.hpp"

#include "stack/transport/address.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace sipspec::harness {

namespace {

constexpr std::chrono::hours day{24};

stack::CertificateNames own_names(const DeviceTls& tls) {
  stack::CertificateNames names;
  for (const auto& ip : tls.ips) {
    names.uris.push_back("sip:" + stack::sip_host({ip, 0}));
    names.ip_addresses.push_back(ip);
  }
  for (const auto& name : {std::string("localhost"), tls.domain}) {
    if (!name.empty()) {
      names.uris.push_back("sip:" + name);
      names.dns_names.push_back(name);
    }
  }
  return names;
}

CertificateSpec spec_of(const DeviceTls& tls) {
  CertificateSpec spec{.names = own_names(tls), .common_name = "sipspec device"};
  if (tls.flaw == "expired") {
    spec.from = -2 * day;
    spec.until = -day;
  } else if (tls.flaw == "future") {
    spec.from = day;
    spec.until = 2 * day;
  } else if (tls.flaw == "wrong-name") {
    spec.names = {.uris = {"sip:wrong.invalid"}, .dns_names = {"wrong.invalid"}};
  } else if (tls.flaw == "wildcard") {
    const auto domain = tls.domain.empty() ? std::string("localhost") : tls.domain;
    spec.names = {.dns_names = {"*" + domain.substr(std::min(domain.find('.'), domain.size()))}};
  } else if (tls.flaw == "nameless") {
    spec.names = {};
  } else if (tls.flaw == "weak") {
    spec.strength = CertificateSpec::Strength::weak;
  }
  return spec;
}

}  // namespace

std::span<const std::string> certificate_flaws() {
  static const std::array<std::string, 6> flaws = {"expired",  "future",   "wrong-name",
                                                   "wildcard", "nameless", "weak"};
  return flaws;
}

boost::system::result<TlsContext::Shared, TlsError> device_context(const DeviceTls& tls) {
  TlsSettings settings;
  settings.ca_file = tls.client_ca_file;
  settings.certificate_file = tls.certificate_file;
  settings.key_file = tls.key_file;
  settings.key_log_file = tls.key_log_file;
  if (tls.certificate_file.empty()) {
    auto made = make_certificate(spec_of(tls));
    if (!made) {
      return made.error();
    }
    if (!tls.certificate_out.empty()) {
      std::ofstream out(tls.certificate_out, std::ios::trunc);
      out << made->certificate;
      if (!out.flush()) {
        return TlsError{fmt::format("{} cannot be written", tls.certificate_out)};
      }
    }
    settings.made = std::move(*made);
  }
  return TlsContext::server(settings);
}

}  // namespace sipspec::harness
