#include "harness/io/tls.hpp"

#include "harness/io/tls_impl.hpp"
#include "stack/transport/ip_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace sipspec::harness {

namespace ssl = boost::asio::ssl;

namespace {

constexpr std::size_t longest_name = 1024;
/// RSA from 2048 bits on, no SHA-1 (OpenSSL's levels).
constexpr int demanded_strength = 2;

/// Where a context keeps its log; the "app data" is Asio's.
int log_index() {
  static const int index =
      CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL_CTX, 0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

void log_key(const SSL* session, const char* line) {
  auto* log =
      static_cast<std::ofstream*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), log_index()));
  if (log != nullptr) {
    // At once: a capture may be looked at while the run goes on.
    *log << line << '\n' << std::flush;
  }
}

std::string text_of(const ASN1_STRING* string) {
  const auto size = static_cast<std::size_t>(std::max(0, ASN1_STRING_length(string)));
  const auto* data = ASN1_STRING_get0_data(string);
  return {reinterpret_cast<const char*>(data), std::min(size, longest_name)};  // NOLINT: octets
}

/// Four or sixteen octets as text; "" for any other number.
std::string ip_of(const std::string& octets) {
  const auto at = [&octets](std::size_t i) { return static_cast<unsigned char>(octets[i]); };
  std::string text;
  if (octets.size() == 4) {
    text = fmt::format("{}.{}.{}.{}", at(0), at(1), at(2), at(3));
  } else if (octets.size() == 16) {
    for (std::size_t i = 0; i < octets.size(); i += 2) {
      text += fmt::format("{}{:x}", i == 0 ? "" : ":", at(i) << 8U | at(i + 1));
    }
  }
  return stack::canonical_ip(text).value_or("");
}

void add_alt_names(const X509* certificate, stack::CertificateNames& names) {
  using Names = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
  const Names found(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!found) {
    return;
  }
  names.alt_name = stack::CertificateNames::AltName::present;
  for (int i = 0; i < sk_GENERAL_NAME_num(found.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(found.get(), i), &type);
    const auto text = [value] { return text_of(static_cast<const ASN1_STRING*>(value)); };
    if (type == GEN_URI) {
      names.uris.push_back(text());
    } else if (type == GEN_DNS) {
      names.dns_names.push_back(text());
    } else if (type == GEN_IPADD) {
      names.ip_addresses.push_back(ip_of(text()));
    }
  }
}

stack::CertificateNames names_of(const X509* certificate) {
  stack::CertificateNames names;
  add_alt_names(certificate, names);
  const X509_NAME* subject = X509_get_subject_name(certificate);
  for (int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1); at >= 0;
       at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) {
    names.common_names.push_back(
        text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  }
  return names;
}

std::string remedy(const PeerCertificate& peer) {
  constexpr std::string_view insecure = "--tls-insecure takes it as it is";
  const auto says = [&peer](std::string_view word) {
    return peer.trust_problem.find(word) != std::string::npos;
  };
  if (says("expired") || says("too weak") || says("not yet valid")) {
    return fmt::format("the device needs another one; {}", insecure);
  }
  if (!peer.trust_problem.empty()) {
    return fmt::format("--tls-ca FILE names it or the authority that signed it; {}", insecure);
  }
  return fmt::format("write the name of the certificate in --dut, or its domain in the profile; {}",
                     insecure);
}

}  // namespace

TlsContext::Impl::Impl(Side side, TlsSettings settings)
    : side_(side),
      settings_(std::move(settings)),
      context_(side == Side::client ? ssl::context::tls_client : ssl::context::tls_server) {}

std::optional<std::string> TlsContext::Impl::load() {
  auto* handle = context_.native_handle();
  SSL_CTX_set_min_proto_version(
      handle, settings_.only == TlsVersion::v1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(
      handle, settings_.only == TlsVersion::v1_2 ? TLS1_2_VERSION : TLS1_3_VERSION);
  const bool lax = side_ == Side::server || settings_.trust == TlsSettings::Trust::insecure;
  if (lax) {
    // A weak certificate must be possible to show, and to look at.
    SSL_CTX_set_security_level(handle, 0);
  }
  X509_VERIFY_PARAM_set_auth_level(SSL_CTX_get0_param(handle), demanded_strength);
  // A certificate that is named by --tls-ca is trusted, whoever signed it.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(handle), X509_V_FLAG_PARTIAL_CHAIN);
  for (const auto step : {&Impl::load_trust, &Impl::load_identity, &Impl::open_key_log}) {
    if (auto problem = (this->*step)()) {
      return problem;
    }
  }
  return std::nullopt;
}

std::optional<std::string> TlsContext::Impl::load_trust() {
  auto* handle = context_.native_handle();
  // Clients look at the result themselves, so that the reason and the names can be told.
  const bool mutual = side_ == Side::server && !settings_.ca_file.empty();
  SSL_CTX_set_verify(handle,
                     mutual ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE,
                     nullptr);
  if (settings_.ca_file.empty()) {
    SSL_CTX_set_default_verify_paths(handle);
    return std::nullopt;
  }
  if (SSL_CTX_load_verify_locations(handle, settings_.ca_file.c_str(), nullptr) == 1) {
    return std::nullopt;
  }
  return fmt::format("{} holds no certificates in PEM: {}", settings_.ca_file, openssl_reason());
}

std::optional<std::string> TlsContext::Impl::load_identity() {
  auto* handle = context_.native_handle();
  if (!settings_.certificate_file.empty()) {
    if (SSL_CTX_use_certificate_chain_file(handle, settings_.certificate_file.c_str()) != 1) {
      return fmt::format("{} holds no certificate in PEM: {}", settings_.certificate_file,
                         openssl_reason());
    }
    if (SSL_CTX_use_PrivateKey_file(handle, settings_.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
      return fmt::format("{} holds no private key in PEM that fits the certificate: {}",
                         settings_.key_file, openssl_reason());
    }
    return std::nullopt;
  }
  if (!settings_.made) {
    return side_ == Side::client ? std::nullopt
                                 : std::optional<std::string>("a TLS server needs a certificate");
  }
  const auto certificate = certificate_from(settings_.made->certificate);
  const auto key = key_from(settings_.made->key);
  if (certificate && key && SSL_CTX_use_certificate(handle, certificate.get()) == 1 &&
      SSL_CTX_use_PrivateKey(handle, key.get()) == 1) {
    return std::nullopt;
  }
  return fmt::format("the certificate that was made cannot be used: {}", openssl_reason());
}

std::optional<std::string> TlsContext::Impl::open_key_log() {
  if (settings_.key_log_file.empty()) {
    return std::nullopt;
  }
  key_log_.open(settings_.key_log_file, std::ios::app);
  if (!key_log_) {
    return fmt::format("{} cannot be written: {}", settings_.key_log_file, std::strerror(errno));
  }
  SSL_CTX_set_ex_data(context_.native_handle(), log_index(), &key_log_);
  SSL_CTX_set_keylog_callback(context_.native_handle(), log_key);
  return std::nullopt;
}

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

TlsContext::~TlsContext() = default;

boost::system::result<TlsContext::Shared, TlsError> TlsContext::client(
    const TlsSettings& settings) {
  auto impl = std::make_unique<Impl>(Impl::Side::client, settings);
  if (auto problem = impl->load()) {
    return TlsError{*std::move(problem)};
  }
  return Shared(std::make_shared<const TlsContext>(std::move(impl)));
}

boost::system::result<TlsContext::Shared, TlsError> TlsContext::server(
    const TlsSettings& settings) {
  auto impl = std::make_unique<Impl>(Impl::Side::server, settings);
  if (auto problem = impl->load()) {
    return TlsError{*std::move(problem)};
  }
  return Shared(std::make_shared<const TlsContext>(std::move(impl)));
}

PeerCertificate peer_certificate(const SSL* session, const std::string& wanted) {
  PeerCertificate peer;
  peer.version = SSL_get_version(session);
  peer.cipher = SSL_get_cipher_name(session);
  const CertificatePointer shown(SSL_get1_peer_certificate(session));
  if (!shown) {
    peer.trust_problem = "it shows no certificate";
    return peer;
  }
  peer.names = names_of(shown.get());
  const long verified = SSL_get_verify_result(session);
  if (verified != X509_V_OK) {
    peer.trust_problem = X509_verify_cert_error_string(verified);
  }
  if (!wanted.empty()) {
    const auto identity = stack::check_identity(peer.names, wanted);
    peer.identity_problem = identity.matches ? "" : identity.sentence;
  }
  return peer;
}

std::string objection(const PeerCertificate& peer, const TlsSettings& settings,
                      const std::string& wanted) {
  const bool fine = peer.trust_problem.empty() && peer.identity_problem.empty();
  if (fine || settings.trust == TlsSettings::Trust::insecure) {
    return {};
  }
  return fmt::format("the certificate of {} is not accepted: {} ({})", wanted,
                     peer.trust_problem.empty() ? peer.identity_problem : peer.trust_problem,
                     remedy(peer));
}

}  // namespace sipspec::harness
