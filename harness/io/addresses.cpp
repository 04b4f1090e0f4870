#include "harness/io/event_loop_impl.hpp"
#include "harness/io/network.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include <algorithm>

namespace sipspec::harness {

namespace asio = boost::asio;

boost::system::result<std::string> local_ip_towards(const stack::Address& peer) {
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(peer.ip, error);
  if (error) {
    return error;
  }
  asio::io_context io;
  asio::ip::udp::socket socket(io);
  const asio::ip::udp::endpoint target{ip, peer.port == 0 ? std::uint16_t{5060} : peer.port};
  socket.open(target.protocol(), error);
  if (!error) {
    // Connecting a datagram socket only picks the route.
    socket.connect(target, error);
  }
  if (error) {
    return error;
  }
  const auto local = socket.local_endpoint(error);
  if (error) {
    return error;
  }
  return address_of(local.address(), 0).ip;
}

boost::system::result<std::vector<std::string>> resolve_host(const std::string& host) {
  boost::system::error_code error;
  asio::io_context io;
  asio::ip::udp::resolver resolver(io);
  const auto found = resolver.resolve(host, "", error);
  if (error) {
    return error;
  }
  std::vector<std::string> ips;
  for (const auto& entry : found) {
    auto ip = address_of(entry.endpoint().address(), 0).ip;
    if (std::ranges::find(ips, ip) == ips.end()) {
      ips.push_back(std::move(ip));
    }
  }
  return ips;
}

bool is_loopback(std::string_view ip) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(std::string(ip), error);
  return !error && address.is_loopback();
}

}  // namespace sipspec::harness
