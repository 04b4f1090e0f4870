#pragma once

// Whom a certificate names, by the rules of RFC 5922 section 7: which of its names are SIP domain
// identities (7.1), and whether one of them is the domain that was asked for (7.2). Pure: names in,
// answer out. Not here: reading X.509, chains of trust, validity (harness/io).
//
//   CertificateNames names{.dns_names = {"*.example.com"}};
//   check_identity(names, "foo.example.com").matches == false;   // SIP knows no wildcards

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// The names of a certificate as they stand there, each kind in the order of the certificate.
struct CertificateNames {
  std::vector<std::string> uris;          ///< subjectAltName uniformResourceIdentifier
  std::vector<std::string> dns_names;     ///< subjectAltName dNSName
  std::vector<std::string> ip_addresses;  ///< subjectAltName iPAddress, canonical text
  std::vector<std::string> common_names;  ///< CN of the subject
  /// The extension is there, with whatever kinds of names: the subject does not count then.
  enum class AltName : unsigned char { absent, present } alt_name = AltName::absent;
};

/// RFC 5922 7.1: hosts of sip URIs without a user part; DNS names only where there is no such URI;
/// the subject's common names only without subjectAltName.
std::vector<std::string> sip_domain_identities(const CertificateNames& names);

/// RFC 5922 7.2: DNS names in their entirety, without regard to case; no suffix, no wildcard.
bool same_sip_identity(std::string_view a, std::string_view b);

struct IdentityCheck {
  bool matches = false;
  /// One sentence: which name it was, or what stands there instead, and the rule that passes it by.
  std::string sentence;
};

/// `domain` is the host of the URI that was asked for, before any DNS (RFC 5922 7.3). When it is an
/// IP address, an iPAddress that equals it is taken as well: the RFC speaks of domains only.
IdentityCheck check_identity(const CertificateNames& names, std::string_view domain);

}  // namespace sipspec::stack
