#pragma once

// SIP messages out of the octets of one direction of a stream, as captured: unlike the framer of a
// stack it starts anywhere, steps over what is no SIP, knows gaps, and goes on after each fault. A
// gap inside a body of known length costs that message only; after any other one the next message
// is the next start line whose header section is whole and has Via and CSeq: text in a body is
// taken for none.
//
//   SipStream stream({.max_header = 65'536, .max_body = 1 << 24});
//   stream.feed(octets, mark, out);  // out.message(...)

#include "captures/sip/mark_list.hpp"
#include "captures/sip/stream_output.hpp"
#include "stack/framing/header_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

struct SipStreamLimits {
  std::size_t max_header = std::size_t{64} << 10U;
  std::size_t max_body = std::size_t{16} << 20U;
};

class SipStream {
 public:
  enum class Start : std::uint8_t {
    at_message,  ///< the first octet is the first of the stream
    anywhere,    ///< what came before was not captured, or is something else
  };

  explicit SipStream(SipStreamLimits limits, Start start = Start::at_message)
      : limits_(limits), state_(start == Start::anywhere ? State::searching : State::between) {}

  void feed(std::string_view octets, FrameMark mark, StreamOutput& out);
  void gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out);
  /// No octet comes any more.
  void finish(StreamOutput& out);

  std::size_t held() const { return buffer_.size(); }

 private:
  enum class State : std::uint8_t {
    between,    ///< messages; a start line comes next
    header,     ///< of a message that has begun
    body,       ///< size_ octets are wanted
    searching,  ///< the place of the next message is not known
    skipping,   ///< skip_ octets of a body whose message has a gap
  };

  std::size_t consume(std::string_view text, StreamOutput& out);
  std::size_t between(std::string_view text, StreamOutput& out);
  static std::size_t line_ends(std::string_view text, StreamOutput& out);
  std::size_t header(std::string_view text, StreamOutput& out);
  std::size_t body(std::string_view text, StreamOutput& out);
  std::size_t search(std::string_view text);
  std::size_t skip(std::string_view text);
  void give(std::string_view octets, Extent extent, StreamOutput& out);
  void give_unfinished(Extent extent, StreamOutput& out);
  std::size_t lose_framing(std::string_view text, std::size_t size, const std::string& why,
                           StreamOutput& out);
  void reset(State state);

  SipStreamLimits limits_;
  State state_;
  std::string buffer_;    ///< what is not consumed
  MarkList marks_;        ///< of buffer_ and what is being consumed
  std::size_t done_ = 0;  ///< consumed of the text in hand
  stack::HeaderScan scan_;
  std::size_t size_ = 0;    ///< of the message whose body is awaited
  std::uint64_t skip_ = 0;  ///< octets
  bool in_junk_ = false;    ///< told already
};

}  // namespace sipspec::captures
