#pragma once

// What all stream connections share: the queue, the ends, the handlers. How octets get onto the
// wire is in the classes derived from it: tcp_connection.cpp, tls_connection.cpp,
// websocket_connection.cpp. For the .cpp files of this folder only.

#include "harness/io/event_loop_impl.hpp"
#include "harness/io/network.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <functional>
#include <string>

namespace sipspec::harness {

class StreamConnection::Impl : public std::enable_shared_from_this<StreamConnection::Impl> {
 public:
  using tcp = boost::asio::ip::tcp;
  enum class Side : std::uint8_t { client, server };

  Impl(EventLoop& loop, Side side, StreamKind kind);
  virtual ~Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void connect(const std::string& local_ip, const stack::Address& to);
  /// An accepted socket: `done` is called once, when the handshakes are through or have failed.
  void accept(std::function<void(stack::TimePoint)> done);
  bool send(std::string octets);
  void close(Close how);

  /// Accepted connections wait for their handlers before the first octet is read.
  void start_reading();

  bool is_open() const { return open_; }

  const stack::Address& local() const { return local_; }

  const stack::Address& peer() const { return peer_; }

  const std::string& problem() const { return problem_; }

  const std::optional<PeerCertificate>& certificate() const { return certificate_; }

  Handlers handlers;

 protected:
  // For the derived class to do.
  virtual tcp::socket& socket() = 0;
  /// Handshakes, then established() or failed().
  virtual void begin_session() = 0;
  /// One read, then arrived() or ended_by().
  virtual void read_some() = 0;
  /// Writes all of it, then written(). The text stays where it is until then.
  virtual void write(const std::string& octets) = 0;
  /// Says goodbye after the last octet: half or orderly. The base closes the TCP side.
  virtual void say_goodbye(Close how);
  virtual void drop();

  // For the derived class to call.
  void established();
  void failed(std::string why);
  void arrived(const boost::system::error_code& error, std::string_view octets);
  void written(const boost::system::error_code& error);

  template <typename Derived>
  std::shared_ptr<Derived> self() {
    return std::static_pointer_cast<Derived>(shared_from_this());
  }

  EventLoop& loop() const { return loop_; }

  Side side() const { return side_; }

  const StreamKind& kind() const { return kind_; }

  bool is_closed() const { return closed_; }

  /// Says in problem() what the peer did.
  void blame(std::string why) { problem_ = std::move(why); }

  void show(PeerCertificate certificate) { certificate_ = std::move(certificate); }

 private:
  void remember_addresses();
  void connected(const boost::system::error_code& error);
  void session();
  void end(StreamEnd how);
  void write_next();
  void finish_sending();

  EventLoop& loop_;
  Side side_;
  StreamKind kind_;
  std::function<void(stack::TimePoint)> accepted_;
  TimerId patience_ = TimerId::none;
  std::deque<std::string> queue_;
  std::size_t queued_ = 0;
  stack::Address local_, peer_;
  std::string problem_;
  std::optional<PeerCertificate> certificate_;
  std::optional<Close> close_wanted_;
  bool open_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool ended_ = false;   ///< `ended` was called
  bool closed_ = false;  ///< by the owner: no handler is called any more
};

using ConnectionPointer = std::shared_ptr<StreamConnection::Impl>;

/// The connection of that kind around a socket (not connected yet on the client's side).
ConnectionPointer make_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                  const StreamKind& kind, boost::asio::ip::tcp::socket socket);
ConnectionPointer make_tcp_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                      const StreamKind& kind, boost::asio::ip::tcp::socket socket);
ConnectionPointer make_tls_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                      const StreamKind& kind, boost::asio::ip::tcp::socket socket);
ConnectionPointer make_websocket_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                            const StreamKind& kind,
                                            boost::asio::ip::tcp::socket socket);

}  // namespace sipspec::harness
