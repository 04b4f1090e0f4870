#include "captures/sip/websocket_stream.hpp"

#include "captures/octets.hpp"
#include "captures/sip/sip_start.hpp"

#include <algorithm>

namespace sipspec::captures {
namespace {

constexpr std::uint8_t continuation = 0, text = 1, binary = 2, first_control = 8, last_control = 10;
constexpr std::uint64_t largest_control = 125;

/// Of the field behind the first two octets (RFC 6455 5.2).
std::size_t length_field_size(std::uint32_t length) {
  constexpr std::uint32_t in_two_octets = 126, in_eight_octets = 127;
  if (length == in_two_octets) {
    return 2;
  }
  return length == in_eight_octets ? 8 : 0;
}

bool is_control(std::uint8_t opcode) {
  return opcode >= first_control && opcode <= last_control;
}

}  // namespace

std::optional<WebSocketHeader> read_websocket_header(std::string_view octets) {
  if (octets.size() < 2) {
    return std::nullopt;
  }
  const std::uint32_t first = octet_at(octets, 0);
  const std::uint32_t second = octet_at(octets, 1);
  const std::uint32_t length = second & 0x7FU;
  const std::size_t length_size = length_field_size(length);
  const std::size_t mask_size = (second & 0x80U) != 0 ? 4 : 0;
  WebSocketHeader header;
  header.size = 2 + length_size + mask_size;
  if (octets.size() < header.size) {
    return std::nullopt;
  }
  header.final = (first & 0x80U) != 0;
  header.compressed = (first & 0x40U) != 0;
  header.reserved = (first & 0x30U) != 0;
  header.opcode = static_cast<std::uint8_t>(first & 0x0FU);
  header.payload = length;
  if (length_size == 2) {
    header.payload = network16(octets, 2);
  } else if (length_size == 8) {
    header.payload = std::uint64_t{network32(octets, 2)} << 32U | network32(octets, 6);
  }
  header.mask = octets.substr(2 + length_size, mask_size);
  return header;
}

std::string unmask(std::string_view payload, std::string_view mask) {
  std::string clear(payload);
  for (std::size_t i = 0; i < clear.size() && !mask.empty(); ++i) {
    clear[i] = static_cast<char>(clear[i] ^ mask[i % mask.size()]);
  }
  return clear;
}

bool begins_websocket_sip(std::string_view octets) {
  constexpr std::size_t start_line = 2'048;
  const auto header = read_websocket_header(octets);
  if (!header || header->compressed || header->reserved || header->payload < 16 ||
      (header->opcode != text && header->opcode != binary)) {
    return false;
  }
  const std::string_view payload =
      octets.substr(header->size)
          .substr(0,
                  static_cast<std::size_t>(std::min<std::uint64_t>(header->payload, start_line)));
  return sip_start(unmask(payload, header->mask)) == StartVerdict::yes;
}

void WebSocketStream::feed(std::string_view octets, FrameMark mark, StreamOutput& out) {
  if (lost_ && !begins_websocket_sip(octets)) {
    return;
  }
  lost_ = false;
  marks_.add(buffer_.size(), mark);
  buffer_ += octets;
  while (!lost_ && take_frame(out)) {
  }
}

/// False: the next frame is not whole.
bool WebSocketStream::take_frame(StreamOutput& out) {
  const auto header = read_websocket_header(buffer_);
  if (!header) {
    return false;
  }
  const bool data = header->opcode <= binary;
  if (header->reserved || (!data && !is_control(header->opcode))) {
    return lose_framing("a frame with reserved bits or an unknown opcode", out);
  }
  if (!data && header->payload > largest_control) {
    return lose_framing("a control frame of more than 125 octets (RFC 6455 5.5)", out);
  }
  if (header->payload > max_message_ - std::min(max_message_, message_.size())) {
    return lose_framing("a message above the limit", out);
  }
  const std::size_t size = header->size + static_cast<std::size_t>(header->payload);
  if (buffer_.size() < size) {
    return false;
  }
  if (data) {
    take_data(*header, std::string_view(buffer_).substr(header->size, size - header->size), out);
  }
  buffer_.erase(0, size);
  marks_.drop(size);
  return true;
}

void WebSocketStream::take_data(const WebSocketHeader& header, std::string_view payload,
                                StreamOutput& out) {
  if ((header.opcode == continuation) != in_message_) {
    out.problem(ProblemCode::websocket_broken, marks_.at(0).number,
                in_message_ ? "a new message inside of a fragmented one (RFC 6455 5.4)"
                            : "a continuation of no message (RFC 6455 5.4)");
  }
  if (header.opcode != continuation || !in_message_) {
    message_.clear();
    first_ = marks_.at(0);
    compressed_ = header.compressed;
  }
  message_ += unmask(payload, header.mask);
  last_ = marks_.at(header.size + payload.size() - 1);
  in_message_ = !header.final;
  if (header.final) {
    take_message(out);
    message_.clear();
  }
}

void WebSocketStream::take_message(StreamOutput& out) {
  if (compressed_) {
    out.problem(ProblemCode::websocket_broken, first_.number,
                "a compressed message (RFC 7692), which is not read");
  } else if (is_keep_alive(message_)) {
    out.keep_alive();
  } else if (sip_start(behind_line_ends(message_)) == StartVerdict::yes) {
    out.message(
        {.octets = message_, .first = first_, .last = last_, .transport = stack::Transport::ws});
  } else {
    out.problem(ProblemCode::not_sip, first_.number,
                "a message of the WebSocket that has no start line of SIP");
  }
}

bool WebSocketStream::lose_framing(const std::string& why, StreamOutput& out) {
  out.problem(ProblemCode::websocket_broken, marks_.at(0).number, why);
  lost_ = true;
  marks_.drop(buffer_.size());
  buffer_.clear();
  message_.clear();
  in_message_ = false;
  return false;
}

void WebSocketStream::gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out) {
  out.problem(ProblemCode::stream_gap, mark.number, to_sentence(lack, octets));
  lost_ = true;
  marks_.drop(buffer_.size());
  buffer_.clear();
  message_.clear();
  in_message_ = false;
}

void WebSocketStream::finish(StreamOutput& out) {
  const bool begun = in_message_ && sip_start(message_) == StartVerdict::yes;
  if (begun && !compressed_) {
    out.message({.octets = message_,
                 .first = first_,
                 .last = last_,
                 .transport = stack::Transport::ws,
                 .extent = Extent::unfinished});
  }
  buffer_.clear();
  message_.clear();
  in_message_ = false;
}

}  // namespace sipspec::captures
