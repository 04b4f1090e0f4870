#pragma once

// Messages out of a stream of octets (RFC 3261 7.5, 18.3): a header section ends at the empty line,
// a body after Content-Length octets, CRLFs between messages are keep-alives (RFC 5626 3.5.1). The
// framer knows of a message no more than that; its cost is linear in the octets, however they come.
//
//   for (StreamItem& item : framer.feed(octets)) {
//     if (item.kind == StreamItem::Kind::message) { ... item.octets ... }
//   }

#include "stack/framing/header_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// Bounds of what the framer will hold. One that is hit ends the stream with an error naming it.
struct StreamLimits {
  std::size_t max_header = std::size_t{64} * 1024;  ///< octets up to the empty line
  std::size_t max_body = std::size_t{16} * 1024 * 1024;
};

enum class FramingError : std::uint8_t {
  header_too_long,          ///< no empty line within StreamLimits::max_header
  body_too_long,            ///< Content-Length above StreamLimits::max_body
  content_length_invalid,   ///< not a number: where the next message starts is unknown
  content_length_conflict,  ///< two different values
};

/// "the Content-Length is no number, so the end of the message is unknown"
std::string_view to_string(FramingError error);

struct StreamItem {
  enum class Kind : std::uint8_t {
    message,  ///< octets: one whole message
    ping,     ///< CRLF CRLF between messages: wants a pong
    pong,     ///< a single CRLF between messages
    error,    ///< framing is lost; octets: what was there. Nothing more comes.
  } kind = Kind::message;
  std::string octets;
  /// message: no Content-Length, taken as 0 (RFC 3261 18.3 wants one on streams)
  bool without_length = false;
  FramingError error = FramingError::header_too_long;
  std::uint64_t offset = 0;      ///< of these octets in the stream
  std::size_t fault_offset = 0;  ///< error: of the fault, from the start of `octets`
};

class StreamFramer {
 public:
  explicit StreamFramer(StreamLimits limits = {}) : limits_(limits) {}

  /// What became whole with these octets. After an error nothing comes any more.
  std::vector<StreamItem> feed(std::string_view octets);

  /// Octets of a message that has begun and is not whole. Line ends alone begin none.
  std::string_view pending() const;

  /// A single CRLF is the last that came: a pong, unless the other half of a ping follows. Nothing
  /// in the stream tells which; the owner knows after a while (RFC 5626 4.4.1).
  bool holds_pong() const;

  /// The header section of the pending message has come: its body is what is missing.
  bool awaits_body() const { return scan_.end() != 0; }

  bool failed() const { return failed_; }

 private:
  bool skip_line_ends(std::vector<StreamItem>& items);
  bool find_header_end(std::vector<StreamItem>& items);
  bool take_message(std::vector<StreamItem>& items);
  void give(StreamItem::Kind kind, std::size_t size, std::vector<StreamItem>& items);
  void fail(FramingError error, std::size_t offset, std::vector<StreamItem>& items);
  void compact();

  StreamLimits limits_;
  std::string buffer_;
  std::size_t start_ = 0;      ///< what has not been handed out begins here in buffer_
  std::uint64_t dropped_ = 0;  ///< octets of the stream before buffer_
  HeaderScan scan_;            ///< of the pending message
  bool in_message_ = false;    ///< what begins at start_ is a message
  bool failed_ = false;
};

}  // namespace sipspec::stack
