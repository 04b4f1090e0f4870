#include "captures/sip/connection_table.hpp"

#include <functional>
#include <utility>

namespace sipspec::captures {
namespace {

std::size_t mix(std::size_t hash, const IpEndpoint& endpoint) {
  constexpr std::size_t factor = 0x9E3779B97F4A7C15U;
  hash ^= std::hash<std::string_view>()(endpoint.octets()) + factor + (hash << 6U) + (hash >> 2U);
  return (hash ^ endpoint.port) * factor;
}

}  // namespace

std::size_t ConnectionTable::KeyHash::operator()(const Key& key) const {
  return mix(mix(0, key.low), key.high);
}

/// Takes what one direction gives, says where it runs, and keeps the counts of what is held.
class ConnectionTable::Feed : public SegmentOrder::Sink, public StreamOutput {
 public:
  Feed(ConnectionTable& table, const Connection& connection, Direction& direction)
      : table_(table),
        direction_(direction),
        place_{.source = connection.key.low,
               .destination = connection.key.high,
               .connection = connection.number},
        waiting_(direction.order.waiting_octets()),
        unfinished_(direction.reader.held()) {
    if (&direction == &connection.from_high) {
      std::swap(place_.source, place_.destination);
    }
  }

  ~Feed() override {
    table_.waiting_ += direction_.order.waiting_octets() - waiting_;
    table_.unfinished_ += direction_.reader.held() - unfinished_;
  }

  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  void octets(std::string_view octets, FrameMark mark) override {
    direction_.reader.feed(octets, mark, *this);
  }

  void gap(Lack lack, std::uint64_t octets, FrameMark mark) override {
    direction_.reader.gap(lack, octets, mark, *this);
  }

  void message(const StreamMessage& it) override { table_.sink_.message(place_, it); }

  void keep_alive() override { table_.sink_.keep_alive(); }

  void hep(std::string_view packet, FrameMark first, FrameMark last) override {
    table_.sink_.hep(packet, first, last);
  }

  void problem(ProblemCode code, FrameNumber frame, const std::string& sentence) override {
    table_.sink_.problem(place_, code, frame, sentence);
  }

 private:
  ConnectionTable& table_;
  Direction& direction_;
  StreamPlace place_;
  std::size_t waiting_, unfinished_;
};

ConnectionTable::Connections::iterator ConnectionTable::add(const Key& key) {
  const auto it = connections_.emplace(connections_.end(), key, ++last_number_, limits_);
  by_key_.emplace(key, it);
  return it;
}

/// A SYN that does not repeat the one before opens another connection on the same ports.
ConnectionTable::Connections::iterator ConnectionTable::connection_of(const Carried& it,
                                                                      const Key& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    forget_closed(it.last.wall);
    return add(key);
  }
  const auto connection = found->second;
  const bool is_low = it.source == key.low;
  const Direction& direction = is_low ? connection->from_low : connection->from_high;
  const bool syn = (it.part.flags & segment_syn) != 0;
  if (syn && direction.order.started() && !direction.order.starts_at(it.part.sequence)) {
    end(connection);
    return add(key);
  }
  connections_.splice(connections_.end(), connections_, connection);
  return connection;
}

void ConnectionTable::segment(const Carried& it) {
  const bool is_low = it.source < it.destination;
  const Key key{is_low ? it.source : it.destination, is_low ? it.destination : it.source};
  const auto connection = connection_of(it, key);
  connection->last_wall = it.last.wall;
  Direction& from = is_low ? connection->from_low : connection->from_high;
  Direction& back = is_low ? connection->from_high : connection->from_low;
  if (!from.order.started() && (it.part.flags & segment_syn) == 0) {
    from.reader.begins_unseen();
  }
  if (!from.ended) {
    Feed feed(*this, *connection, from);
    from.order.add(it.part, it.last, feed);
  }
  if ((it.part.flags & segment_ack) != 0 && back.order.waits()) {
    Feed feed(*this, *connection, back);
    back.order.acknowledged(it.part.acknowledged, it.last, feed);
  }
  from.fin = from.fin || (it.part.flags & segment_fin) != 0;
  if ((it.part.flags & segment_rst) != 0) {
    end(*connection, from);
    end(*connection, back);
  } else if (from.fin && !from.order.waits()) {
    end(*connection, from);
  }
  make_room(connection);
}

void ConnectionTable::end(Connection& connection, Direction& direction) {
  if (direction.ended) {
    return;
  }
  Feed feed(*this, connection, direction);
  direction.order.give_up(feed);
  direction.reader.finish(feed);
  direction.ended = true;
}

void ConnectionTable::end(Connections::iterator it) {
  end(*it, it->from_low);
  end(*it, it->from_high);
  by_key_.erase(it->key);
  connections_.erase(it);
}

/// New connections come with new ports: here old ones are looked at.
void ConnectionTable::forget_closed(std::chrono::nanoseconds now) {
  while (!connections_.empty()) {
    const Connection& oldest = connections_.front();
    const bool closed = oldest.from_low.ended && oldest.from_high.ended;
    if (!closed || now - oldest.last_wall < memory_of_closed) {
      return;
    }
    end(connections_.begin());
  }
}

void ConnectionTable::make_room(Connections::iterator current) {
  if (waiting_ > limits_.waiting_octets) {
    for (Direction* direction : {&current->from_low, &current->from_high}) {
      Feed feed(*this, *current, *direction);
      direction->order.give_up(feed);
    }
  }
  while (connections_.size() > 1 &&
         (connections_.size() > limits_.connections || unfinished_ > limits_.unfinished_octets)) {
    const auto oldest = connections_.begin();
    const bool closed = oldest->from_low.ended && oldest->from_high.ended;
    if (!closed) {
      sink_.problem({oldest->key.low, oldest->key.high, oldest->number}, ProblemCode::limit_hit, 0,
                    "a connection was given up because too many are open or hold too much");
    }
    end(oldest);
  }
}

void ConnectionTable::finish() {
  while (!connections_.empty()) {
    end(connections_.begin());
  }
}

}  // namespace sipspec::captures
