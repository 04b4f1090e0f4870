#pragma once

// What TLS needs beside a socket: whom to trust, what to show, which versions, where session
// secrets go. Contexts are made once and shared by connections. TLS 1.2 and 1.3.
//
//   auto tls = TlsContext::client({.ca_file = "ca.pem"});
//   StreamConnection::connect(loop, ip, to, {.transport = Transport::tls, .tls = *tls, .peer_name =
//   "example.com"}, handlers);

#include "harness/io/certificate.hpp"
#include "stack/transport/certificate_identity.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <optional>
#include <string>

namespace sipspec::harness {

enum class TlsVersion : std::uint8_t { v1_2, v1_3 };

struct TlsSettings {
  /// PEM, an authority or the very certificate of the peer; "" = those that the system trusts. For
  /// servers: who may have signed the client's certificate, which is demanded then (mutual TLS).
  std::string ca_file;
  /// insecure: whatever the peer shows is taken.
  enum class Trust : std::uint8_t { verify, insecure } trust = Trust::verify;
  /// PEM files of this side. A server without them shows `made`.
  std::string certificate_file, key_file;
  std::optional<CertificateAndKey> made;
  std::string key_log_file;        ///< session secrets are appended, in the NSS format
  std::optional<TlsVersion> only;  ///< nullopt: 1.2 and 1.3
};

class TlsContext {
 public:
  class Impl;
  using Shared = std::shared_ptr<const TlsContext>;

  static boost::system::result<Shared, TlsError> client(const TlsSettings& settings);
  static boost::system::result<Shared, TlsError> server(const TlsSettings& settings);

  explicit TlsContext(std::unique_ptr<Impl> impl);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// What a peer showed in the handshake, and what is wrong with it.
struct PeerCertificate {
  stack::CertificateNames names;
  std::string trust_problem;     ///< "self-signed certificate"; "" = the chain is trusted
  std::string identity_problem;  ///< RFC 5922; "" = it is whom we asked for
  std::string version, cipher;   ///< "TLSv1.3", "TLS_AES_256_GCM_SHA384"
};

}  // namespace sipspec::harness
