#pragma once

// What TLS and secure WebSocket connections do alike with OpenSSL; for the .cpp files of this
// folder only.

#include "harness/io/network.hpp"
#include "harness/io/openssl.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <string>

namespace sipspec::harness {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

/// server_name of the hello (RFC 6066 3): names only, no addresses.
void name_server(TlsStream& stream, const std::string& name);

/// After a client's handshake: what the server showed; the sentence when it is not accepted.
std::string examine(TlsStream& stream, const StreamKind& kind, std::optional<PeerCertificate>& out);

/// Why a handshake failed, in a sentence.
std::string handshake_problem(const boost::system::error_code& error);

/// The record that says that no more octets come (RFC 8446 6.1), for the caller to write. Asio's
/// own shutdown waits for the peer's and drops data that comes before it.
std::string close_notify(TlsStream& stream);

}  // namespace sipspec::harness
