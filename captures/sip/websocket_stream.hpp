#pragma once

// SIP over WebSocket (RFC 7118) out of the octets of one direction, behind the HTTP upgrade: frames
// of RFC 6455 section 5, unmasked, fragments joined. One message of the WebSocket is one of SIP.
// Compressed messages (RFC 7692) are told, not read.
//
//   WebSocketStream frames(limits);
//   frames.feed(octets, mark, out);

#include "captures/sip/mark_list.hpp"
#include "captures/sip/sip_stream.hpp"
#include "captures/sip/stream_output.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// The header of a frame (RFC 6455 5.2).
struct WebSocketHeader {
  bool final = false;
  bool compressed = false;  ///< RSV1
  bool reserved = false;    ///< RSV2 or RSV3
  std::uint8_t opcode = 0;
  std::string mask;  ///< four octets, or none
  std::size_t size = 0;
  std::uint64_t payload = 0;
};

/// nullopt: it is not whole.
std::optional<WebSocketHeader> read_websocket_header(std::string_view octets);

/// RFC 6455 5.3; an empty mask changes nothing.
std::string unmask(std::string_view payload, std::string_view mask);

/// Begins with a frame that begins with a start line of SIP: a WebSocket whose upgrade was not
/// captured.
bool begins_websocket_sip(std::string_view octets);

class WebSocketStream {
 public:
  explicit WebSocketStream(SipStreamLimits limits)
      : max_message_(limits.max_header + limits.max_body) {}

  /// `octets` begin a segment, which is where frames are looked for once their place is lost.
  void feed(std::string_view octets, FrameMark mark, StreamOutput& out);
  void gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out);
  void finish(StreamOutput& out);

  std::size_t held() const { return buffer_.size() + message_.size(); }

 private:
  bool take_frame(StreamOutput& out);
  void take_data(const WebSocketHeader& header, std::string_view payload, StreamOutput& out);
  void take_message(StreamOutput& out);
  bool lose_framing(const std::string& why, StreamOutput& out);

  std::size_t max_message_;
  std::string buffer_;  ///< of frames
  MarkList marks_;      ///< of buffer_
  std::string message_;
  FrameMark first_, last_;  ///< of message_
  bool in_message_ = false;
  bool compressed_ = false;
  bool lost_ = false;
};

}  // namespace sipspec::captures
