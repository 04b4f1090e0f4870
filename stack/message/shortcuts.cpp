#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/cursor.hpp"

#include <utility>

namespace sipspec::stack {

namespace {

template <class T, class Decode>
std::optional<T> decode(const Message& message, HeaderName name, Decode parse) {
  const HeaderField* field = message.find(name);
  if (field == nullptr) {
    return std::nullopt;
  }
  const Result<T> value = parse(message.value(*field));
  return value ? std::optional<T>(*value) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> ListCursor::next() {
  const auto fields = message_->header_fields();
  while (true) {
    if (rest_.empty()) {
      while (row_ < fields.size() && fields[row_].id != name_) {
        ++row_;
      }
      if (row_ == fields.size()) {
        return std::nullopt;
      }
      rest_ = message_->value(fields[row_++]);
      if (arity(name_) != Arity::list && !rest_.empty()) {
        return std::exchange(rest_, {});
      }
    }
    const std::size_t end = find_list_end(rest_);
    const std::string_view element = trim(rest_.substr(0, end));
    rest_.remove_prefix(end < rest_.size() ? end + 1 : end);
    if (!element.empty()) {
      return element;
    }
  }
}

std::optional<Via> top_via(const Message& message) {
  const auto element = ListCursor(message, HeaderName::via).next();
  if (!element) {
    return std::nullopt;
  }
  const Result<Via> via = parse_via(*element);
  return via ? std::optional<Via>(*via) : std::nullopt;
}

std::optional<NameAddr> from(const Message& message) {
  return decode<NameAddr>(message, HeaderName::from, parse_name_addr);
}

std::optional<NameAddr> to(const Message& message) {
  return decode<NameAddr>(message, HeaderName::to, parse_name_addr);
}

std::optional<CSeq> cseq(const Message& message) {
  return decode<CSeq>(message, HeaderName::cseq, parse_cseq);
}

std::string_view call_id(const Message& message) {
  return message.value_of(HeaderName::call_id);
}

std::optional<MediaType> content_type(const Message& message) {
  return decode<MediaType>(message, HeaderName::content_type, parse_media_type);
}

std::size_t list_size(const Message& message, HeaderName name) {
  std::size_t size = 0;
  ListCursor elements(message, name);
  while (elements.next()) {
    ++size;
  }
  return size;
}

bool list_contains(const Message& message, HeaderName name, std::string_view token) {
  ListCursor elements(message, name);
  while (const auto element = elements.next()) {
    if (equals_ignoring_case(*element, token)) {
      return true;
    }
  }
  return false;
}

std::string unfold(std::string_view value) {
  std::string text;
  text.reserve(value.size());
  Cursor in(value);
  while (!in.at_end()) {
    const std::string_view white = in.take(CharClass::white);
    if (white.find_first_of("\r\n") != std::string_view::npos) {
      text += ' ';
    } else {
      text += white;
    }
    const std::size_t start = in.offset();
    while (!in.at_end() && !in.at(CharClass::white)) {
      in.seek(in.offset() + 1);
    }
    text += in.since(start);
  }
  return text;
}

std::string unquote(std::string_view quoted) {
  const std::string_view text = trim(quoted);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
    return unfold(text);
  }
  const std::string inner = unfold(text.substr(1, text.size() - 2));
  std::string plain;
  plain.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size()) {
      ++i;
    }
    plain += inner[i];
  }
  return plain;
}

}  // namespace sipspec::stack
