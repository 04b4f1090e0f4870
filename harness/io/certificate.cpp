#include "harness/io/certificate.hpp"

#include "harness/io/openssl.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace sipspec::harness {

namespace {

constexpr int serial_bits = 120;
constexpr unsigned weak_rsa_bits = 1024;

KeyPointer new_key(CertificateSpec::Strength strength) {
  return KeyPointer(strength == CertificateSpec::Strength::good ? EVP_EC_gen("P-256")
                                                                : EVP_RSA_gen(weak_rsa_bits));
}

bool set_serial(X509* certificate) {
  const BignumPointer number(BN_new());
  return number && BN_rand(number.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_subject(X509* certificate, const std::string& common_name) {
  return X509_NAME_add_entry_by_txt(
             X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
             reinterpret_cast<const unsigned char*>(common_name.data()),  // NOLINT: octets
             static_cast<int>(common_name.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, int id, const std::string& value) {
  const ExtensionPointer extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

std::string alt_names(const stack::CertificateNames& names) {
  std::string text;
  const auto add = [&text](std::string_view kind, const std::vector<std::string>& values) {
    for (const auto& value : values) {
      text += (text.empty() ? "" : ",") + std::string(kind) + value;
    }
  };
  add("URI:", names.uris);
  add("DNS:", names.dns_names);
  add("IP:", names.ip_addresses);
  return text;
}

bool add_extensions(X509* certificate, const CertificateSpec& spec) {
  const bool authority = spec.use == CertificateSpec::Use::authority;
  const std::string others = alt_names(spec.names);
  return add_extension(certificate, NID_basic_constraints,
                       authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage,
                       authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature") &&
         (others.empty() || add_extension(certificate, NID_subject_alt_name, others));
}

template <typename Write>
std::string pem(const Write& write) {
  const BioPointer memory(BIO_new(BIO_s_mem()));
  if (!memory || write(memory.get()) != 1) {
    return {};
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

TlsError failed(const char* what) {
  return {std::string("a certificate cannot be made: ") + what + ": " + openssl_reason()};
}

struct Signer {
  CertificatePointer certificate;
  KeyPointer key;
};

}  // namespace

boost::system::result<CertificateAndKey, TlsError> make_certificate(const CertificateSpec& spec) {
  const KeyPointer key = new_key(spec.strength);
  const CertificatePointer certificate(X509_new());
  if (!key || !certificate) {
    return failed("key");
  }
  Signer signer;
  if (spec.signer != nullptr) {
    signer = {certificate_from(spec.signer->certificate), key_from(spec.signer->key)};
    if (!signer.certificate || !signer.key) {
      return failed("the signer's certificate and key");
    }
  }
  const X509* issuer = signer.certificate ? signer.certificate.get() : certificate.get();
  EVP_PKEY* signing = signer.key ? signer.key.get() : key.get();
  const bool filled =
      X509_set_version(certificate.get(), X509_VERSION_3) == 1 && set_serial(certificate.get()) &&
      set_subject(certificate.get(), spec.common_name) &&
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1 &&
      X509_gmtime_adj(X509_getm_notBefore(certificate.get()), spec.from.count()) &&
      X509_gmtime_adj(X509_getm_notAfter(certificate.get()), spec.until.count()) &&
      X509_set_pubkey(certificate.get(), key.get()) == 1 && add_extensions(certificate.get(), spec);
  if (!filled) {
    return failed("fields");
  }
  const EVP_MD* digest =
      spec.strength == CertificateSpec::Strength::good ? EVP_sha256() : EVP_sha1();
  if (X509_sign(certificate.get(), signing, digest) == 0) {
    return failed("signature");
  }
  return CertificateAndKey{
      pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); }), pem([&](BIO* out) {
        return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
      })};
}

}  // namespace sipspec::harness
