#include "stack/message/builder.hpp"

#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

/// Full and compact form of a known name are one name.
bool same_name(std::string_view a, std::string_view b) {
  const HeaderName id = header_name(a);
  return id != HeaderName::unknown ? id == header_name(b) : equals_ignoring_case(a, b);
}

/// The value in a row: behind the colon, without the white space around it.
std::string_view value_in(std::string_view row) {
  const std::size_t colon = row.find(':');
  return colon == std::string_view::npos ? std::string_view() : trim(row.substr(colon + 1));
}

/// The one line end that `text` begins with, by the rules of LineReader.
std::size_t leading_line_end(std::string_view text) {
  const std::size_t crs = std::min(text.find_first_not_of('\r'), text.size());
  if (text.substr(crs).starts_with('\n')) {
    return crs + 1;
  }
  return crs == 0 ? 0 : 1;
}

/// The one line end that `text` ends with.
std::size_t trailing_line_end(std::string_view text) {
  if (text.ends_with("\r\n")) {
    return 2;
  }
  return text.ends_with('\n') || text.ends_with('\r') ? 1 : 0;
}

}  // namespace

MessageBuilder MessageBuilder::request(std::string_view method, std::string_view uri) {
  MessageBuilder builder;
  builder.start_line_.append(method).append(" ").append(uri).append(" SIP/2.0");
  return builder;
}

MessageBuilder MessageBuilder::response(int status, std::string_view reason) {
  MessageBuilder builder;
  builder.start_line_.append("SIP/2.0 ").append(std::to_string(status)).append(" ").append(reason);
  return builder;
}

MessageBuilder MessageBuilder::from(const Message& message) {
  const std::string_view bytes = message.bytes();
  const std::string_view header = message.header_section();
  const auto header_begin = static_cast<std::size_t>(header.data() - bytes.data());
  const std::size_t header_end = header_begin + header.size();

  MessageBuilder builder;
  builder.preamble_ = bytes.substr(0, header_begin);
  builder.start_line_ = message.start_line();
  std::size_t at = header_begin + builder.start_line_.size();
  const std::size_t line_end = leading_line_end(bytes.substr(at, header_end - at));
  builder.start_line_end_ = bytes.substr(at, line_end);
  at += line_end;
  for (const HeaderField& field : message.header_fields()) {
    builder.add_gap(bytes.substr(at, field.name_offset - at));
    builder.rows_.push_back(
        {.name = std::string(message.name(field)), .octets = std::string(message.row(field))});
    at = field.row_end;
  }
  const std::string_view rest = bytes.substr(at, header_end - at);
  const std::size_t blank_line = trailing_line_end(rest);
  builder.add_gap(rest.substr(0, rest.size() - blank_line));
  builder.blank_line_ = rest.substr(rest.size() - blank_line);
  builder.body_ = bytes.substr(header_end);
  return builder;
}

// Lines that the parser found no name in lie between the rows that it kept.
void MessageBuilder::add_gap(std::string_view octets) {
  if (!octets.empty()) {
    rows_.push_back({.name = {}, .octets = std::string(octets)});
  }
}

MessageBuilder MessageBuilder::response_to(const Message& request, int status,
                                           std::string_view reason, std::string_view to_tag) {
  MessageBuilder builder = response(status, reason);
  for (const HeaderField& field : request.header_fields()) {
    const bool copied = field.id == HeaderName::via || field.id == HeaderName::from ||
                        field.id == HeaderName::to || field.id == HeaderName::call_id ||
                        field.id == HeaderName::cseq;
    if (!copied) {
      continue;
    }
    std::string value(request.value(field));
    if (field.id == HeaderName::to && !to_tag.empty()) {
      const Result<NameAddr> to = parse_name_addr(value);
      if (to && !to->parameters.has("tag")) {
        value.append(";tag=").append(to_tag);
      }
    }
    builder.add(canonical_name(field.id), value);
  }
  return builder;
}

MessageBuilder& MessageBuilder::start_line(std::string_view line) {
  start_line_ = line;
  return *this;
}

std::string MessageBuilder::row_octets(std::string_view name, std::string_view value) const {
  std::string octets;
  octets.reserve(name.size() + value.size() + 4);
  octets.append(name).append(": ").append(value).append(line_end_);
  return octets;
}

std::vector<MessageBuilder::Row>::iterator MessageBuilder::find_row(std::string_view name) {
  return std::ranges::find_if(rows_, [name](const Row& row) { return same_name(row.name, name); });
}

MessageBuilder& MessageBuilder::insert(std::vector<Row>::iterator before, std::string_view name,
                                       std::string_view value) {
  rows_.insert(before, {.name = std::string(name), .octets = row_octets(name, value)});
  return *this;
}

MessageBuilder& MessageBuilder::add(std::string_view name, std::string_view value) {
  return insert(rows_.end(), name, value);
}

MessageBuilder& MessageBuilder::add_first(std::string_view name, std::string_view value) {
  return insert(rows_.begin(), name, value);
}

MessageBuilder& MessageBuilder::add_before(std::string_view before, std::string_view name,
                                           std::string_view value) {
  return insert(find_row(before), name, value);
}

MessageBuilder& MessageBuilder::set(std::string_view name, std::string_view value) {
  const auto row = find_row(name);
  if (row == rows_.end()) {
    return add(name, value);
  }
  row->name = name;
  row->octets = row_octets(name, value);
  return *this;
}

MessageBuilder& MessageBuilder::remove(std::string_view name) {
  std::erase_if(rows_, [name](const Row& row) { return same_name(row.name, name); });
  return *this;
}

MessageBuilder& MessageBuilder::raw_row(std::string_view octets) {
  rows_.push_back({.name = std::string(trim(octets.substr(0, octets.find(':')))),
                   .octets = std::string(octets)});
  return *this;
}

MessageBuilder& MessageBuilder::body(std::string_view octets) {
  body_ = octets;
  return *this;
}

MessageBuilder& MessageBuilder::body(std::string_view octets, std::string_view content_type) {
  return set("Content-Type", content_type).body(octets);
}

MessageBuilder& MessageBuilder::line_end(std::string_view octets) {
  line_end_ = octets;
  return *this;
}

std::optional<std::string> MessageBuilder::value(std::string_view name) const {
  const auto row =
      std::ranges::find_if(rows_, [name](const Row& each) { return same_name(each.name, name); });
  return row == rows_.end() ? std::nullopt : std::optional<std::string>(value_in(row->octets));
}

std::string MessageBuilder::serialize(ContentLength mode) const {
  const std::string length =
      row_octets(canonical_name(HeaderName::content_length), std::to_string(body_.size()));
  std::string octets = preamble_ + start_line_ + start_line_end_;
  bool length_written = mode == ContentLength::as_given;
  for (const Row& row : rows_) {
    const bool is_length = header_name(row.name) == HeaderName::content_length;
    if (!length_written && is_length) {
      octets += length;
      length_written = true;
    } else if (mode == ContentLength::as_given || !is_length) {
      octets += row.octets;
    }
  }
  if (!length_written) {
    octets += length;
  }
  return octets + blank_line_ + body_;
}

}  // namespace sipspec::stack
