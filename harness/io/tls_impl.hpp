#pragma once

// OpenSSL's side of TlsContext; for the .cpp files of this folder only.

#include "harness/io/openssl.hpp"
#include "harness/io/tls.hpp"

#include <boost/asio/ssl/context.hpp>

#include <fstream>

namespace sipspec::harness {

class TlsContext::Impl {
 public:
  enum class Side : std::uint8_t { client, server };

  Impl(Side side, TlsSettings settings);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// The sentence when something cannot be used.
  std::optional<std::string> load();

  const TlsSettings& settings() const { return settings_; }

  /// Asio wants it writable to make a connection of it.
  boost::asio::ssl::context& context() const { return context_; }

 private:
  std::optional<std::string> load_trust();
  std::optional<std::string> load_identity();
  std::optional<std::string> open_key_log();

  Side side_;
  TlsSettings settings_;
  mutable boost::asio::ssl::context context_;
  std::ofstream key_log_;
};

/// What the peer showed; `wanted` is the domain that was asked for ("" = nobody in particular).
PeerCertificate peer_certificate(const SSL* session, const std::string& wanted);

/// "the certificate of 127.0.0.1 is not accepted: expired (--tls-insecure takes it, ...)"; "" when
/// nothing is wrong that matters under these settings.
std::string objection(const PeerCertificate& peer, const TlsSettings& settings,
                      const std::string& wanted);

}  // namespace sipspec::harness
