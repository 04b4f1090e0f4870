#pragma once

// Certificates made on the fly, good ones and deliberately bad ones. For the reference device, for
// actors that a device connects to, and for tests; keys live in memory only.
//
//   auto made = make_certificate({.names = {.uris = {"sip:127.0.0.1"}}});
//   made->certificate   // PEM

#include "stack/transport/certificate_identity.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <string>

namespace sipspec::harness {

/// A sentence that the user can act on.
struct TlsError {
  std::string sentence;
};

/// Signs other certificates; `key` is needed for that. Both PEM.
struct CertificateAndKey {
  std::string certificate, key;
};

struct CertificateSpec {
  stack::CertificateNames names;
  std::string common_name = "sipspec";
  /// Against the calendar of this machine. Valid from an hour ago for a day unless said otherwise.
  std::chrono::seconds from{-3600}, until{86400};
  enum class Strength : std::uint8_t {
    good,  ///< P-256, SHA-256
    weak,  ///< RSA of 1024 bits, SHA-1
  } strength = Strength::good;
  enum class Use : std::uint8_t { end_entity, authority } use = Use::end_entity;
  const CertificateAndKey* signer = nullptr;  ///< null: signs itself
};

boost::system::result<CertificateAndKey, TlsError> make_certificate(const CertificateSpec& spec);

}  // namespace sipspec::harness
