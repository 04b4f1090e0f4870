#include "stack/framing/stream.hpp"

#include <utility>

namespace sipspec::stack {
namespace {

bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

}  // namespace

std::string_view to_string(FramingError error) {
  switch (error) {
    case FramingError::header_too_long:
      return "no empty line within the largest header section that is accepted";
    case FramingError::body_too_long:
      return "the Content-Length is above the largest body that is accepted";
    case FramingError::content_length_invalid:
      return "the Content-Length is no number, so the end of the message is unknown";
    case FramingError::content_length_conflict:
      return "two Content-Length values differ, so the end of the message is unknown";
  }
  return "";
}

std::vector<StreamItem> StreamFramer::feed(std::string_view octets) {
  std::vector<StreamItem> items;
  if (failed_) {
    return items;
  }
  buffer_ += octets;
  while (!failed_ && skip_line_ends(items) && find_header_end(items) && take_message(items)) {
  }
  compact();
  return items;
}

/// Octets of line ends at the front; what they mean shows with the octet behind them. False when
/// nothing but line ends is left.
bool StreamFramer::skip_line_ends(std::vector<StreamItem>& items) {
  if (in_message_) {
    return true;
  }
  while (start_ < buffer_.size()) {
    const std::string_view rest = std::string_view(buffer_).substr(start_);
    if (rest.starts_with("\r\n\r\n")) {
      give(StreamItem::Kind::ping, 4, items);
    } else if (rest == "\r" || rest == "\r\n" || rest == "\r\n\r") {
      return false;
    } else if (rest.starts_with("\r\n")) {
      give(StreamItem::Kind::pong, 2, items);
    } else if (is_line_end(rest.front())) {
      ++start_;  // half a line end keeps nothing alive
    } else {
      in_message_ = true;
      return true;
    }
  }
  return false;
}

bool StreamFramer::find_header_end(std::vector<StreamItem>& items) {
  const std::string_view text = std::string_view(buffer_).substr(start_);
  const bool whole = scan_.run(text) == HeaderScan::Progress::done;
  if ((whole ? scan_.end() : text.size()) > limits_.max_header) {
    fail(FramingError::header_too_long, limits_.max_header, items);
    return false;
  }
  if (!whole) {
    return false;
  }
  const DeclaredLength& length = scan_.length();
  using State = DeclaredLength::State;
  if (length.state == State::invalid) {
    fail(FramingError::content_length_invalid, length.offset, items);
  } else if (length.state == State::conflict) {
    fail(FramingError::content_length_conflict, length.offset, items);
  } else if (length.state == State::too_large || length.value > limits_.max_body) {
    fail(FramingError::body_too_long, length.offset, items);
  }
  return !failed_;
}

bool StreamFramer::take_message(std::vector<StreamItem>& items) {
  const std::size_t size = scan_.end() + scan_.length().value;
  if (buffer_.size() - start_ < size) {
    return false;
  }
  const bool without_length = scan_.length().state == DeclaredLength::State::absent;
  give(StreamItem::Kind::message, size, items);
  items.back().without_length = without_length;
  in_message_ = false;
  scan_ = {};
  return true;
}

/// Takes the next `size` octets off and hands them out.
void StreamFramer::give(StreamItem::Kind kind, std::size_t size, std::vector<StreamItem>& items) {
  StreamItem item;
  item.kind = kind;
  item.octets = buffer_.substr(start_, size);
  item.offset = dropped_ + start_;
  items.push_back(std::move(item));
  start_ += size;
}

void StreamFramer::fail(FramingError error, std::size_t offset, std::vector<StreamItem>& items) {
  give(StreamItem::Kind::error, buffer_.size() - start_, items);
  items.back().error = error;
  items.back().fault_offset = offset;
  failed_ = true;
  in_message_ = false;
  scan_ = {};
}

std::string_view StreamFramer::pending() const {
  return in_message_ ? std::string_view(buffer_).substr(start_) : std::string_view();
}

bool StreamFramer::holds_pong() const {
  return !in_message_ && std::string_view(buffer_).substr(start_) == "\r\n";
}

/// Drops what has been handed out, when it is worth the move.
void StreamFramer::compact() {
  const bool empty = start_ == buffer_.size();
  if (!empty && (start_ < 4096 || start_ < buffer_.size() / 2)) {
    return;
  }
  buffer_.erase(0, start_);
  dropped_ += start_;
  start_ = 0;
}

}  // namespace sipspec::stack
