#include "harness/engine/stream_side.hpp"

#include <algorithm>

namespace sipspec::harness {

ConnectionId StreamSide::open(std::uint32_t actor) {
  const ConnectionId id = next_++;
  connections_[id].actor = actor;
  current_[actor] = id;
  return id;
}

ConnectionId StreamSide::current(std::uint32_t actor) const {
  const auto entry = current_.find(actor);
  const Connection* connection = entry == current_.end() ? nullptr : find(entry->second);
  const bool usable = connection != nullptr &&
                      (connection->state == State::open || connection->state == State::opening);
  return usable ? entry->second : 0;
}

const StreamSide::Connection* StreamSide::find(ConnectionId id) const {
  const auto entry = connections_.find(id);
  return entry == connections_.end() ? nullptr : &entry->second;
}

bool StreamSide::is_open(ConnectionId id) const {
  const Connection* connection = find(id);
  return connection != nullptr && connection->state == State::open;
}

bool StreamSide::is_gone(ConnectionId id) const {
  const Connection* connection = find(id);
  return connection == nullptr || connection->state >= State::refused;
}

bool StreamSide::all_refused() const {
  return !connections_.empty() && std::ranges::all_of(connections_, [](const auto& entry) {
    return entry.second.state == State::refused;
  });
}

std::uint32_t StreamSide::actor(ConnectionId id) const {
  const Connection* connection = find(id);
  return connection == nullptr ? 0 : connection->actor;
}

stack::Address StreamSide::peer(ConnectionId id) const {
  const Connection* connection = find(id);
  return connection == nullptr ? stack::Address{} : connection->peer;
}

std::string StreamSide::how_it_ended(ConnectionId id) const {
  const Connection* connection = find(id);
  if (connection == nullptr) {
    return {};
  }
  switch (connection->state) {
    case State::refused:
      return "the device refused the connection";
    case State::closed:
      return "the device closed the connection";
    case State::reset:
      return "the device reset the connection";
    default:
      return {};
  }
}

std::vector<std::string> StreamSide::event(ConnectionId id, StreamEvent event,
                                           const stack::Address& peer, std::uint32_t actor) {
  if (event == StreamEvent::accepted) {
    if (connections_.size() < max_connections) {
      Connection& connection = connections_[id];
      connection.actor = actor;
      connection.peer = peer;
      connection.state = State::open;
    }
    return {};
  }
  const auto entry = connections_.find(id);
  if (entry == connections_.end()) {
    return {};
  }
  Connection& connection = entry->second;
  switch (event) {
    case StreamEvent::opened:
      connection.peer = peer;
      connection.state = State::open;
      return {};
    case StreamEvent::refused:
      connection.state = State::refused;
      return {};
    case StreamEvent::closed_by_peer:
      connection.state = State::closed;
      return rest_of(connection);
    default:
      connection.state = State::reset;
      return rest_of(connection);
  }
}

std::vector<std::string> StreamSide::data(ConnectionId id, std::string_view octets) {
  std::vector<std::string> out;
  const auto entry = connections_.find(id);
  if (entry == connections_.end()) {
    return out;
  }
  for (stack::StreamItem& item : entry->second.framer.feed(octets)) {
    using Kind = stack::StreamItem::Kind;
    if (item.kind == Kind::message || item.kind == Kind::error) {
      out.push_back(std::move(item.octets));
    }
  }
  return out;
}

std::vector<std::pair<ConnectionId, std::string>> StreamSide::unfinished() {
  std::vector<std::pair<ConnectionId, std::string>> out;
  for (auto& [id, connection] : connections_) {
    for (std::string& octets : rest_of(connection)) {
      out.emplace_back(id, std::move(octets));
    }
  }
  return out;
}

std::vector<std::string> StreamSide::rest_of(Connection& connection) {
  const std::string rest(connection.framer.pending());
  connection.framer = stack::StreamFramer();
  return rest.empty() ? std::vector<std::string>() : std::vector<std::string>{rest};
}

void StreamSide::closed_by_us(ConnectionId id) {
  if (const auto entry = connections_.find(id); entry != connections_.end()) {
    entry->second.state = State::ended;
  }
}

void StreamSide::half_closed(ConnectionId id) {
  if (const auto entry = connections_.find(id); entry != connections_.end()) {
    entry->second.state = State::half_closed;
  }
}

}  // namespace sipspec::harness
