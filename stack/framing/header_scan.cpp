#include "stack/framing/header_scan.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/number.hpp"

namespace sipspec::stack {
namespace {

using State = DeclaredLength::State;

bool is_length_name(std::string_view name) {
  return equals_ignoring_case(name, "l") || equals_ignoring_case(name, "Content-Length");
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

HeaderScan::Progress HeaderScan::run(std::string_view text) {
  while (end_ == 0 && scanned_ < text.size()) {
    const char c = text[scanned_];
    if (c == '\r') {
      ++crs_;
      ++scanned_;
    } else if (c == '\n') {
      const std::size_t line_end = scanned_ - crs_;
      crs_ = 0;
      ++scanned_;
      end_at(text, line_end, scanned_);
    } else if (crs_ > 0) {
      // Bare CRs: the first ends a line, and a second one then stands for an empty line.
      const std::size_t first = scanned_ - crs_;
      const bool more = crs_ > 1;
      crs_ = 0;
      end_at(text, first, first + 1);
      if (more && end_ == 0) {
        end_at(text, first + 1, first + 2);
      }
    } else {
      ++scanned_;
    }
  }
  return end_ != 0 ? Progress::done : Progress::wanting;
}

void HeaderScan::end_at(std::string_view text, std::size_t line_end, std::size_t next) {
  if (line_end == line_) {
    take_length(text);
    end_ = next;
    return;
  }
  take_line(text, line_end);
  line_ = next;
}

void HeaderScan::take_line(std::string_view text, std::size_t line_end) {
  if (!after_start_line_) {
    after_start_line_ = true;
    return;
  }
  if (may_continue_ && is_blank(text[line_])) {
    value_end_ = line_end;
    return;
  }
  take_length(text);
  may_continue_ = true;
  const std::string_view line = text.substr(line_, line_end - line_);
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && is_length_name(trim(line.substr(0, colon)))) {
    value_ = line_ + colon + 1;
    value_end_ = line_end;
  }
}

/// The row before this place is whole: if it was a Content-Length, it counts.
void HeaderScan::take_length(std::string_view text) {
  if (!value_) {
    return;
  }
  const std::size_t offset = *value_;
  const Number number = read_number(trim(text.substr(offset, value_end_ - offset)));
  value_.reset();
  const bool settled = length_.state != State::absent && length_.state != State::present;
  if (settled) {
    return;  // the first fault is the one to tell
  }
  if (!number.ok()) {
    const bool large = number.fault == NumberFault::too_large;
    length_ = {large ? State::too_large : State::invalid, 0, offset};
  } else if (length_.state == State::present && length_.value != number.value) {
    length_ = {State::conflict, 0, offset};
  } else if (length_.state == State::absent) {
    length_ = {State::present, number.value, offset};
  }
}

}  // namespace sipspec::stack
