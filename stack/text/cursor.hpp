#pragma once

// A place in a text and what can be read from there: runs of a set, linear white space, quoted
// strings, comments. Offsets count from the start of the text. Nothing is copied.
//
//   Cursor in("text/plain ; charset=\"utf-8\"");
//   std::string_view type = in.take(CharClass::token);   // "text"
//   in.skip('/');

#include "stack/text/character_class.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::stack {

/// How a quoted string or comment ended.
enum class Delimited : std::uint8_t {
  ok,
  missing,   ///< it does not begin here
  unclosed,  ///< the text ends before it does
  invalid,   ///< an octet that may not stand in it; the cursor is there
  not_utf8,  ///< an octet that begins no well-formed character; the cursor is there
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : text_(text) {}

  std::string_view text() const noexcept { return text_; }

  std::size_t offset() const noexcept { return offset_; }

  void seek(std::size_t offset) noexcept {
    offset_ = offset < text_.size() ? offset : text_.size();
  }

  bool at_end() const noexcept { return offset_ == text_.size(); }

  bool at(char c) const noexcept { return !at_end() && text_[offset_] == c; }

  bool at(CharClass set) const noexcept { return !at_end() && is(text_[offset_], set); }

  std::string_view rest() const noexcept { return text_.substr(offset_); }

  /// The text from `offset` up to here.
  std::string_view since(std::size_t offset) const noexcept {
    return text_.substr(offset, offset_ - offset);
  }

  bool skip(char c) noexcept {
    const bool here = at(c);
    offset_ += here ? 1 : 0;
    return here;
  }

  /// The longest run of octets in `set`, which may be empty.
  std::string_view take(CharClass set) noexcept {
    const char* const start = text_.data() + offset_;
    const char* const end = text_.data() + text_.size();
    const char* here = start;
    while (here != end && is(*here, set)) {
      ++here;
    }
    const auto length = static_cast<std::size_t>(here - start);
    offset_ += length;
    return {start, length};
  }

  /// Linear white space, folding included. True when there was some.
  bool skip_white() noexcept { return !take(CharClass::white).empty(); }

  /// White space, `c`, white space. Stays where it is when `c` does not follow.
  bool skip_separator(char c) noexcept;

  /// DQUOTE *(qdtext / quoted-pair) DQUOTE (RFC 3261 25.1). The cursor stands behind it when ok, at
  /// the start of it when it is unclosed or missing.
  Delimited skip_quoted_string() noexcept;

  /// "(" *(ctext / quoted-pair / comment) ")", nested. As skip_quoted_string().
  Delimited skip_comment() noexcept;

 private:
  /// One octet or one UTF-8 character or one quoted pair of `plain` text.
  Delimited skip_one(CharClass plain) noexcept;

  std::string_view text_;
  std::size_t offset_ = 0;
};

/// Where the list element that starts at `from` ends: the next comma outside quotes and angle
/// brackets, or the end of `text`. An unclosed quote or bracket takes all that is left.
std::size_t find_list_end(std::string_view text, std::size_t from = 0) noexcept;

}  // namespace sipspec::stack
