#pragma once

// Messages out of a stream of octets (RFC 3261 7.5, 18.3): a header section ends at the empty line,
// a body after Content-Length octets, CRLFs between messages are keep-alives (RFC 5626 3.5.1). The
// framer knows of a message no more than that; its cost is linear in the octets, however they come.
//
//   for (StreamItem& item : framer.feed(octets)) {
//     if (item.kind == StreamItem::Kind::message) { ... item.octets ... }
//   }

#include <cstddef>
#include <cstdint>
#include <optional>
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
  bool without_length =
      false;  ///< message: no Content-Length, taken as 0 (RFC 3261 20.14 wants one)
  FramingError error = FramingError::header_too_long;
};

class StreamFramer {
 public:
  explicit StreamFramer(StreamLimits limits = {}) : limits_(limits) {}

  /// What became whole with these octets. After an error nothing comes any more.
  std::vector<StreamItem> feed(std::string_view octets);

  /// Octets of a message that has begun and is not whole.
  std::string_view pending() const { return std::string_view(buffer_).substr(start_); }

  /// The header section of the pending message has come: its body is what is missing.
  bool awaits_body() const { return header_end_ != 0; }

  bool failed() const { return failed_; }

 private:
  bool skip_line_ends(std::vector<StreamItem>& items);
  bool find_header_end(std::vector<StreamItem>& items);
  bool find_length(std::vector<StreamItem>& items);
  bool take_message(std::vector<StreamItem>& items);
  void fail(FramingError error, std::vector<StreamItem>& items);
  void compact();

  StreamLimits limits_;
  std::string buffer_;
  std::size_t start_ = 0;       ///< of the pending message in buffer_
  std::size_t scanned_ = 0;     ///< header end searched up to here
  std::size_t header_end_ = 0;  ///< one past the empty line; 0: not found yet
  std::optional<std::size_t> length_;
  bool without_length_ = false;
  bool failed_ = false;
};

}  // namespace sipspec::stack
