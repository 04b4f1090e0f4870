#pragma once

// Asio side of a stream connection; for the .cpp files of this folder only.

#include "harness/io/event_loop_impl.hpp"
#include "harness/io/network.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <string>
#include <vector>

namespace sipspec::harness {

class StreamConnection::Impl : public std::enable_shared_from_this<StreamConnection::Impl> {
 public:
  explicit Impl(EventLoop& loop);
  Impl(EventLoop& loop, boost::asio::ip::tcp::socket socket);

  void connect(const std::string& local_ip, const stack::Address& to);
  bool send(std::string octets);
  void close(Close how);

  /// Accepted connections wait for their handlers before the first octet is read.
  void start_reading() {
    if (open_ && !reading_) {
      reading_ = true;
      read();
    }
  }

  const stack::Address& local() const { return local_; }

  const stack::Address& peer() const { return peer_; }

  Handlers handlers;

 private:
  void remember_addresses();
  void connected(const boost::system::error_code& error);
  void read();
  void arrived(const boost::system::error_code& error, std::size_t size);
  void end(StreamEnd how);
  void write_next();
  void written(const boost::system::error_code& error);
  void finish_sending();

  EventLoop& loop_;
  boost::asio::ip::tcp::socket socket_;
  std::vector<char> buffer_;
  std::deque<std::string> queue_;
  std::size_t queued_ = 0;
  stack::Address local_, peer_;
  std::optional<Close> close_wanted_;
  bool open_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool ended_ = false;   ///< `ended` was called
  bool closed_ = false;  ///< by the owner: no handler is called any more
};

}  // namespace sipspec::harness
