#include "stack/framing/stream.hpp"

#include "stack/text/ascii.hpp"

#include <charconv>
#include <utility>

namespace sipspec::stack {
namespace {

constexpr std::size_t not_found = std::string_view::npos;

/// One past the empty line that ends a header section, looking from `from`; not_found without one.
/// Bare LF line ends are seen too: a message with them is faulty, but not endless.
std::size_t end_of_header(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\n', from); at != not_found; at = text.find('\n', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 2);
    if (rest.starts_with('\n')) {
      return at + 2;
    }
    if (rest == "\r\n") {
      return at + 3;
    }
  }
  return not_found;
}

enum class LengthState : std::uint8_t { absent, present, invalid, conflict };

struct Length {
  LengthState state = LengthState::absent;
  std::size_t value = 0;
};

Length read_length(std::string_view value) {
  value = trim(value);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = !value.empty() && end == value.data() + value.size();
  if (error == std::errc::result_out_of_range && whole) {
    return {LengthState::present, static_cast<std::size_t>(-1)};
  }
  return whole && error == std::errc{} ? Length{LengthState::present, number}
                                       : Length{LengthState::invalid, 0};
}

bool is_length_name(std::string_view name) {
  return equals_ignoring_case(name, "Content-Length") || equals_ignoring_case(name, "l");
}

/// Content-Length among the rows of a header section; a folded value is read with its folding.
Length find_content_length(std::string_view header) {
  Length found;
  std::size_t line = header.find('\n');
  while (line != not_found && line + 1 < header.size()) {
    const std::size_t begin = line + 1;
    std::size_t end = header.find('\n', begin);
    while (end != not_found && end + 1 < header.size() &&
           (header[end + 1] == ' ' || header[end + 1] == '\t')) {
      end = header.find('\n', end + 1);
    }
    const std::string_view row = header.substr(begin, end == not_found ? not_found : end - begin);
    const std::size_t colon = row.find(':');
    if (colon != not_found && is_length_name(trim(row.substr(0, colon)))) {
      const Length next = read_length(row.substr(colon + 1));
      if (next.state == LengthState::invalid) {
        return next;
      }
      if (found.state == LengthState::present && found.value != next.value) {
        return {LengthState::conflict, 0};
      }
      found = next;
    }
    line = end;
  }
  return found;
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
  while (!failed_ && skip_line_ends(items) && find_header_end(items) && find_length(items) &&
         take_message(items)) {
  }
  compact();
  return items;
}

/// False when nothing but line ends, or half of one, is left.
bool StreamFramer::skip_line_ends(std::vector<StreamItem>& items) {
  if (header_end_ != 0 || scanned_ > start_) {
    return true;  // inside a message
  }
  while (true) {
    const std::string_view rest = std::string_view(buffer_).substr(start_);
    if (rest.starts_with("\r\n\r\n")) {
      items.push_back({StreamItem::Kind::ping, "\r\n\r\n"});
      start_ += 4;
    } else if (rest.starts_with("\r\n") &&
               (rest.size() > 3 || (rest.size() > 2 && rest[2] != '\r'))) {
      items.push_back({StreamItem::Kind::pong, "\r\n"});
      start_ += 2;
    } else if (rest.starts_with('\n')) {
      start_ += 1;
    } else {
      break;
    }
  }
  const std::string_view rest = std::string_view(buffer_).substr(start_);
  const bool half = rest.empty() || rest == "\r" || rest == "\r\n" || rest == "\r\n\r";
  scanned_ = start_;
  return !half;
}

bool StreamFramer::find_header_end(std::vector<StreamItem>& items) {
  if (header_end_ != 0) {
    return true;
  }
  const std::string_view all(buffer_);
  // The line end before the empty line may have come with an earlier piece.
  const std::size_t from = scanned_ > start_ + 3 ? scanned_ - 3 : start_;
  const std::size_t end = end_of_header(all, from);
  const std::size_t size = (end == not_found ? all.size() : end) - start_;
  if (size > limits_.max_header) {
    fail(FramingError::header_too_long, items);
    return false;
  }
  scanned_ = all.size();
  if (end == not_found) {
    return false;
  }
  header_end_ = end;
  return true;
}

bool StreamFramer::find_length(std::vector<StreamItem>& items) {
  if (length_) {
    return true;
  }
  const Length length =
      find_content_length(std::string_view(buffer_).substr(start_, header_end_ - start_));
  switch (length.state) {
    case LengthState::absent:
      without_length_ = true;
      length_ = 0;
      return true;
    case LengthState::present:
      if (length.value > limits_.max_body) {
        fail(FramingError::body_too_long, items);
        return false;
      }
      length_ = length.value;
      return true;
    case LengthState::invalid:
      fail(FramingError::content_length_invalid, items);
      return false;
    case LengthState::conflict:
      fail(FramingError::content_length_conflict, items);
      return false;
  }
  return false;
}

bool StreamFramer::take_message(std::vector<StreamItem>& items) {
  const std::size_t end = header_end_ + *length_;
  if (buffer_.size() < end) {
    return false;
  }
  StreamItem item;
  item.octets = buffer_.substr(start_, end - start_);
  item.without_length = without_length_;
  items.push_back(std::move(item));
  start_ = end;
  scanned_ = end;
  header_end_ = 0;
  length_.reset();
  without_length_ = false;
  return true;
}

void StreamFramer::fail(FramingError error, std::vector<StreamItem>& items) {
  StreamItem item;
  item.kind = StreamItem::Kind::error;
  item.octets = buffer_.substr(start_);
  item.error = error;
  items.push_back(std::move(item));
  failed_ = true;
  buffer_.clear();
  start_ = scanned_ = header_end_ = 0;
  length_.reset();
}

/// Drops what has been handed out, when it is worth the move.
void StreamFramer::compact() {
  if (start_ == buffer_.size()) {
    buffer_.clear();
  } else if (start_ < 4096 || start_ < buffer_.size() / 2) {
    return;
  } else {
    buffer_.erase(0, start_);
  }
  scanned_ -= start_;
  header_end_ -= header_end_ == 0 ? 0 : start_;
  start_ = 0;
}

}  // namespace sipspec::stack
