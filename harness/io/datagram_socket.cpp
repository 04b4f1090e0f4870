#include "harness/io/event_loop_impl.hpp"
#include "harness/io/network.hpp"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

namespace sipspec::harness {

namespace asio = boost::asio;
using asio::ip::udp;

namespace {

// A socket gives way to the others after so many datagrams in one turn.
constexpr int max_datagrams_per_turn = 64;
constexpr std::size_t control_room = 512;
constexpr int receive_buffer = 4 * 1024 * 1024;

udp::endpoint endpoint_of(const stack::Address& address, boost::system::error_code& error) {
  return {asio::ip::make_address(address.ip, error), address.port};
}

void switch_on(int handle, int level, int option) {
  const int on = 1;
  // Stamps and error reports are a refinement: without them the moment of reading counts.
  static_cast<void>(::setsockopt(handle, level, option, &on, sizeof on));
}

struct Arrival {
  udp::endpoint from;
  std::size_t size = 0;
  std::optional<std::chrono::nanoseconds> age;
};

std::optional<std::chrono::nanoseconds> age_of(const msghdr& header) {
  for (const cmsghdr* row = CMSG_FIRSTHDR(&header); row != nullptr;
       row = CMSG_NXTHDR(const_cast<msghdr*>(&header), const_cast<cmsghdr*>(row))) {
    if (row->cmsg_level == SOL_SOCKET && row->cmsg_type == SCM_TIMESTAMPNS) {
      timespec stamp{};
      std::memcpy(&stamp, CMSG_DATA(row), sizeof stamp);
      timespec current{};
      ::clock_gettime(CLOCK_REALTIME, &current);
      return std::chrono::seconds(current.tv_sec - stamp.tv_sec) +
             std::chrono::nanoseconds(current.tv_nsec - stamp.tv_nsec);
    }
  }
  return std::nullopt;
}

}  // namespace

class DatagramSocket::Impl : public std::enable_shared_from_this<DatagramSocket::Impl> {
 public:
  explicit Impl(EventLoop& loop) : loop_(loop), socket_(loop.impl().io) {}

  boost::system::error_code open(const stack::Address& local) {
    boost::system::error_code error;
    const auto endpoint = endpoint_of(local, error);
    if (!error) {
      socket_.open(endpoint.protocol(), error);
    }
    if (!error && endpoint.protocol() == udp::v6()) {
      socket_.set_option(asio::ip::v6_only(true), error);
    }
    if (!error) {
      socket_.bind(endpoint, error);
    }
    if (!error) {
      socket_.non_blocking(true, error);
    }
    if (error) {
      return error;
    }
    ask_for_stamps_and_errors();
    const auto bound = socket_.local_endpoint(error);
    local_ = address_of(bound.address(), bound.port());
    return error;
  }

  void wait() {
    socket_.async_wait(udp::socket::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                         if (!error) {
                           self->read_all();
                         }
                       });
  }

  boost::system::error_code send(const stack::Address& to, std::string_view octets) {
    boost::system::error_code error;
    const auto endpoint = endpoint_of(to, error);
    if (error) {
      return error;
    }
    // An error of an earlier datagram (ICMP) is handed out by the next call, which then sent
    // nothing: read_errors() attributes it, and the datagram gets its own chance.
    for (int attempt = 0; attempt < 3; ++attempt) {
      error.clear();
      socket_.send_to(asio::buffer(octets.data(), octets.size()), endpoint, 0, error);
      if (error != boost::system::errc::connection_refused) {
        break;
      }
    }
    return error;
  }

  void close() {
    closed_ = true;
    on_datagram = nullptr;
    on_unreachable = nullptr;
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  const stack::Address& local() const { return local_; }

  std::function<void(const ArrivedDatagram&)> on_datagram;
  std::function<void(stack::TimePoint, const stack::Address&)> on_unreachable;

 private:
  void ask_for_stamps_and_errors() {
    boost::system::error_code ignored;
    socket_.set_option(udp::socket::receive_buffer_size(receive_buffer), ignored);
    switch_on(socket_.native_handle(), SOL_SOCKET, SO_TIMESTAMPNS);
    switch_on(socket_.native_handle(), IPPROTO_IP, IP_RECVERR);
    switch_on(socket_.native_handle(), IPPROTO_IPV6, IPV6_RECVERR);
  }

  std::optional<Arrival> receive(int flags) {
    auto& buffer = loop_.impl().datagram_buffer;
    Arrival arrival;
    iovec piece{buffer.data(), buffer.size()};
    alignas(cmsghdr) std::array<char, control_room> control{};
    msghdr header{};
    header.msg_name = arrival.from.data();
    header.msg_namelen = static_cast<socklen_t>(arrival.from.capacity());
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto size = ::recvmsg(socket_.native_handle(), &header, flags | MSG_DONTWAIT);
    if (size < 0 || header.msg_namelen == 0) {
      return std::nullopt;
    }
    arrival.from.resize(header.msg_namelen);
    arrival.size = static_cast<std::size_t>(size);
    arrival.age = age_of(header);
    return arrival;
  }

  stack::TimePoint moment_of(const Arrival& arrival) const {
    const auto now = loop_.now();
    // A stepped wall clock must not move an arrival: ages that cannot be are ignored.
    const bool plausible = arrival.age && *arrival.age >= std::chrono::nanoseconds::zero() &&
                           *arrival.age < std::chrono::seconds(5);
    return plausible ? now - std::chrono::duration_cast<stack::Duration>(*arrival.age) : now;
  }

  void read_errors() {
    for (int count = 0; !closed_ && count < max_datagrams_per_turn; ++count) {
      const auto arrival = receive(MSG_ERRQUEUE);
      if (!arrival) {
        return;
      }
      if (on_unreachable) {
        const auto handler = on_unreachable;
        handler(moment_of(*arrival), address_of(arrival->from.address(), arrival->from.port()));
      }
    }
  }

  void read_all() {
    read_errors();
    for (int count = 0; !closed_ && count < max_datagrams_per_turn; ++count) {
      const auto arrival = receive(0);
      if (!arrival) {
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EBADF) {
          break;
        }
        continue;  // a pending error was fetched instead of a datagram
      }
      if (on_datagram) {
        // The handler may replace itself or destroy the socket.
        const auto handler = on_datagram;
        handler({moment_of(*arrival),
                 address_of(arrival->from.address(), arrival->from.port()),
                 {loop_.impl().datagram_buffer.data(), arrival->size}});
      }
    }
    if (!closed_) {
      wait();
    }
  }

  EventLoop& loop_;
  udp::socket socket_;
  stack::Address local_;
  bool closed_ = false;
};

DatagramSocket::DatagramSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

DatagramSocket::DatagramSocket(DatagramSocket&&) noexcept = default;

DatagramSocket& DatagramSocket::operator=(DatagramSocket&& other) noexcept {
  if (impl_ && impl_ != other.impl_) {
    impl_->close();
  }
  impl_ = std::move(other.impl_);
  return *this;
}

DatagramSocket::~DatagramSocket() {
  if (impl_) {
    impl_->close();
  }
}

boost::system::result<DatagramSocket> DatagramSocket::bind(EventLoop& loop,
                                                           const stack::Address& local) {
  auto impl = std::make_shared<Impl>(loop);
  if (const auto error = impl->open(local)) {
    return error;
  }
  impl->wait();
  return DatagramSocket(std::move(impl));
}

boost::system::error_code DatagramSocket::send(const stack::Address& to, std::string_view octets) {
  return impl_->send(to, octets);
}

void DatagramSocket::on_datagram(std::function<void(const ArrivedDatagram&)> handler) {
  impl_->on_datagram = std::move(handler);
}

void DatagramSocket::on_unreachable(
    std::function<void(stack::TimePoint, const stack::Address&)> handler) {
  impl_->on_unreachable = std::move(handler);
}

stack::Address DatagramSocket::local() const {
  return impl_->local();
}

}  // namespace sipspec::harness
