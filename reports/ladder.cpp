#include "reports/ladder.hpp"

#include "reports/escape.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace sipspec::reports {

namespace {

std::string actor_or(const std::string& actor) {
  return actor.empty() ? "harness" : actor;
}

void add_once(std::vector<std::string>& names, std::string name) {
  if (name != device_lifeline && std::ranges::find(names, name) == names.end()) {
    names.push_back(std::move(name));
  }
}

/// Raw names, left to right.
std::vector<std::string> lifelines_of(const CaseResult& result) {
  std::vector<std::string> names;
  bool with_device = result.messages.empty() && result.missing.empty();
  const auto add_ends = [&](const auto& arrow) {
    add_once(names, actor_or(arrow.actor));
    with_device = with_device || arrow.peer.empty();
    if (!arrow.peer.empty()) {
      add_once(names, arrow.peer);
    }
  };
  for (const auto& message : result.messages) {
    add_ends(message);
  }
  for (const auto& missing : result.missing) {
    add_ends(missing);
  }
  for (const auto& note : result.notes) {
    add_once(names, actor_or(note.lifeline));
  }
  if (names.empty()) {
    names.emplace_back("harness");
  }
  if (with_device) {
    names.insert(names.begin() + 1, std::string(device_lifeline));
  }
  return names;
}

class Layout {
 public:
  explicit Layout(const CaseResult& result) : result_(result), names_(lifelines_of(result)) {}

  Ladder make() {
    add_messages();
    add_missing();
    add_notes();
    sort_by_time();
    set_deltas();
    add_brackets();
    for (const auto& name : names_) {
      ladder_.lifelines.push_back(visible(name));
    }
    const auto device = std::ranges::find(names_, device_lifeline);
    ladder_.device = static_cast<std::size_t>(device - names_.begin());
    return std::move(ladder_);
  }

 private:
  void sort_by_time() {
    // Not std::stable_sort: its temporary buffer is deprecated, and a warning with newer compilers.
    std::vector<std::size_t> order(ladder_.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(ladder_.rows[i].at, i); });
    std::vector<LadderRow> rows;
    for (const std::size_t i : order) {
      rows.push_back(std::move(ladder_.rows[i]));
    }
    ladder_.rows = std::move(rows);
  }

  std::size_t lifeline(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    return found == names_.end() ? 0 : static_cast<std::size_t>(found - names_.begin());
  }

  void set_ends(LadderRow& row, const auto& arrow) const {
    row.from = lifeline(actor_or(arrow.actor));
    row.to = lifeline(arrow.peer.empty() ? device_lifeline : arrow.peer);
    if (arrow.direction == Direction::from_device) {
      std::swap(row.from, row.to);
    }
  }

  void mark_findings(LadderRow& row) const {
    Outcome worst;
    for (std::size_t i = 0; i < result_.findings.size(); ++i) {
      if (result_.findings[i].message_index == row.message) {
        row.findings.push_back({i + 1, result_.findings[i].verdict});
        combine(worst, result_.findings[i].verdict, "");
      }
    }
    row.worst = worst.verdict;
  }

  void add_messages() {
    for (const auto& message : result_.messages) {
      LadderRow row;
      row.at = message.at;
      set_ends(row, message);
      row.label = visible(message.summary);
      row.step = visible(message.step);
      row.message = message.index;
      row.frame = message.frame;
      row.retransmission = message.repeats.has_value();
      row.deliberate = message.deliberate;
      mark_findings(row);
      ladder_.rows.push_back(std::move(row));
    }
  }

  void add_missing() {
    for (const auto& missing : result_.missing) {
      LadderRow row;
      row.kind = LadderRow::Kind::missing;
      row.at = missing.deadline;
      set_ends(row, missing);
      row.label = visible(missing.label);
      row.step = visible(missing.step);
      row.worst = result_.verdict;
      ladder_.rows.push_back(std::move(row));
    }
  }

  void add_notes() {
    for (const auto& note : result_.notes) {
      LadderRow row;
      row.kind = LadderRow::Kind::note;
      row.at = note.at;
      row.from = row.to = lifeline(actor_or(note.lifeline));
      row.label = visible(note.text);
      ladder_.rows.push_back(std::move(row));
    }
  }

  void set_deltas() {
    Offset before{};
    for (auto& row : ladder_.rows) {
      row.delta = row.at - before;
      before = row.at;
    }
  }

  std::size_t last_row_until(Offset at) const {
    const auto after = std::ranges::upper_bound(ladder_.rows, at, {}, &LadderRow::at);
    const auto rows = after - ladder_.rows.begin();
    return rows == 0 ? 0 : static_cast<std::size_t>(rows - 1);
  }

  void add_brackets() {
    if (ladder_.rows.empty()) {
      return;
    }
    for (const auto& timer : result_.timers) {
      const std::string_view how =
          timer.how == TimerRecord::End::cut ? "running after" : to_string(timer.how);
      const bool after = timer.how != TimerRecord::End::cut;
      ladder_.brackets.push_back({visible(timer.name),
                                  fmt::format("{}{} {}", how, after ? " after" : "",
                                              duration_text(timer.end - timer.start)),
                                  timer.how, lifeline(actor_or(timer.actor)),
                                  last_row_until(timer.start), last_row_until(timer.end)});
    }
  }

  const CaseResult& result_;
  std::vector<std::string> names_;
  Ladder ladder_;
};

// --- Text
// -----------------------------------------------------------------------------------------

constexpr std::size_t time_width = 12;
constexpr std::size_t narrowest = 16;
constexpr std::size_t widest = 34;
constexpr std::size_t remark_width = 22;

std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return width < columns ? text + std::string(columns - width, ' ') : text;
}

std::string repeated(std::string_view sign, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += sign;
  }
  return out;
}

/// `label` in the middle of a line of `width` columns.
std::string along(const std::string& label, std::size_t width, std::string_view stroke) {
  const std::string text = clip(label, width - 4);
  const std::size_t rest = width - display_width(text) - 2;
  return repeated(stroke, rest / 2) + " " + text + " " + repeated(stroke, rest - (rest / 2));
}

class TextLadder {
 public:
  TextLadder(const Ladder& ladder, std::size_t columns) : ladder_(ladder) {
    const std::size_t gaps = ladder.lifelines.size() - 1;
    const std::size_t left =
        columns > time_width + remark_width ? columns - time_width - remark_width : 0;
    spacing_ = std::clamp(left / std::max<std::size_t>(gaps, 1), narrowest, widest);
  }

  std::string draw() {
    out_ = heading();
    for (std::size_t i = 0; i < ladder_.rows.size();) {
      const std::size_t count = run_length(i);
      add_row(ladder_.rows[i], ladder_.rows[i + count - 1], count);
      i += count;
    }
    return std::move(out_);
  }

 private:
  std::string heading() const {
    std::string line(time_width, ' ');
    for (const auto& name : ladder_.lifelines) {
      line += padded(clip(name, spacing_ - 2), spacing_);
    }
    return trimmed(line) + "\n";
  }

  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  /// Retransmissions of one message, one after the other, count as one row.
  std::size_t run_length(std::size_t at) const {
    const LadderRow& first = ladder_.rows[at];
    std::size_t end = at + 1;
    while (first.retransmission && end < ladder_.rows.size() && ladder_.rows[end].retransmission &&
           ladder_.rows[end].from == first.from && ladder_.rows[end].to == first.to &&
           ladder_.rows[end].label == first.label && ladder_.rows[end].findings == first.findings) {
      ++end;
    }
    return end - at;
  }

  std::string arrow(const LadderRow& row, std::size_t width, std::string label) const {
    const bool missing = row.kind == LadderRow::Kind::missing;
    const std::string_view stroke = missing ? "┄" : "─";
    const bool right = row.to > row.from;
    const std::string shaft = along(label, width - 1, stroke);
    return right ? shaft + ">" : "<" + shaft;
  }

  static std::string remarks(const LadderRow& row) {
    std::string text;
    if (row.kind == LadderRow::Kind::missing) {
      text += "  MISSING";
    }
    for (const LadderMark& mark : row.findings) {
      text += fmt::format("  {}{}", symbol(mark.verdict), mark.number);
    }
    if (row.deliberate) {
      text += "  (on purpose)";
    }
    return text;
  }

  void add_row(const LadderRow& row, const LadderRow& last, std::size_t count) {
    std::string line = padded(fmt::format("{:>10}", duration_text(row.at)), time_width);
    if (row.kind == LadderRow::Kind::note) {
      out_ += line + note_line(row) + "\n";
      return;
    }
    std::string label = row.label;
    if (row.retransmission) {
      label = count == 1 ? "again: " + label : fmt::format("{} times again: {}", count, label);
    }
    const std::size_t left = std::min(row.from, row.to);
    const std::size_t right = std::max(row.from, row.to);
    for (std::size_t i = 0; i < ladder_.lifelines.size(); ++i) {
      line += "│";
      if (i == left && left != right) {
        line += arrow(row, ((right - left) * spacing_) - 1, label);
        i = right - 1;
      } else if (i + 1 < ladder_.lifelines.size()) {
        line += std::string(spacing_ - 1, ' ');
      }
    }
    line += remarks(row);
    if (count > 1) {
      line += fmt::format("  until {}", duration_text(last.at));
    }
    out_ += line + "\n";
  }

  std::string note_line(const LadderRow& row) const {
    std::string line;
    for (std::size_t i = 0; i < row.from; ++i) {
      line += "│" + std::string(spacing_ - 1, ' ');
    }
    return line + "· " + clip(row.label, 2 * widest);
  }

  const Ladder& ladder_;
  std::size_t spacing_ = narrowest;
  std::string out_;
};

}  // namespace

Ladder lay_out(const CaseResult& result) {
  return Layout(result).make();
}

std::string ladder_text(const Ladder& ladder, std::size_t columns) {
  return TextLadder(ladder, columns).draw();
}

}  // namespace sipspec::reports
