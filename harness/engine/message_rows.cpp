#include "harness/engine/message_rows.hpp"

#include "harness/engine/text_tools.hpp"
#include "stack/message/header_name.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

using stack::HeaderName;

bool same_header(std::string_view a, std::string_view b) {
  const HeaderName id = stack::header_name(a);
  return id != HeaderName::unknown ? id == stack::header_name(b) : same_ignoring_case(a, b);
}

/// RFC 3261 25.1 allows a fold after every colon (HCOLON); inside values only where the grammar has
/// LWS, which is certain for the blank of Via and of CSeq.
std::string folded(std::string_view name, std::string_view value, std::string_view line_end) {
  std::string text(value);
  const HeaderName id = stack::header_name(name);
  const std::size_t blank = text.find(' ');
  if ((id == HeaderName::via || id == HeaderName::cseq) && blank != std::string::npos) {
    text.replace(blank, 1, std::string(line_end) + "\t");
  }
  return std::string(line_end) + " " + text;
}

std::string written_name(const std::string& name, const RowStyle& style) {
  const char letter = style.compact ? stack::compact_name(stack::header_name(name)) : '\0';
  return letter == '\0' ? name : std::string(1, letter);
}

bool has_line_end(std::string_view octets) {
  return octets.ends_with('\n') || octets.ends_with('\r');
}

}  // namespace

void MessageRows::add(std::string_view name, std::string_view value) {
  rows_.push_back({.name = std::string(name), .value = std::string(value)});
}

void MessageRows::apply(FieldEdit::Kind kind, std::string_view name, std::string_view value) {
  switch (kind) {
    case FieldEdit::Kind::add:
      add(name, value);
      return;
    case FieldEdit::Kind::add_first:
      rows_.insert(rows_.begin(), {.name = std::string(name), .value = std::string(value)});
      return;
    case FieldEdit::Kind::set:
      set(name, value);
      return;
    case FieldEdit::Kind::remove:
      remove(name);
      return;
    case FieldEdit::Kind::raw_row:
      add("", value);
      return;
  }
}

void MessageRows::set(std::string_view name, std::string_view value) {
  const auto row =
      std::ranges::find_if(rows_, [&](const Row& r) { return same_header(r.name, name); });
  if (row == rows_.end()) {
    add(name, value);
    return;
  }
  *row = {.name = std::string(name), .value = std::string(value)};
}

void MessageRows::remove(std::string_view name) {
  std::erase_if(rows_, [&](const Row& r) { return same_header(r.name, name); });
}

std::string MessageRows::render(std::string_view start_line, std::string_view body,
                                const RowStyle& style) const {
  std::string out(start_line);
  out += style.line_end;
  for (const Row& row : rows_) {
    if (row.name.empty()) {
      out += row.value;
      out += has_line_end(row.value) ? "" : style.line_end;
      continue;
    }
    out += written_name(row.name, style) + ":";
    out += style.fold ? folded(row.name, row.value, style.line_end) : " " + row.value;
    out += style.line_end;
  }
  out += style.line_end;
  out += body;
  return out;
}

}  // namespace sipspec::harness
