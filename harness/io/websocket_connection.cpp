#include "harness/io/stream_connection_impl.hpp"

namespace sipspec::harness {

ConnectionPointer make_websocket_connection(EventLoop& loop, StreamConnection::Impl::Side side,
                                            const StreamKind& kind,
                                            boost::asio::ip::tcp::socket socket) {
  return make_tcp_connection(loop, side, kind, std::move(socket));
}

}  // namespace sipspec::harness
