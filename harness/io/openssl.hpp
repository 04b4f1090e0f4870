#pragma once

// Owners of OpenSSL's objects, and its errors as text; for the .cpp files of this folder only.

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace sipspec::harness {

template <auto free>
struct Freed {
  template <typename Object>
  void operator()(Object* object) const {
    free(object);
  }
};

using KeyPointer = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Freed<X509_free>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using BignumPointer = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using BioPointer = std::unique_ptr<BIO, Freed<BIO_free_all>>;

/// The reason of the oldest error of this thread; the others are dropped.
inline std::string openssl_reason() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "unknown reason";
}

inline BioPointer memory_of(std::string_view pem) {
  return BioPointer(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

inline CertificatePointer certificate_from(std::string_view pem) {
  return CertificatePointer(PEM_read_bio_X509(memory_of(pem).get(), nullptr, nullptr, nullptr));
}

inline KeyPointer key_from(std::string_view pem) {
  return KeyPointer(PEM_read_bio_PrivateKey(memory_of(pem).get(), nullptr, nullptr, nullptr));
}

}  // namespace sipspec::harness
