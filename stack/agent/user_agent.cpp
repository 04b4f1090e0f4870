#include "stack/agent/agent.hpp"
#include "stack/agent/client_side.hpp"
#include "stack/agent/fault.hpp"
#include "stack/agent/server_side.hpp"
#include "stack/framing/datagram.hpp"
#include "stack/framing/stream.hpp"

#include <map>
#include <stdexcept>
#include <utility>

namespace sipspec::stack {
namespace {

/// Connections kept at once; a further one is closed.
constexpr std::size_t max_connections = 1024;

}  // namespace

/// Framing of what comes in; the rest is the server's and the client's side.
class UserAgent::Impl {
 public:
  explicit Impl(AgentConfig config)
      : fault_(fault_named(config.mutant)),
        server_(config, fault_, actions_),
        client_(config, actions_) {
    if (!config.mutant.empty() && fault_ == Fault::none) {
      throw std::invalid_argument("no such mutant: " + config.mutant);
    }
  }

  void on_datagram(TimePoint now, const Address& from, const Address& local,
                   std::string_view octets) {
    constexpr std::size_t one_frame = 1500;
    if (is(Fault::large_datagram_dropped) && octets.size() > one_frame) {
      return;
    }
    const Datagram datagram = read_datagram(octets);
    if (datagram.kind == DatagramKind::keep_alive || datagram.kind == DatagramKind::unreadable) {
      return;
    }
    Origin origin;
    origin.from = from;
    origin.local = local;
    origin.whole = datagram.kind != DatagramKind::short_body;
    on_message(now, datagram.octets, origin);
    if (is(Fault::trailing_octets_handled) && !datagram.discarded.empty()) {
      on_message(now, datagram.discarded, origin);
    }
  }

  void on_stream_opened(std::uint64_t connection, const Address& peer, const Address& local,
                        Transport transport) {
    if (connections_.size() >= max_connections) {
      close(connection, AgentCloseStream::How::orderly);
      return;
    }
    Connection& opened = connections_[connection];
    opened.origin.transport = transport;
    opened.origin.from = peer;
    opened.origin.local = local;
    opened.origin.connection = connection;
  }

  void on_stream_data(TimePoint now, std::uint64_t connection, std::string_view octets) {
    const auto found = connections_.find(connection);
    if (found == connections_.end() || found->second.stuck) {
      return;
    }
    if (is_message_oriented(found->second.origin.transport)) {
      on_websocket_message(now, found->second, octets);
      return;
    }
    if (is(Fault::stream_needs_whole_message)) {
      on_whole_segment(now, found->second, octets);
      return;
    }
    bool first = true;
    for (StreamItem& item : found->second.framer.feed(octets)) {
      if (item.kind == StreamItem::Kind::message && !first &&
          is(Fault::stream_one_message_a_segment)) {
        continue;
      }
      on_stream_item(now, found->second, item);
      first = false;
    }
    constexpr std::size_t buffer = 64U * 1024U;
    if (is(Fault::large_stream_reset) && found->second.framer.pending().size() > buffer) {
      close(connection, AgentCloseStream::How::reset);
    }
  }

  void on_stream_closed(std::uint64_t connection) { connections_.erase(connection); }

  void on_time(TimePoint now) {
    server_.on_time(now);
    client_.on_time(now);
  }

  ClientSide& client() { return client_; }

  Deadline next_deadline() const {
    return earliest(server_.next_deadline(), client_.next_deadline());
  }

  std::vector<AgentAction> take_actions() { return std::exchange(actions_, {}); }

 private:
  struct Connection {
    Origin origin;
    StreamFramer framer;
    bool stuck = false;  ///< a mutant waits for octets that never come
  };

  bool is(Fault fault) const { return fault_ == fault; }

  /// RFC 5626 5.4: a double CRLF is answered by one.
  void pong(const Connection& connection) {
    actions_.push_back(AgentSendStream{connection.origin.connection, "\r\n"});
  }

  /// RFC 7118 section 5: one SIP message in each; RFC 5626 4.4.1 for the keep-alive.
  void on_websocket_message(TimePoint now, Connection& connection, std::string_view octets) {
    const Datagram unit = read_datagram(octets);
    if (unit.kind == DatagramKind::keep_alive && octets == "\r\n\r\n") {
      pong(connection);
    } else if (unit.kind == DatagramKind::message || unit.kind == DatagramKind::short_body) {
      Origin origin = connection.origin;
      origin.whole = unit.kind == DatagramKind::message;
      on_message(now, unit.octets, origin);
    }
  }

  void on_whole_segment(TimePoint now, Connection& connection, std::string_view octets) {
    const Message message = Message::parse(octets);
    const auto length = message.content_length();
    if (message.is_request() && length && *length == message.body().size()) {
      on_message(now, octets, connection.origin);
    }
  }

  void on_stream_item(TimePoint now, Connection& connection, const StreamItem& item) {
    switch (item.kind) {
      case StreamItem::Kind::message:
        if (item.without_length && is(Fault::stream_without_length_waits)) {
          connection.stuck = true;
          return;
        }
        on_message(now, item.octets, connection.origin);
        return;
      case StreamItem::Kind::ping:
        if (is(Fault::leading_crlf_closes)) {
          close(connection.origin.connection, AgentCloseStream::How::orderly);
          return;
        }
        pong(connection);
        return;
      case StreamItem::Kind::pong:
        if (is(Fault::leading_crlf_closes)) {
          close(connection.origin.connection, AgentCloseStream::How::orderly);
        }
        return;
      case StreamItem::Kind::error:
        // Answered by 400 when it can be read, then closed: the next message cannot be found.
        on_message(now, item.octets, connection.origin);
        close(connection.origin.connection, AgentCloseStream::How::orderly);
        return;
    }
  }

  void on_message(TimePoint now, std::string_view octets, const Origin& origin) {
    const Message message = Message::parse(octets);
    if (message.is_response()) {
      client_.on_response(now, message);
      return;
    }
    if (!message.is_request() || !message.has(HeaderName::via)) {
      return;  // nowhere to answer to
    }
    if (is(Fault::crash_without_call_id) && !message.has(HeaderName::call_id)) {
      actions_.emplace_back(AgentCrash{});
      crashed_ = true;
    }
    if (!crashed_) {
      server_.on_request(now, message, origin);
    }
  }

  void close(std::uint64_t connection, AgentCloseStream::How how) {
    actions_.push_back(AgentCloseStream{connection, how});
    const auto found = connections_.find(connection);
    if (found != connections_.end()) {
      found->second.stuck = true;
    }
  }

  Fault fault_;
  std::vector<AgentAction> actions_;
  ServerSide server_;
  ClientSide client_;
  std::map<std::uint64_t, Connection> connections_;
  bool crashed_ = false;
};

UserAgent::UserAgent(AgentConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}

UserAgent::~UserAgent() = default;
UserAgent::UserAgent(UserAgent&&) noexcept = default;
UserAgent& UserAgent::operator=(UserAgent&&) noexcept = default;

void UserAgent::on_datagram(TimePoint now, const Address& from, const Address& local,
                            std::string_view octets) {
  impl_->on_datagram(now, from, local, octets);
}

void UserAgent::on_stream_opened(TimePoint, std::uint64_t connection, const Address& peer,
                                 const Address& local, Transport transport) {
  impl_->on_stream_opened(connection, peer, local, transport);
}

void UserAgent::on_stream_data(TimePoint now, std::uint64_t connection, std::string_view octets) {
  impl_->on_stream_data(now, connection, octets);
}

void UserAgent::on_stream_closed(TimePoint, std::uint64_t connection) {
  impl_->on_stream_closed(connection);
}

void UserAgent::on_time(TimePoint now) {
  impl_->on_time(now);
}

void UserAgent::send_message(TimePoint now, Transport transport, const Address& to,
                             std::string_view uri, std::string_view body,
                             std::string_view content_type) {
  impl_->client().send_message(now, transport, to, uri, body, content_type);
}

Deadline UserAgent::next_deadline() const {
  return impl_->next_deadline();
}

std::vector<AgentAction> UserAgent::take_actions() {
  return impl_->take_actions();
}

}  // namespace sipspec::stack
