#include "stack/body/smime.hpp"

#include "stack/body/body.hpp"
#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace sipspec::stack {
namespace {

constexpr SmimeTime now{std::chrono::seconds(1'767'225'600)};  // 2026-01-01
constexpr std::chrono::hours day{24};

std::string written(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  std::string octets(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return octets;
}

/// A certificate that vouches for itself for ten days from `now` on.
SmimeIdentity make_identity(const std::string& name) {
  EVP_PKEY* const key = EVP_RSA_gen(2048);
  X509* const certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 7);
  ASN1_TIME_set(X509_getm_notBefore(certificate), now.time_since_epoch().count());
  ASN1_TIME_set(X509_getm_notAfter(certificate), (now + 10 * day).time_since_epoch().count());
  X509_NAME* const subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  BIO* const pem = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(pem, certificate);
  BIO* const key_pem = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key_pem, key, nullptr, nullptr, 0, nullptr, nullptr);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return {written(pem), written(key_pem)};
}

const SmimeIdentity& alice() {
  static const SmimeIdentity identity = make_identity("alice");
  return identity;
}

const SmimeIdentity& bob() {
  static const SmimeIdentity identity = make_identity("bob");
  return identity;
}

const std::string entity =
    "Content-Type: text/plain\r\n\r\nWatson, come here.\nI want\r\n to see you.";

template <class T>
std::string outcome(const SmimeResult<T>& result) {
  return result ? "fine" : std::string(sentence_of(result.error()));
}

std::string because(SmimeFault fault) {
  return std::string(sentence_of(fault));
}

TEST(Smime, ASignedEntityIsVerified) {
  const SmimeBody made = sign_entity(entity, alice(), "sig", now).value();
  const Body body = Body::parse(made.body, {made.content_type});
  EXPECT_EQ(names(body.defects()), Texts{});
  ASSERT_EQ(body.root().parts.size(), 2U);
  const std::string_view signed_octets = body.root().as<Multipart>()->parts[0].octets;
  EXPECT_EQ(signed_octets, entity);
  const auto verified = verify_signed(body.root().parts[1].content, signed_octets,
                                      std::vector{alice().certificate}, now + day);
  ASSERT_EQ(outcome(verified), "fine");
  EXPECT_EQ(verified->signers, std::vector<std::string>{"CN=alice"});
  EXPECT_EQ(verified->content, entity);
}

TEST(Smime, AnOpaqueSignatureHoldsItsContent) {
  const auto der = make_signature(entity, alice(), SignatureForm::opaque, now).value();
  const auto verified = verify_signed(der, "", std::vector{alice().certificate}, now);
  ASSERT_EQ(outcome(verified), "fine");
  EXPECT_EQ(verified->content, entity);
}

TEST(Smime, ChangedContentAndChangedSignaturesAreSeen) {
  const auto der = make_signature(entity, alice(), SignatureForm::detached, now).value();
  const std::vector trusted{alice().certificate};
  EXPECT_EQ(outcome(verify_signed(der, entity, trusted, now)), "fine");
  EXPECT_EQ(outcome(verify_signed(der, entity + " ", trusted, now)),
            because(SmimeFault::signature_wrong));
  EXPECT_EQ(outcome(verify_signed(der, with(entity, "here.\n", "here.\r\n"), trusted, now)),
            because(SmimeFault::signature_wrong));
  std::string damaged = der;
  damaged[damaged.size() - 10] = static_cast<char>(~damaged[damaged.size() - 10]);
  EXPECT_EQ(outcome(verify_signed(damaged, entity, trusted, now)),
            because(SmimeFault::signature_wrong));
}

TEST(Smime, OnlyWhoIsTrustedAtThatTimeVouches) {
  const auto der = make_signature(entity, alice(), SignatureForm::detached, now).value();
  EXPECT_EQ(outcome(verify_signed(der, entity, std::vector{bob().certificate}, now)),
            because(SmimeFault::signer_unknown));
  EXPECT_EQ(outcome(verify_signed(der, entity, {}, now)), because(SmimeFault::signer_unknown));
  const std::vector trusted{alice().certificate};
  EXPECT_EQ(outcome(verify_signed(der, entity, trusted, now + 11 * day)),
            because(SmimeFault::signer_unknown));
  EXPECT_EQ(outcome(verify_signed(der, entity, trusted, now - day)),
            because(SmimeFault::signer_unknown));
}

TEST(Smime, AnEnvelopeIsOpenedByEachOfItsRecipientsOnly) {
  const SmimeBody both =
      envelop_entity(entity, std::vector{alice().certificate, bob().certificate}).value();
  EXPECT_EQ(both.body.find("Watson"), std::string::npos);
  EXPECT_EQ(open_enveloped(both.body, alice()).value(), entity);
  EXPECT_EQ(open_enveloped(both.body, bob()).value(), entity);
  const auto for_bob = make_enveloped(entity, std::vector{bob().certificate}).value();
  EXPECT_EQ(outcome(open_enveloped(for_bob, alice())), because(SmimeFault::not_for_us));
}

TEST(Smime, IdentitiesThatCanNotBeReadAreRefused) {
  EXPECT_EQ(outcome(make_signature(entity, {"x", alice().key}, SignatureForm::opaque, now)),
            because(SmimeFault::bad_identity));
  EXPECT_EQ(outcome(make_signature(entity, {alice().certificate, ""}, SignatureForm::opaque, now)),
            because(SmimeFault::bad_identity));
  EXPECT_EQ(
      outcome(make_signature(entity, {alice().certificate, bob().key}, SignatureForm::opaque, now)),
      because(SmimeFault::bad_identity));
  EXPECT_EQ(outcome(make_enveloped(entity, std::vector{std::string("x")})),
            because(SmimeFault::bad_identity));
  const auto for_bob = make_enveloped(entity, std::vector{bob().certificate}).value();
  EXPECT_EQ(outcome(open_enveloped(for_bob, {})), because(SmimeFault::bad_identity));
}

TEST(Smime, OneKindIsNotTheOther) {
  const auto signature = make_signature(entity, alice(), SignatureForm::opaque, now).value();
  const auto envelope = make_enveloped(entity, std::vector{bob().certificate}).value();
  EXPECT_EQ(outcome(open_enveloped(signature, bob())), because(SmimeFault::unreadable));
  EXPECT_EQ(outcome(verify_signed(envelope, "", {}, now)), because(SmimeFault::unreadable));
  EXPECT_EQ(outcome(verify_signed("", "", {}, now)), because(SmimeFault::unreadable));
}

TEST(Smime, NoCutIsTakenForTheWhole) {
  const auto signature = make_signature(entity, alice(), SignatureForm::opaque, now).value();
  const auto envelope = make_enveloped(entity, std::vector{bob().certificate}).value();
  const std::vector trusted{alice().certificate};
  for (std::size_t length = 0; length < signature.size(); length += 7) {
    EXPECT_NE(outcome(verify_signed(signature.substr(0, length), "", trusted, now)), "fine");
  }
  for (std::size_t length = 0; length < envelope.size(); length += 7) {
    EXPECT_NE(outcome(open_enveloped(envelope.substr(0, length), bob())), "fine");
  }
}

TEST(Smime, DamageAnywhereIsReadSafely) {
  const auto signature = make_signature(entity, alice(), SignatureForm::detached, now).value();
  const auto envelope = make_enveloped(entity, std::vector{bob().certificate}).value();
  const std::vector trusted{alice().certificate};
  std::size_t refused = 0;
  for (std::size_t at = 0; at < signature.size(); at += 11) {
    std::string damaged = signature;
    damaged[at] = static_cast<char>(~damaged[at]);
    refused += verify_signed(damaged, entity, trusted, now) ? 0U : 1U;
  }
  // Of the certificates that are carried along not every octet is signed.
  EXPECT_GT(refused * 11 * 10, signature.size() * 9);
  for (std::size_t at = 0; at < envelope.size(); at += 11) {
    std::string damaged = envelope;
    damaged[at] = static_cast<char>(~damaged[at]);
    const auto opened = open_enveloped(damaged, bob());
    EXPECT_TRUE(!opened || opened->size() <= envelope.size());
  }
}

}  // namespace
}  // namespace sipspec::stack
