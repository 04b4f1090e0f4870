#include "stack/transport/certificate_identity.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

using AltName = CertificateNames::AltName;
using Names = std::vector<std::string>;

TEST(SipIdentities, AreTheHostsOfSipUrisWithoutUser) {
  const CertificateNames names{
      .uris = {"sip:example.com", "SIP:b.example.com;transport=tls", "sip:[::1]:5061",
               "sip:alice@example.org", "sips:secure.example.com", "https://example.com", "sip:"},
      .alt_name = AltName::present};
  EXPECT_EQ(sip_domain_identities(names), (Names{"example.com", "b.example.com", "::1"}));
}

TEST(SipIdentities, AreDnsNamesOnlyWhereThereIsNoSipUri) {
  CertificateNames names{.uris = {"https://example.com"},
                         .dns_names = {"a.example.com", "b.example.com"},
                         .alt_name = AltName::present};
  EXPECT_EQ(sip_domain_identities(names), (Names{"a.example.com", "b.example.com"}));
  names.uris.emplace_back("sip:c.example.com");
  EXPECT_EQ(sip_domain_identities(names), (Names{"c.example.com"}));
}

TEST(SipIdentities, AreCommonNamesOnlyWithoutSubjectAltName) {
  CertificateNames names{.common_names = {"example.com"}};
  EXPECT_EQ(sip_domain_identities(names), (Names{"example.com"}));
  names.alt_name = AltName::present;
  EXPECT_TRUE(sip_domain_identities(names).empty());
}

TEST(SipIdentities, AreTheSameWithoutRegardToCaseAndWholeOnly) {
  EXPECT_TRUE(same_sip_identity("Example.COM", "example.com"));
  EXPECT_FALSE(same_sip_identity("example.com", "foo.example.com"));
  EXPECT_FALSE(same_sip_identity("*.example.com", "foo.example.com"));
  EXPECT_TRUE(same_sip_identity("*.example.com", "*.example.com"));
  EXPECT_FALSE(same_sip_identity(".example.com", "foo.example.com"));
  EXPECT_TRUE(same_sip_identity("0:0:0:0:0:0:0:1", "[::1]"));
  EXPECT_FALSE(same_sip_identity("", ""));
}

TEST(IdentityOfACertificate, IsFoundByUriDnsNameOrAddress) {
  EXPECT_TRUE(check_identity({.uris = {"sip:example.com"}}, "EXAMPLE.com").matches);
  EXPECT_TRUE(check_identity({.dns_names = {"example.com"}}, "example.com").matches);
  const CertificateNames address{.ip_addresses = {"127.0.0.1"}, .alt_name = AltName::present};
  EXPECT_TRUE(check_identity(address, "127.0.0.1").matches);
  EXPECT_FALSE(check_identity(address, "127.0.0.2").matches);
}

TEST(IdentityOfACertificate, ThatIsAnotherSaysWhoItIs) {
  const auto check = check_identity({.dns_names = {"other.example"}}, "example.com");
  EXPECT_FALSE(check.matches);
  EXPECT_EQ(check.sentence, "the certificate is for other.example, not for example.com");
  EXPECT_EQ(check_identity({.alt_name = AltName::present}, "example.com").sentence,
            "the certificate names no SIP domain, and so not example.com");
}

TEST(IdentityOfACertificate, NamesTheRuleThatPassesAFittingNameBy) {
  const auto sentence = [](const CertificateNames& names) {
    return check_identity(names, "foo.example.com").sentence;
  };
  EXPECT_NE(sentence({.dns_names = {"*.example.com"}}).find("no wildcards (RFC 5922 7.2)"),
            std::string::npos);
  EXPECT_NE(sentence({.uris = {"sip:a.example"}, .dns_names = {"foo.example.com"}})
                .find("does not count beside a sip URI (RFC 5922 7.1)"),
            std::string::npos);
  EXPECT_NE(sentence({.dns_names = {"a.example"}, .common_names = {"foo.example.com"}})
                .find("does not count beside subjectAltName (RFC 5922 7.1)"),
            std::string::npos);
}

}  // namespace
}  // namespace sipspec::stack
