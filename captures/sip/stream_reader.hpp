#pragma once

// One direction of a TCP connection: finds out what it carries (SIP, SIP over WebSocket, HEP, TLS,
// or something else) by its first octets, and reads it as that. In a stream of something else, or
// whose beginning was not captured, each segment is looked at for SIP again.
//
//   StreamReader reader(limits);
//   reader.feed(octets, mark, out);
//   reader.finish(out);

#include "captures/sip/sip_stream.hpp"
#include "captures/sip/stream_output.hpp"
#include "captures/sip/tls_records.hpp"
#include "captures/sip/websocket_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace sipspec::captures {

class StreamReader {
 public:
  /// Octets that may come before it is clear what a stream carries.
  static constexpr std::size_t max_opening = 8'192;
  /// Of the HTTP request or answer that starts a WebSocket.
  static constexpr std::size_t max_upgrade = 16'384;

  explicit StreamReader(SipStreamLimits limits) : limits_(limits) {}

  /// What comes first is not the beginning of the stream, which was not captured.
  void begins_unseen() { reader_.emplace<Other>(); }

  void feed(std::string_view octets, FrameMark mark, StreamOutput& out);
  void gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out);
  void finish(StreamOutput& out);

  std::size_t held() const;

 private:
  /// Nothing is known yet: the octets so far.
  struct Opening {
    std::string octets;
    MarkList marks;
  };

  /// HTTP that may become a WebSocket.
  struct Upgrade {
    std::string octets;
  };

  struct Hep {
    std::string octets;
    MarkList marks;
  };

  struct Tls {
    TlsRecords records;
    FrameNumber first = 0;
  };

  struct Other {};

  using Reader = std::variant<Opening, SipStream, Upgrade, WebSocketStream, Hep, Tls, Other>;

  void feed_opening(std::string_view octets, FrameMark mark, StreamOutput& out);
  void feed_upgrade(std::string_view octets, FrameMark mark, StreamOutput& out);
  void feed_hep(std::string_view octets, FrameMark mark, StreamOutput& out);
  void feed_other(std::string_view octets, FrameMark mark, StreamOutput& out);
  bool become_what_begins(std::string_view octets, FrameMark mark, SipStream::Start start);

  SipStreamLimits limits_;
  Reader reader_;
};

}  // namespace sipspec::captures
