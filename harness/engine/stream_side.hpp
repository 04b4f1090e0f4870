#pragma once

// The stream connections of a case: which are open, what arrives on them as messages, and how they
// ended. Framing by Content-Length (RFC 3261 18.3) is stack::StreamFramer's.
//
//   ConnectionId id = streams.open(actor);            // the driver is told by an OpenStream action
//   for (std::string& message : streams.data(id, octets)) { ... }

#include "harness/engine/case_run.hpp"
#include "stack/framing/stream.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipspec::harness {

/// Connections that a device may open towards the actors of one case; more are left unread.
inline constexpr std::size_t max_connections = 64;

class StreamSide {
 public:
  /// A new connection of the actor; becomes its current one.
  ConnectionId open(std::uint32_t actor);
  /// The actor's connection for requests; 0: none is open or being opened.
  ConnectionId current(std::uint32_t actor) const;

  bool is_open(ConnectionId id) const;
  /// Closed, reset, refused or unknown.
  bool is_gone(ConnectionId id) const;
  /// There were connections, and every one was refused.
  bool all_refused() const;
  std::uint32_t actor(ConnectionId id) const;
  stack::Address peer(ConnectionId id) const;
  /// "the device closed the connection"; "" while it lives.
  std::string how_it_ended(ConnectionId id) const;

  /// Whole messages in what arrived; one that cannot be framed is given as far as it goes.
  std::vector<std::string> data(ConnectionId id, std::string_view octets);
  /// What was left unfinished when the connection ended.
  std::vector<std::string> event(ConnectionId id, StreamEvent event, const stack::Address& peer,
                                 std::uint32_t actor);

  /// Takes what has begun and is not whole off every connection, as far as it came.
  std::vector<std::pair<ConnectionId, std::string>> unfinished();

  void closed_by_us(ConnectionId id);
  void half_closed(ConnectionId id);

 private:
  enum class State : std::uint8_t { opening, open, half_closed, refused, closed, reset, ended };

  struct Connection {
    std::uint32_t actor = 0;
    stack::Address peer;
    State state = State::opening;
    stack::StreamFramer framer;
  };

  const Connection* find(ConnectionId id) const;
  static std::vector<std::string> rest_of(Connection& connection);

  std::map<ConnectionId, Connection> connections_;
  std::map<std::uint32_t, ConnectionId> current_;  ///< by actor
  ConnectionId next_ = 1;
};

}  // namespace sipspec::harness
