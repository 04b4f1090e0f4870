#pragma once

// The TCP connections of a capture, both directions of each: least recently used ones go when there
// are too many, what they hold is then given as unfinished.
//
//   ConnectionTable connections(sink, limits);
//   connections.segment(carried);
//   connections.finish();

#include "captures/network/packet_walk.hpp"
#include "captures/sip/segment_order.hpp"
#include "captures/sip/stream_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

namespace sipspec::captures {

struct ConnectionLimits {
  std::size_t connections = 65'536;
  std::size_t waiting_octets = std::size_t{64} << 20U;      ///< behind gaps, of all
  std::size_t unfinished_octets = std::size_t{256} << 20U;  ///< of messages in the making, of all
  OrderLimits order;
  SipStreamLimits stream;
};

/// Where a stream runs.
struct StreamPlace {
  IpEndpoint source, destination;
  std::uint64_t connection = 0;
};

class ConnectionSink {
 public:
  virtual ~ConnectionSink() = default;
  virtual void message(const StreamPlace& place, const StreamMessage& it) = 0;
  virtual void keep_alive() = 0;
  virtual void hep(std::string_view packet, FrameMark first, FrameMark last) = 0;
  virtual void problem(const StreamPlace& place, ProblemCode code, FrameNumber frame,
                       const std::string& sentence) = 0;
};

class ConnectionTable {
 public:
  /// Closed connections are forgotten after that, by the time of the capture.
  static constexpr std::chrono::seconds memory_of_closed{60};

  ConnectionTable(ConnectionSink& sink, const ConnectionLimits& limits)
      : sink_(sink), limits_(limits) {}

  void segment(const Carried& it);
  void finish();

  std::size_t size() const { return connections_.size(); }

  std::size_t held_octets() const { return waiting_ + unfinished_; }

 private:
  struct Direction {
    explicit Direction(const ConnectionLimits& limits)
        : order(limits.order), reader(limits.stream) {}

    SegmentOrder order;
    StreamReader reader;
    bool fin = false;
    bool ended = false;
  };

  struct Key {
    IpEndpoint low, high;

    bool operator==(const Key&) const = default;
  };

  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };

  struct Connection {
    Connection(const Key& of, std::uint64_t id, const ConnectionLimits& limits)
        : key(of), number(id), from_low(limits), from_high(limits) {}

    Key key;
    std::uint64_t number;
    Direction from_low, from_high;
    std::chrono::nanoseconds last_wall{};
  };

  using Connections = std::list<Connection>;  ///< least recently used first

  class Feed;

  Connections::iterator connection_of(const Carried& it, const Key& key);
  Connections::iterator add(const Key& key);
  void forget_closed(std::chrono::nanoseconds now);
  void end(Connection& connection, Direction& direction);
  void end(Connections::iterator it);
  void make_room(Connections::iterator current);

  ConnectionSink& sink_;
  ConnectionLimits limits_;
  std::uint64_t last_number_ = 0;
  Connections connections_;
  std::unordered_map<Key, Connections::iterator, KeyHash> by_key_;
  std::size_t waiting_ = 0, unfinished_ = 0;  ///< octets
};

}  // namespace sipspec::captures
