#include "stack/text/cursor.hpp"

#include "stack/text/utf8.hpp"

namespace sipspec::stack {

bool Cursor::skip_separator(char c) noexcept {
  const std::size_t start = offset_;
  skip_white();
  if (!skip(c)) {
    offset_ = start;
    return false;
  }
  skip_white();
  return true;
}

Delimited Cursor::skip_one(CharClass plain) noexcept {
  if (at(plain | CharClass::white)) {
    ++offset_;
    return Delimited::ok;
  }
  if (at(CharClass::high)) {
    const std::size_t length = utf8_length(rest());
    offset_ += length;
    return length == 0 ? Delimited::not_utf8 : Delimited::ok;
  }
  if (!at('\\')) {
    return Delimited::invalid;
  }
  if (offset_ + 1 == text_.size()) {
    return Delimited::unclosed;
  }
  // quoted-pair = "\" (%x00-09 / %x0B-0C / %x0E-7F)
  const char escaped = text_[offset_ + 1];
  if (escaped == '\r' || escaped == '\n' || is(escaped, CharClass::high)) {
    return Delimited::invalid;
  }
  offset_ += 2;
  return Delimited::ok;
}

Delimited Cursor::skip_quoted_string() noexcept {
  const std::size_t start = offset_;
  if (!skip('"')) {
    return Delimited::missing;
  }
  while (!at_end()) {
    if (skip('"')) {
      return Delimited::ok;
    }
    const Delimited one = skip_one(CharClass::quoted);
    if (one == Delimited::unclosed) {
      break;
    }
    if (one != Delimited::ok) {
      return one;
    }
  }
  offset_ = start;
  return Delimited::unclosed;
}

Delimited Cursor::skip_comment() noexcept {
  const std::size_t start = offset_;
  if (!skip('(')) {
    return Delimited::missing;
  }
  std::size_t depth = 1;
  while (!at_end()) {
    if (skip('(')) {
      ++depth;
      continue;
    }
    if (skip(')')) {
      if (--depth == 0) {
        return Delimited::ok;
      }
      continue;
    }
    const Delimited one = skip_one(CharClass::comment);
    if (one == Delimited::unclosed) {
      break;
    }
    if (one != Delimited::ok) {
      return one;
    }
  }
  offset_ = start;
  return Delimited::unclosed;
}

std::size_t find_list_end(std::string_view text, std::size_t from) noexcept {
  if (text.find(',', from) == std::string_view::npos) {
    return text.size();
  }
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"' && !bracketed) {
      quoted = true;
    } else if (c == '<') {
      bracketed = true;
    } else if (c == '>') {
      bracketed = false;
    } else if (c == ',' && !bracketed) {
      return i;
    }
  }
  return text.size();
}

}  // namespace sipspec::stack
