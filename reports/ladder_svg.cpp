#include "reports/ladder_svg.hpp"

#include "reports/escape.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace sipspec::reports {

namespace {

// All lengths are in SVG units: pixels at the natural size.
constexpr double row_height = 44;
constexpr double note_height = 26;
constexpr double top = 46;
constexpr double time_width = 76;
constexpr double track_width = 78;
constexpr double remark_width = 92;
constexpr double character_width = 6.7;
constexpr std::size_t most_tracks = 3;

/// Timers that overlap are drawn side by side.
struct Track {
  std::size_t last_row = 0;
};

double spacing_for(std::size_t lifelines) {
  if (lifelines <= 2) {
    return 330;
  }
  return lifelines == 3 ? 240 : 190;
}

std::string text(double x, double y, std::string_view classes, std::string_view escaped) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>", x, y, classes,
                     escaped);
}

std::string line(double x1, double y1, double x2, double y2, std::string_view classes) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>",
                     x1, y1, x2, y2, classes);
}

class SvgLadder {
 public:
  SvgLadder(const Ladder& ladder, const SvgOptions& options) : ladder_(ladder), options_(options) {
    place_rows();
    choose_tracks();
    left_ = time_width + 26 + (static_cast<double>(left_tracks_.size()) * track_width) + 30;
    spacing_ = spacing_for(ladder.lifelines.size());
    right_ = left_ + (spacing_ * static_cast<double>(ladder.lifelines.size() - 1));
    width_ = right_ + 50 + (static_cast<double>(right_tracks_.size()) * track_width) + remark_width;
  }

  std::string draw() {
    const std::string size = fmt::format("{:.0f} {:.0f}", width_, height_);
    const bool own = options_.use == SvgOptions::Use::own_file;
    out_ = fmt::format(
        "<svg class=\"ladder\"{} viewBox=\"0 0 {}\" width=\"{:.0f}\" height=\"{:.0f}\" "
        "role=\"img\" "
        "aria-label=\"{}\">",
        own ? " xmlns=\"http://www.w3.org/2000/svg\"" : "", size, width_, height_,
        xml_attribute(options_.title));
    if (own) {
      out_ += fmt::format("<style>{}</style><rect width=\"100%\" height=\"100%\" class=\"paper\"/>",
                          ladder_style());
    }
    draw_lifelines();
    for (const auto& placed : placed_brackets_) {
      draw_bracket(placed);
    }
    for (std::size_t i = 0; i < ladder_.rows.size(); ++i) {
      draw_row(ladder_.rows[i], y_[i]);
    }
    return out_ + "</svg>";
  }

 private:
  struct PlacedBracket {
    const LadderBracket* bracket;
    bool at_left;
    std::size_t track;
  };

  void place_rows() {
    double y = top;
    for (const auto& row : ladder_.rows) {
      y += row.kind == LadderRow::Kind::note ? note_height : row_height;
      y_.push_back(y - 8);
    }
    height_ = y + 18;
  }

  static bool place(std::vector<Track>& tracks, const LadderBracket& bracket, std::size_t& track) {
    for (track = 0; track < tracks.size(); ++track) {
      if (tracks[track].last_row < bracket.first_row) {
        tracks[track].last_row = bracket.last_row;
        return true;
      }
    }
    if (tracks.size() == most_tracks) {
      return false;
    }
    tracks.push_back({bracket.last_row});
    return true;
  }

  void choose_tracks() {
    for (const auto& bracket : ladder_.brackets) {
      const bool at_left = bracket.lifeline == 0;
      std::size_t track = 0;
      if (place(at_left ? left_tracks_ : right_tracks_, bracket, track)) {
        placed_brackets_.push_back({&bracket, at_left, track});
      }
    }
  }

  double x_of(std::size_t lifeline) const {
    return left_ + (spacing_ * static_cast<double>(lifeline));
  }

  void draw_lifelines() {
    for (std::size_t i = 0; i < ladder_.lifelines.size(); ++i) {
      const double x = x_of(i);
      const std::string name = clip(ladder_.lifelines[i], 20);
      const double half = std::max(34.0, (static_cast<double>(display_width(name)) * 3.6) + 14);
      out_ += line(x, 34, x, height_ - 6, "lane");
      out_ += fmt::format(
          "<rect x=\"{:.1f}\" y=\"8\" width=\"{:.1f}\" height=\"26\" rx=\"5\" class=\"head{}\"/>",
          x - half, 2 * half, i == ladder_.device ? " dev" : "");
      out_ += text(x, 25.5, i == ladder_.device ? "who dev" : "who", xml_text(name));
    }
  }

  void draw_bracket(const PlacedBracket& placed) {
    const LadderBracket& bracket = *placed.bracket;
    const double side = placed.at_left ? -1 : 1;
    const double base = placed.at_left ? left_ : right_;
    const double x = base + (side * (18 + (static_cast<double>(placed.track) * track_width)));
    const double y1 = y_[bracket.first_row];
    const double y2 = std::max(y_[bracket.last_row], y1 + 16);
    const double tick = x - (side * 6);
    out_ += fmt::format("<g class=\"timer{}\"><title>{}: {}</title>",
                        bracket.how == TimerRecord::End::fired ? " fired" : "",
                        xml_text(bracket.name), xml_text(bracket.outcome));
    out_ += fmt::format("<path d=\"M{0:.1f} {1:.1f}H{2:.1f}V{3:.1f}H{0:.1f}\"/>", tick, y1, x, y2);
    const std::string_view anchor = placed.at_left ? "t-end" : "t-start";
    const double text_x = x + (side * 5);
    const double middle = (y1 + y2) / 2;
    out_ += text(text_x, middle - 1, anchor, xml_text(clip(bracket.name, 11)));
    out_ +=
        text(text_x, middle + 11, std::string(anchor) + " sub", xml_text(short_outcome(bracket)));
    out_ += "</g>";
  }

  /// "fired 32.000 s"
  static std::string short_outcome(const LadderBracket& bracket) {
    std::string outcome = bracket.outcome;
    if (const auto at = outcome.find(" after"); at != std::string::npos) {
      outcome.erase(at, 6);
    }
    return clip(outcome, 15);
  }

  static std::string classes_of(const LadderRow& row) {
    std::string classes = "row";
    if (row.kind == LadderRow::Kind::missing) {
      classes += " missing";
    }
    if (row.retransmission) {
      classes += " again";
    }
    if (!row.findings.empty()) {
      classes += fmt::format(" v-{}", to_string(row.worst));
    }
    return classes;
  }

  void draw_times(const LadderRow& row, double y) {
    out_ += text(time_width, y + 4, "time abs", duration_text(row.at));
    out_ += text(time_width, y + 4, "time rel", "+" + duration_text(row.delta));
  }

  void draw_row(const LadderRow& row, double y) {
    if (row.kind == LadderRow::Kind::note) {
      draw_times(row, y);
      out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" class=\"dot\"/>",
                          x_of(row.from), y);
      out_ += text(x_of(row.from) + 9, y + 4, "note", xml_text(clip(row.label, 60)));
      return;
    }
    const bool link = row.message.has_value();
    if (link) {
      out_ += fmt::format("<a href=\"#{0}{1}\" data-m=\"{0}{1}\">", options_.message_prefix,
                          *row.message);
    }
    out_ += fmt::format("<g class=\"{}\"><title>{}</title>", classes_of(row), xml_text(row.label));
    out_ += fmt::format(
        "<rect x=\"4\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.0f}\" rx=\"4\" class=\"hit\"/>",
        y - 22, width_ - 8, row_height - 4);
    draw_times(row, y);
    draw_arrow(row, y);
    draw_remarks(row, y);
    out_ += link ? "</g></a>" : "</g>";
  }

  void draw_arrow(const LadderRow& row, double y) {
    const double direction = row.to >= row.from ? 1 : -1;
    const double from = x_of(row.from) + (direction * 2);
    const double to = x_of(row.to) - (direction * 3);
    const double middle = (from + to) / 2;
    const auto room = static_cast<std::size_t>(std::abs(to - from) / character_width) - 3;
    std::string label = row.retransmission ? "again: " + row.label : row.label;
    if (row.kind == LadderRow::Kind::missing) {
      label = "missing: " + label;
    }
    out_ += text(middle, y - 6, "label", xml_text(clip(label, room)));
    out_ += line(from, y, to - (direction * 5), y, "arrow");
    if (row.kind == LadderRow::Kind::missing) {
      out_ += fmt::format("<path d=\"M{:.1f} {:.1f}l-8 -8m0 8l8 -8\" class=\"cross\"/>", middle + 4,
                          y + 4);
    }
    out_ += fmt::format("<path d=\"M{:.1f} {:.1f}l{:.1f} -4.5v9z\" class=\"tip\"/>", to, y,
                        -9 * direction);
    out_ += text(middle, y + 13, "sub", xml_text(clip(detail(row), room)));
  }

  static std::string detail(const LadderRow& row) {
    std::vector<std::string> parts;
    if (row.message) {
      parts.push_back(fmt::format("#{}", *row.message + 1));
    }
    if (!row.step.empty()) {
      parts.push_back(row.step);
    }
    if (row.frame != 0) {
      parts.push_back(fmt::format("frame {}", row.frame));
    }
    if (row.deliberate) {
      parts.emplace_back("on purpose");
    }
    std::string out;
    for (const auto& part : parts) {
      out += (out.empty() ? "" : " · ") + part;
    }
    return row.kind == LadderRow::Kind::missing && out.empty() ? "never came" : out;
  }

  void draw_remarks(const LadderRow& row, double y) {
    double x = right_ + 30 + (static_cast<double>(right_tracks_.size()) * track_width);
    for (const LadderMark& mark : row.findings) {
      const std::string sign = fmt::format("{} {}", symbol(mark.verdict), mark.number);
      const double width = (static_cast<double>(display_width(sign)) * 7) + 12;
      out_ += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"18\" rx=\"9\" "
          "class=\"badge v-{}\"/>",
          x, y - 9, width, to_string(mark.verdict));
      out_ += text(x + (width / 2), y + 4, "badge", sign);
      x += width + 4;
    }
  }

  const Ladder& ladder_;
  const SvgOptions& options_;
  std::vector<double> y_;
  std::vector<Track> left_tracks_, right_tracks_;
  std::vector<PlacedBracket> placed_brackets_;
  double left_ = 0, right_ = 0, spacing_ = 0, width_ = 0, height_ = 0;
  std::string out_;
};

}  // namespace

std::string ladder_svg(const Ladder& ladder, const SvgOptions& options) {
  return SvgLadder(ladder, options).draw();
}

std::string_view ladder_style() {
  return R"css(
.ladder{--c:var(--ink,#1f2328);font:12px/1.2 var(--sans,system-ui,sans-serif);max-width:none;display:block}
.ladder .paper{fill:#fff}
.ladder text{fill:var(--ink,#1f2328);text-anchor:middle}
.ladder .t-start{text-anchor:start}.ladder .t-end{text-anchor:end}
.ladder .lane{stroke:var(--rule-strong,#c4c9d0);stroke-width:1}
.ladder .head{fill:var(--raised,#f2f3f5);stroke:var(--rule-strong,#c4c9d0)}
.ladder .head.dev{fill:var(--accent,#2b5c8a);stroke:var(--accent,#2b5c8a)}
.ladder .who{font-weight:600}.ladder .who.dev{fill:var(--on-accent,#fff)}
.ladder .time{text-anchor:end;fill:var(--muted,#667080);font-size:11px;font-variant-numeric:tabular-nums}
.ladder .rel{display:none}
.ladder .hit{fill:transparent}
.ladder .arrow{stroke:var(--c);stroke-width:1.4}.ladder .tip{fill:var(--c)}
.ladder .label{fill:var(--c)}
.ladder .sub{fill:var(--muted,#667080);font-size:10.5px}
.ladder .note{text-anchor:start;fill:var(--muted,#667080);font-style:italic}
.ladder .dot{fill:var(--muted,#667080)}
.ladder .again{--c:var(--faint,#9aa1ab)}
.ladder .missing{--c:var(--fail,#c0293a)}
.ladder .missing .arrow{stroke-dasharray:5 4}.ladder .missing .label{font-weight:600}
.ladder .cross{stroke:var(--c);stroke-width:1.6;fill:none}
.ladder .timer path{fill:none;stroke:var(--faint,#9aa1ab);stroke-width:1}
.ladder .timer text{font-size:11px;fill:var(--muted,#667080)}.ladder .timer .sub{font-size:10px}
.ladder .timer.fired path{stroke:var(--nonstrict,#9a6200)}.ladder .timer.fired text{fill:var(--nonstrict,#9a6200)}
.ladder .v-FAIL{--c:var(--fail,#c0293a)}.ladder .v-ERROR{--c:var(--error,#8431a0)}
.ladder .v-NON_STRICT{--c:var(--nonstrict,#9a6200)}.ladder .v-INCONC{--c:var(--inconc,#0b6e86)}
.ladder .v-INFO{--c:var(--info,#2b5c8a)}
.ladder .badge{fill:var(--c)}.ladder text.badge{fill:var(--on-accent,#fff);font-weight:600;font-size:11px}
)css";
}

}  // namespace sipspec::reports
