#include "stack/transport/certificate_identity.hpp"

#include "stack/transport/ip_text.hpp"

#include <algorithm>
#include <optional>

namespace sipspec::stack {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_text(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// The host of "sip:example.com;transport=tls"; nullopt for another scheme and for users.
std::optional<std::string> domain_of(std::string_view uri) {
  constexpr std::string_view scheme = "sip:";
  if (uri.size() <= scheme.size() || !same_text(uri.substr(0, scheme.size()), scheme) ||
      uri.find('@') != std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view host = uri.substr(scheme.size());
  if (host.starts_with('[')) {
    const auto close = host.find(']');
    return close == std::string_view::npos ? std::nullopt
                                           : std::optional(std::string(host.substr(1, close - 1)));
  }
  host = host.substr(0, host.find_first_of(":;?"));
  return host.empty() ? std::nullopt : std::optional(std::string(host));
}

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

/// "*.example.com" for "foo.example.com": what a web browser would take.
bool wildcard_would_fit(std::string_view pattern, std::string_view domain) {
  if (!pattern.starts_with("*.")) {
    return false;
  }
  const auto dot = domain.find('.');
  return dot != std::string_view::npos && same_text(pattern.substr(1), domain.substr(dot));
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

bool any_same(const std::vector<std::string>& names, std::string_view domain) {
  return std::ranges::any_of(
      names, [domain](const std::string& name) { return same_sip_identity(name, domain); });
}

/// Why a name that looks right does not count; "" when none does.
std::string passed_by(const CertificateNames& names, std::string_view domain) {
  for (const std::string& name : sip_domain_identities(names)) {
    if (wildcard_would_fit(name, domain)) {
      return "; " + name + " does not match it, since SIP knows no wildcards (RFC 5922 7.2)";
    }
  }
  if (any_same(names.dns_names, domain)) {
    return "; the dNSName that fits does not count beside a sip URI (RFC 5922 7.1)";
  }
  if (any_same(names.common_names, domain)) {
    return "; the common name that fits does not count beside subjectAltName (RFC 5922 7.1)";
  }
  return {};
}

}  // namespace

std::vector<std::string> sip_domain_identities(const CertificateNames& names) {
  std::vector<std::string> identities;
  for (const std::string& uri : names.uris) {
    if (auto domain = domain_of(uri)) {
      identities.push_back(*std::move(domain));
    }
  }
  if (!identities.empty()) {
    return identities;
  }
  const bool subject_counts = names.alt_name == CertificateNames::AltName::absent &&
                              names.uris.empty() && names.dns_names.empty() &&
                              names.ip_addresses.empty();
  return subject_counts ? names.common_names : names.dns_names;
}

bool same_sip_identity(std::string_view a, std::string_view b) {
  const auto ip_a = canonical_ip(without_brackets(a));
  const auto ip_b = canonical_ip(without_brackets(b));
  if (ip_a || ip_b) {
    return ip_a == ip_b;
  }
  return !a.empty() && same_text(a, b);
}

IdentityCheck check_identity(const CertificateNames& names, std::string_view domain) {
  const auto identities = sip_domain_identities(names);
  const std::string wanted(domain);
  if (any_same(identities, domain)) {
    return {true, "the certificate names " + wanted};
  }
  const auto ip = canonical_ip(without_brackets(domain));
  if (ip && std::ranges::find(names.ip_addresses, *ip) != names.ip_addresses.end()) {
    return {true, "the certificate names the IP address " + *ip};
  }
  const std::string there = identities.empty()
                                ? "the certificate names no SIP domain, and so not "
                                : "the certificate is for " + list(identities) + ", not for ";
  return {false, there + wanted + passed_by(names, domain)};
}

}  // namespace sipspec::stack
