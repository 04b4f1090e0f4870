#pragma once

// Sockets of a run, without Asio in sight: datagram sockets, stream connections and listeners. Each
// object owns its socket; once it is gone none of its handlers is called any more. Handlers may
// destroy the object that calls them.
//
// Limits (devices are hostile): a datagram is at most 65,507 octets, a read hands over at most
// `max_read` octets, `max_queued` octets may wait to be written on one connection.
//
// A stream may carry TLS, WebSocket or both (StreamKind): octets handed over are the clear ones.
// Over WebSocket one send() is one WebSocket message, and so is one call of `data`.
//
//   auto endpoint = open_endpoint(loop, "127.0.0.1");
//   endpoint->datagrams->on_datagram([](const ArrivedDatagram& it) { ... });
//   endpoint->datagrams->send({"127.0.0.1", 5060}, octets);

#include "harness/io/event_loop.hpp"
#include "harness/io/tls.hpp"
#include "stack/time.hpp"
#include "stack/transport/address.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

inline constexpr std::size_t max_datagram = 65'507;
inline constexpr std::size_t max_read = 64 * 1024;
inline constexpr std::size_t max_queued = 16 * 1024 * 1024;

struct ArrivedDatagram {
  stack::TimePoint at;  ///< when the kernel had it (SO_TIMESTAMPNS), not when it was read
  stack::Address from;
  std::string_view octets;
};

class DatagramSocket {
 public:
  /// `local` with port 0 binds to a free port. IPv6 sockets take IPv6 only.
  static boost::system::result<DatagramSocket> bind(EventLoop& loop, const stack::Address& local);

  ~DatagramSocket();
  DatagramSocket(DatagramSocket&&) noexcept;
  DatagramSocket& operator=(DatagramSocket&&) noexcept;

  /// The error is that of the system: a refused peer, a datagram that is too large, no route.
  boost::system::error_code send(const stack::Address& to, std::string_view octets);

  void on_datagram(std::function<void(const ArrivedDatagram&)> handler);
  /// An ICMP error came back for a datagram that was sent to the peer.
  void on_unreachable(std::function<void(stack::TimePoint, const stack::Address& peer)> handler);

  stack::Address local() const;

 private:
  class Impl;
  explicit DatagramSocket(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

enum class StreamEnd : std::uint8_t { by_peer, reset, refused };

/// A handshake of TLS or WebSocket that takes longer has failed.
inline constexpr std::chrono::seconds handshake_patience{10};

/// What is spoken above TCP.
struct StreamKind {
  stack::Transport transport = stack::Transport::tcp;  ///< tcp, tls, ws, wss
  TlsContext::Shared tls;                              ///< tls, wss
  /// The host as the user wrote it: whom the certificate has to name, server_name of TLS, Host of
  /// WebSocket. "" = nobody in particular.
  std::string peer_name;
};

class StreamConnection {
 public:
  struct Handlers {
    std::function<void(stack::TimePoint)> opened;
    std::function<void(stack::TimePoint, std::string_view octets)> data;
    /// The peer sent its last octet, the connection broke, or it was never established. Called
    /// once.
    std::function<void(stack::TimePoint, StreamEnd)> ended;
  };

  enum class Close : std::uint8_t {
    orderly,  ///< after what is queued was written
    half,     ///< no more octets will be sent; reading goes on
    reset,    ///< at once, the peer sees RST
  };

  /// Connects from a free port of `local_ip` ("" = any). It is open when the handshakes of `kind`
  /// are through; one that fails is StreamEnd::refused, and problem() says why.
  static StreamConnection connect(EventLoop& loop, const std::string& local_ip,
                                  const stack::Address& to, Handlers handlers,
                                  const StreamKind& kind = {});

  ~StreamConnection();
  StreamConnection(StreamConnection&&) noexcept;
  StreamConnection& operator=(StreamConnection&&) noexcept;

  /// Each call is one write to the socket (and so, with Nagle off, its own segment).
  /// False: `max_queued` is reached, the octets are dropped.
  bool send(std::string octets);
  void close(Close how);
  void set_handlers(Handlers handlers);

  stack::Address local() const;
  stack::Address peer() const;
  /// Why it was refused, in a sentence; "" when the system only said no.
  std::string problem() const;
  /// TLS: what the peer showed, once open.
  const std::optional<PeerCertificate>& certificate() const;

  class Impl;
  explicit StreamConnection(std::shared_ptr<Impl> impl);

 private:
  std::shared_ptr<Impl> impl_;
};

class StreamListener {
 public:
  using Accepted = std::function<void(stack::TimePoint, StreamConnection)>;

  static boost::system::result<StreamListener> bind(EventLoop& loop, const stack::Address& local,
                                                    const StreamKind& kind = {});

  ~StreamListener();
  StreamListener(StreamListener&&) noexcept;
  StreamListener& operator=(StreamListener&&) noexcept;

  /// Called when the handshakes are through. Reading starts when the handler has set the
  /// connection's handlers.
  void on_accepted(Accepted handler);
  /// A handshake failed: why, in a sentence.
  void on_failed(std::function<void(stack::TimePoint, const std::string& why)> handler);
  stack::Address local() const;

 private:
  class Impl;
  explicit StreamListener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

/// A datagram socket and a listener on the same address and port, as RFC 3261 18.1.1 wants an
/// element to have.
struct Endpoint {
  DatagramSocket datagrams;
  StreamListener streams;

  stack::Address local() const { return datagrams.local(); }
};

/// On a free port when `local.port` is 0; other pairs are tried while one half is taken.
boost::system::result<Endpoint> open_endpoint(EventLoop& loop, const stack::Address& local,
                                              const StreamKind& kind = {});

/// The local address from which this machine reaches `peer`; the error of the system when it has no
/// route. Sends nothing.
boost::system::result<std::string> local_ip_towards(const stack::Address& peer);

/// Numeric addresses of a host name, in the resolver's order; numbers are returned as they are.
boost::system::result<std::vector<std::string>> resolve_host(const std::string& host);

/// 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view ip);

}  // namespace sipspec::harness
