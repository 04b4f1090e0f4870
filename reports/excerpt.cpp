#include "reports/excerpt.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sipspec::reports {

namespace {

constexpr std::size_t most_marked_lines = 12;

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;       ///< without the line end
  std::size_t full_end = 0;  ///< with it
};

std::vector<Line> split(std::string_view octets) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t newline = octets.find('\n', at);
    const std::size_t full_end = newline == std::string_view::npos ? octets.size() : newline + 1;
    std::size_t end = newline == std::string_view::npos ? octets.size() : newline;
    if (newline != std::string_view::npos && end > at && octets[end - 1] == '\r') {
      --end;
    }
    lines.push_back({at, end, full_end});
    at = full_end;
  }
  return lines;
}

bool touches(const Line& line, OctetRange mark) {
  return mark.length != 0 && mark.offset < line.full_end && mark.offset + mark.length > line.begin;
}

/// The end of a text, at most `columns` wide.
std::string clip_front(std::string text, std::size_t columns) {
  if (display_width(text) <= columns || columns == 0) {
    return columns == 0 ? "" : text;
  }
  while (display_width(text) > columns - 1) {
    const std::size_t length = std::max<std::size_t>(harmless_length(text), 1);
    text.erase(0, length);
  }
  return "…" + text;
}

ExcerptLine marked_line(std::string_view octets, const Line& line, OctetRange mark,
                        std::size_t columns) {
  const std::size_t begin = std::clamp(mark.offset, line.begin, line.full_end);
  const std::size_t end = std::min(mark.offset + mark.length, line.full_end);
  // Line ends are shown only where they are part of the offence.
  const std::size_t text_end = std::max(line.end, end);
  std::string before = visible(octets.substr(line.begin, begin - line.begin));
  std::string inside = clip(visible(octets.substr(begin, end - begin)), columns);
  std::string after = visible(octets.substr(end, text_end - end));
  const std::size_t room = columns - std::min(columns, display_width(inside));
  const std::size_t before_room = std::max(room / 2, room - std::min(room, display_width(after)));
  before = clip_front(std::move(before), before_room);
  after = clip(after, room - std::min(room, display_width(before)));
  ExcerptLine out;
  out.mark_column = display_width(before);
  out.mark_width = display_width(inside);
  out.text = before + inside + after;
  return out;
}

class Chooser {
 public:
  Chooser(std::string_view octets, OctetRange mark, ExcerptLimits limits)
      : octets_(octets), mark_(mark), limits_(limits), lines_(split(octets)) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (touches(lines_[i], mark_)) {
        first_ = first_.value_or(i);
        last_ = std::min(i, *first_ + most_marked_lines);
      }
    }
  }

  std::vector<ExcerptLine> choose() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (wanted(i)) {
        add(i);
      } else if (!out_.empty() && out_.back().number != 0) {
        out_.push_back({});
      }
    }
    return std::move(out_);
  }

 private:
  bool wanted(std::size_t i) const {
    if (!first_) {
      return i < limits_.unmarked;
    }
    return i == 0 || (i + limits_.context >= *first_ && i <= last_ + limits_.context);
  }

  void add(std::size_t i) {
    const Line& line = lines_[i];
    ExcerptLine out;
    if (touches(line, mark_)) {
      out = marked_line(octets_, line, mark_, limits_.columns);
    } else {
      out.text = clip(visible(octets_.substr(line.begin, line.end - line.begin)), limits_.columns);
    }
    out.number = i + 1;
    out_.push_back(std::move(out));
  }

  std::string_view octets_;
  OctetRange mark_;
  ExcerptLimits limits_;
  std::vector<Line> lines_;
  std::optional<std::size_t> first_;
  std::size_t last_ = 0;
  std::vector<ExcerptLine> out_;
};

}  // namespace

std::vector<ExcerptLine> excerpt(std::string_view octets, OctetRange mark, ExcerptLimits limits) {
  mark.length =
      mark.offset >= octets.size() ? 0 : std::min(mark.length, octets.size() - mark.offset);
  return Chooser(octets, mark, limits).choose();
}

std::string excerpt_text(const std::vector<ExcerptLine>& lines, std::string_view indent) {
  std::string out;
  for (const auto& line : lines) {
    if (line.number == 0) {
      out += fmt::format("{}    ┆\n", indent);
      continue;
    }
    out += fmt::format("{}{:3} │ {}\n", indent, line.number, line.text);
    if (line.mark_width != 0) {
      out += fmt::format("{}    │ {}{}\n", indent, std::string(line.mark_column, ' '),
                         std::string(line.mark_width, '^'));
    }
  }
  return out;
}

}  // namespace sipspec::reports
