#pragma once

// Where bytes come from and go to: transport, IP address, port. Numeric addresses only; names are
// resolved outside the stack.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// A SIP transport as Via and the "transport" URI parameter name it (RFC 3261 20.42, 19.1.1).
enum class Transport : std::uint8_t { udp, tcp, tls, ws, wss };

/// "udp", "tcp", ... as in a URI parameter.
std::string_view to_string(Transport transport);
/// "UDP", "TCP", ... as in a Via sent-protocol.
std::string_view via_name(Transport transport);
/// Reads either form, in any case.
std::optional<Transport> transport_from(std::string_view name);
/// One SIP message a transport message, whatever Content-Length says: UDP, and WebSocket (RFC 7118
/// section 5).
bool is_message_oriented(Transport transport);
/// RFC 3261 17: on a reliable transport nothing is retransmitted and timers J and K are zero.
bool is_reliable(Transport transport);
/// The port when none is written: 5060, 5061 for TLS (RFC 3261 18.2.1), 80 and 443 for WebSocket
/// (RFC 6455 section 3).
std::uint16_t default_port(Transport transport);

/// An IP address and port. Not a host name. `ip` is in canonical text form (RFC 5952) without
/// brackets ("127.0.0.1", "::1"), so that equal text is equal address; an empty ip means "not set".
struct Address {
  std::string ip;
  std::uint16_t port = 0;

  bool is_v6() const { return ip.find(':') != std::string::npos; }

  bool operator==(const Address&) const = default;
};

/// "127.0.0.1:5060" or "[::1]:5060".
std::string to_string(const Address& address);
/// The host as SIP writes it: IPv6 in brackets.
std::string sip_host(const Address& address);
/// Reads "127.0.0.1:5060", "[::1]:5060"; the port may be left out (then `port_if_absent`).
/// The ip of the result is canonical, however it was written. nullopt when the host is not a
/// numeric address or the port not in 0..65535.
std::optional<Address> address_from(std::string_view text, std::uint16_t port_if_absent = 5060);

}  // namespace sipspec::stack
