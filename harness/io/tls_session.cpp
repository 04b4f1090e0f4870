#include "harness/io/tls_session.hpp"

#include "harness/io/tls_impl.hpp"
#include "stack/transport/ip_text.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

void name_server(TlsStream& stream, const std::string& name) {
  if (!name.empty() && name.find(':') == std::string::npos && !stack::canonical_ip(name)) {
    // What the macro SSL_set_tlsext_host_name() does, without its casts.
    std::string host = name;
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             host.data());
  }
}

std::string examine(TlsStream& stream, const StreamKind& kind,
                    std::optional<PeerCertificate>& out) {
  out = peer_certificate(stream.native_handle(), kind.peer_name);
  return objection(*out, kind.tls->impl().settings(), kind.peer_name);
}

std::string handshake_problem(const boost::system::error_code& error) {
  if (error == boost::asio::ssl::error::stream_truncated || error == boost::asio::error::eof) {
    return "the peer closed the connection in the TLS handshake";
  }
  const bool own = error.category() == boost::asio::error::get_ssl_category();
  const char* reason =
      own ? ERR_reason_error_string(static_cast<unsigned long>(error.value())) : nullptr;
  return fmt::format("the TLS handshake failed: {}", reason != nullptr ? reason : error.message());
}

std::string close_notify(TlsStream& stream) {
  SSL* session = stream.native_handle();
  BIO* const own = SSL_get_wbio(session);
  BIO* const record = BIO_new(BIO_s_mem());
  if (own == nullptr || record == nullptr) {
    BIO_free(record);
    return {};
  }
  BIO_up_ref(own);
  BIO_up_ref(record);
  SSL_set0_wbio(session, record);
  SSL_shutdown(session);
  ERR_clear_error();
  char* data = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(record, &data));
  std::string octets(data, size);
  SSL_set0_wbio(session, own);
  BIO_free(record);
  return octets;
}

}  // namespace sipspec::harness
