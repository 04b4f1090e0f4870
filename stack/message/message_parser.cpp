#include "stack/message/message_parser.hpp"

#include "stack/message/start_line.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/number.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace sipspec::stack {

MessageParser::MessageParser(std::string_view bytes, const ParseLimits& limits, Message& message)
    : limits_(&limits),
      message_(&message),
      bytes_(bytes.substr(0, limits.max_message)),
      defects_(message.defects_, limits.max_defects),
      lines_(bytes_, defects_) {
  message.bytes_ = bytes_;
  if (bytes.size() > bytes_.size()) {
    add(DefectCode::limit_message_size, bytes_.size(), bytes_.size());
  }
}

void MessageParser::run() {
  if (!read_start_line()) {
    return;
  }
  read_header();
  message_->header_end_ = static_cast<std::uint32_t>(lines_.offset());
  if (cut_short_) {
    return;
  }
  if (message_->kind_ != StartLineKind::unreadable) {
    require_fields();
  }
  read_body();
}

bool MessageParser::read_start_line() {
  std::size_t start = 0;
  while (start < bytes_.size() && (bytes_[start] == '\r' || bytes_[start] == '\n')) {
    ++start;
  }
  if (start == bytes_.size()) {
    add(DefectCode::empty_message, 0, start);
    message_->start_line_offset_ = message_->header_end_ = static_cast<std::uint32_t>(start);
    return false;
  }
  if (start > 0) {
    add(DefectCode::leading_line_ends, 0, start);
  }
  lines_.seek(start);
  const Line line = lines_.next();
  message_->start_line_offset_ = static_cast<std::uint32_t>(line.begin);
  message_->start_line_length_ = static_cast<std::uint32_t>(line.end - line.begin);
  const StartLine parts = read_start_line_text(message_->start_line(), line.begin, defects_);
  message_->kind_ = parts.kind;
  message_->method_ = parts.method;
  message_->request_uri_ = parts.request_uri;
  message_->version_ = parts.version;
  message_->status_ = parts.status;
  message_->reason_ = parts.reason;
  cut_short_ = !line.has_line_end();
  return true;
}

void MessageParser::read_header() {
  if (lines_.at_continuation()) {
    add(DefectCode::first_header_line_folded, lines_.offset(), lines_.offset() + 1);
  }
  while (!lines_.at_end()) {
    const Line line = lines_.next();
    if (line.empty() && line.has_line_end()) {
      return;
    }
    read_field(line);
  }
  cut_short_ = true;
  add(DefectCode::blank_line_missing, bytes_.size(), bytes_.size());
}

void MessageParser::read_field(const Line& first) {
  HeaderField field;
  std::size_t end = first.end;
  while (lines_.at_continuation()) {
    field.folded = true;
    end = lines_.next().end;
  }
  field.row_end = static_cast<std::uint32_t>(lines_.offset());
  const char* const octets = bytes_.data();
  std::size_t colon = first.begin;
  while (colon < first.end && is(octets[colon], CharClass::token)) {
    ++colon;
  }
  if (colon > first.begin && colon < first.end && octets[colon] == ':') {
    set_name(field, first.begin, colon);
  } else {
    colon = read_unusual_name(field, first, colon);
    if (colon == first.end) {
      return;
    }
  }
  read_value(field, colon + 1, end);
  keep(field);
}

void MessageParser::set_name(HeaderField& field, std::size_t begin, std::size_t end) const {
  field.name_offset = static_cast<std::uint32_t>(begin);
  field.name_length = static_cast<std::uint32_t>(end - begin);
  field.id = header_name(bytes_.substr(begin, end - begin));
  field.compact = field.name_length == 1 && field.id != HeaderName::unknown;
}

// Not "token, colon": blanks before the colon (HCOLON allows them), a name that is none, no colon
// at all. Gives the place of the colon, or the end of the line.
std::size_t MessageParser::read_unusual_name(HeaderField& field, const Line& line,
                                             std::size_t from) {
  const void* found = std::memchr(bytes_.data() + from, ':', line.end - from);
  if (found == nullptr) {
    add(DefectCode::colon_missing, line.begin, line.end);
    return line.end;
  }
  const auto colon = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
  std::size_t begin = line.begin;
  std::size_t end = colon;
  while (begin < end && is(bytes_[begin], CharClass::blank)) {
    ++begin;  // only the first line can begin so: reported as first_header_line_folded
  }
  while (end > begin && is(bytes_[end - 1], CharClass::blank)) {
    --end;
  }
  set_name(field, begin, end);
  if (begin == end) {
    add(DefectCode::header_name_empty, line.begin, colon + 1);
  } else if (!all_are(bytes_.substr(begin, end - begin), CharClass::token)) {
    add(DefectCode::header_name_invalid, begin, end);
  }
  return colon;
}

void MessageParser::read_value(HeaderField& field, std::size_t start, std::size_t end) const {
  while (start < end && is(bytes_[start], CharClass::white)) {
    ++start;
  }
  while (end > start && is(bytes_[end - 1], CharClass::white)) {
    --end;
  }
  field.value_offset = static_cast<std::uint32_t>(start);
  field.value_length = static_cast<std::uint32_t>(end - start);
}

void MessageParser::keep(const HeaderField& field) {
  if (message_->fields_.size() >= limits_->max_header_fields) {
    defects_.add_once({.code = DefectCode::limit_header_fields,
                       .offset = field.name_offset,
                       .length = field.name_length});
    set_seen(field.id);  // it is there, only not kept
    return;
  }
  message_->fields_.push_back(field);
  if (field.id == HeaderName::unknown) {
    return;
  }
  if (field.id == HeaderName::content_length) {
    read_content_length(field);
  } else if (has_seen(field.id) && arity(field.id) == Arity::single) {
    add(DefectCode::header_field_repeated, field.name_offset, field.name_offset + field.name_length,
        field.id);
  }
  set_seen(field.id);
}

namespace {

DefectCode code_of_length(std::string_view value, const Number& number) {
  if (number.fault == NumberFault::too_large) {
    return DefectCode::content_length_overflow;
  }
  const bool negative =
      value.starts_with('-') && read_number(value.substr(1)).fault != NumberFault::not_digits;
  return negative ? DefectCode::content_length_negative : DefectCode::content_length_invalid;
}

}  // namespace

void MessageParser::read_content_length(const HeaderField& field) {
  const std::string_view value = message_->value(field);
  const std::size_t begin = field.value_offset;
  const std::size_t end = begin + field.value_length;
  const Number number = read_number(value);
  std::optional<std::uint32_t>& declared = message_->content_length_;
  const bool first = !has_seen(HeaderName::content_length);
  if (!number.ok()) {
    add(code_of_length(value, number), begin, end, HeaderName::content_length);
    length_in_doubt_ = true;
  } else if (first) {
    declared = number.value;
  } else if (!length_in_doubt_ && declared == number.value) {
    add(DefectCode::content_length_repeated, field.name_offset,
        field.name_offset + field.name_length, HeaderName::content_length);
  } else {
    add(DefectCode::content_length_conflict, begin, end, HeaderName::content_length);
    length_in_doubt_ = true;
  }
  if (length_in_doubt_) {
    declared.reset();
  }
}

void MessageParser::read_body() {
  const std::size_t start = message_->header_end_;
  const std::string_view rest = bytes_.substr(start);
  const std::size_t declared =
      message_->content_length_.value_or(static_cast<std::uint32_t>(rest.size()));
  message_->body_ = rest.substr(0, declared);
  message_->trailing_ = rest.substr(message_->body_.size());
  if (declared > rest.size()) {
    add(DefectCode::body_short, start, bytes_.size(), HeaderName::content_length);
  } else if (!message_->trailing_.empty()) {
    add(DefectCode::body_trailing, start + declared, bytes_.size(), HeaderName::content_length);
  }
}

void MessageParser::require_fields() {
  static constexpr std::array<std::pair<HeaderName, DefectCode>, 6> required = {{
      {HeaderName::via, DefectCode::missing_via},
      {HeaderName::from, DefectCode::missing_from},
      {HeaderName::to, DefectCode::missing_to},
      {HeaderName::call_id, DefectCode::missing_call_id},
      {HeaderName::cseq, DefectCode::missing_cseq},
      {HeaderName::max_forwards, DefectCode::missing_max_forwards},
  }};
  for (const auto& [name, code] : required) {
    const bool needed = name != HeaderName::max_forwards || message_->is_request();
    if (needed && !has_seen(name)) {
      add(code, message_->header_end_, message_->header_end_, name);
    }
  }
}

void MessageParser::add(DefectCode code, std::size_t begin, std::size_t end, HeaderName header) {
  defects_.add({.code = code,
                .offset = static_cast<std::uint32_t>(begin),
                .length = static_cast<std::uint32_t>(end - begin),
                .header = header});
}

}  // namespace sipspec::stack
