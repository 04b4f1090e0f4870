#include "reports/escape.hpp"
#include "reports/html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::reports {

namespace {

constexpr std::size_t around_mark = 256;
constexpr std::size_t start_shown = 4096;

/// Marks in order, without overlaps, inside the message.
std::vector<OctetRange> tidy(std::vector<OctetRange> marks, std::size_t size) {
  std::ranges::sort(marks, {}, &OctetRange::offset);
  std::vector<OctetRange> out;
  for (auto mark : marks) {
    if (mark.offset >= size || mark.length == 0) {
      continue;
    }
    mark.length = std::min(mark.length, size - mark.offset);
    if (!out.empty() && mark.offset < out.back().offset + out.back().length) {
      const std::size_t end =
          std::max(out.back().offset + out.back().length, mark.offset + mark.length);
      out.back().length = end - out.back().offset;
      continue;
    }
    out.push_back(mark);
  }
  return out;
}

class OctetsView {
 public:
  OctetsView(std::string_view octets, std::vector<OctetRange> marks)
      : octets_(octets), marks_(tidy(std::move(marks), octets.size())) {}

  std::string whole() {
    show(0, octets_.size());
    return std::move(out_);
  }

  std::string folded() {
    std::size_t shown = std::min(start_shown, octets_.size());
    show(0, shown);
    for (const auto& mark : marks_) {
      const std::size_t from = std::max(shown, mark.offset - std::min(mark.offset, around_mark));
      const std::size_t to =
          std::min(octets_.size(), mark.offset + std::min(mark.length, start_shown) + around_mark);
      if (to > shown) {
        fold(from - shown);
        show(from, to);
        shown = to;
      }
    }
    fold(octets_.size() - shown);
    return std::move(out_);
  }

 private:
  void fold(std::size_t count) {
    if (count != 0) {
      out_ += fmt::format("<i class=\"fold\">… {} octets folded …</i>\n", count);
    }
  }

  void show(std::size_t from, std::size_t to) {
    std::size_t at = from;
    for (const auto& mark : marks_) {
      const std::size_t begin = std::clamp(mark.offset, at, to);
      const std::size_t end = std::clamp(mark.offset + mark.length, begin, to);
      plain(at, begin);
      if (end > begin) {
        out_ += "<mark>";
        marked(begin, end);
        out_ += "</mark>";
      }
      at = end;
    }
    plain(at, to);
  }

  void odd(unsigned char octet) {
    out_ += fmt::format("<i>{}</i>", xml_text(escaped_octet(octet)));
  }

  void one(std::size_t& at, std::size_t to) {
    const std::size_t length = harmless_length(octets_.substr(at, to - at));
    if (length == 0) {
      odd(static_cast<unsigned char>(octets_[at++]));
      return;
    }
    out_ += xml_text(octets_.substr(at, length));
    at += length;
  }

  /// CRLF is a line end; CR or LF alone is shown for what it is.
  void plain(std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to;) {
      if (octets_[at] == '\r' && at + 1 < octets_.size() && octets_[at + 1] == '\n') {
        at += at + 1 < to ? 2 : 1;
        out_ += '\n';
      } else if (octets_[at] == '\n') {
        const bool after_cr = at > 0 && octets_[at - 1] == '\r';
        out_ += after_cr ? "" : "<i>\\n</i>\n";
        ++at;
      } else {
        one(at, to);
      }
    }
  }

  /// In a mark line ends are shown too: they may be the offence.
  void marked(std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to;) {
      const bool newline = octets_[at] == '\n';
      one(at, to);
      out_ += newline ? "\n" : "";
    }
  }

  std::string_view octets_;
  std::vector<OctetRange> marks_;
  std::string out_;
};

}  // namespace

std::string html_octets(std::string_view octets, std::vector<OctetRange> marks, std::size_t limit) {
  OctetsView view(octets, std::move(marks));
  return octets.size() > limit ? view.folded() : view.whole();
}

}  // namespace sipspec::reports
