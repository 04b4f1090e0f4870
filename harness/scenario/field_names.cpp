#include "harness/catalogue/suggestion.hpp"
#include "harness/scenario/body_names.hpp"
#include "harness/scenario/names.hpp"
#include "stack/message/header_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

using stack::HeaderName;
using Part = std::string_view;

/// Places of a message that are no header fields.
constexpr std::array<Part, 10> whole_places = {"status",      "reason",     "version", "method",
                                               "request-uri", "start-line", "body",    "octets",
                                               "arrival",     "connection"};
constexpr std::array<Part, 2> cseq_parts = {"number", "method"};

std::string lowered(std::string_view text) {
  std::string copy(text);
  std::ranges::transform(copy, copy.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return copy;
}

const std::vector<std::string>& known_headers() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    for (auto i = static_cast<unsigned>(HeaderName::unknown) + 1;
         i <= static_cast<unsigned>(HeaderName::www_authenticate); ++i) {
      made.push_back(lowered(stack::canonical_name(static_cast<HeaderName>(i))));
    }
    return made;
  }();
  return names;
}

std::string near_header(std::string_view name) {
  std::vector<std::string_view> names(known_headers().begin(), known_headers().end());
  names.insert(names.end(), whole_places.begin(), whole_places.end());
  return suggestion(lowered(name), names);
}

bool is_known_header(std::string_view name) {
  return stack::header_name(name) != HeaderName::unknown || lowered(name).starts_with("x-");
}

bool is_header_token(std::string_view text) {
  static constexpr std::string_view marks = "-.!%*_+`'~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

/// A path cut into base, index and parts.
class PathReader {
 public:
  explicit PathReader(std::string_view path) : path_(path), rest_(path) {}

  std::string mistake() {
    if (!take_base() || !take_index() || !take_parts()) {
      return fmt::format(
          "'{}' is no field path: it is written like via[0].branch, to.tag or "
          "header(X-Name)",
          path_);
    }
    const bool whole = std::ranges::find(whole_places, base_) != whole_places.end();
    if (!by_name_ && !whole && !is_known_header(base_)) {
      return fmt::format(
          "'{}' is no field of a message; an unknown header field is written "
          "header({}){}",
          base_, base_, near_header(base_));
    }
    return parts_mistake(whole);
  }

 private:
  bool take_base() {
    static constexpr std::string_view by_name = "header(";
    by_name_ = rest_.starts_with(by_name);
    if (by_name_) {
      rest_.remove_prefix(by_name.size());
    }
    const std::size_t end = std::min(rest_.find_first_of(by_name_ ? ")" : ".["), rest_.size());
    base_ = by_name_ ? std::string(rest_.substr(0, end)) : lowered(rest_.substr(0, end));
    if (by_name_ && end == rest_.size()) {
      return false;
    }
    rest_.remove_prefix(by_name_ ? end + 1 : end);
    return is_header_token(base_);
  }

  bool take_index() {
    if (!rest_.starts_with('[')) {
      return true;
    }
    const std::size_t end = rest_.find(']');
    const std::string_view digits = rest_.substr(1, end - 1);
    has_index_ = true;
    if (end == std::string_view::npos || digits.empty() || digits.size() > 4 ||
        digits.find_first_not_of("0123456789") != std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool take_parts() {
    while (!rest_.empty()) {
      if (rest_.front() != '.') {
        return false;
      }
      rest_.remove_prefix(1);
      const std::size_t end = std::min(rest_.find('.'), rest_.size());
      parts_.push_back(lowered(rest_.substr(0, end)));
      if (!is_header_token(without_index(parts_.back()))) {
        return false;
      }
      rest_.remove_prefix(end);
    }
    return true;
  }

  /// The parts of a body may have an index: "part[1]".
  std::string_view without_index(std::string_view part) const {
    const std::size_t open = base_ == "body" ? part.find('[') : std::string_view::npos;
    if (open == std::string_view::npos || !part.ends_with(']')) {
      return part;
    }
    const std::string_view digits = part.substr(open + 1, part.size() - open - 2);
    const bool number = !digits.empty() && digits.size() <= 4 &&
                        digits.find_first_not_of("0123456789") == std::string_view::npos;
    return number ? part.substr(0, open) : part;
  }

  std::string parts_mistake(bool whole) const {
    if (whole && has_index_) {
      return fmt::format("'{}' has no list elements", base_);
    }
    if (base_ == "body") {
      return body_part_mistake(parts_);
    }
    const bool length_only = parts_.size() == 1 && parts_.front() == "length";
    if (whole && base_ != "request-uri" && !parts_.empty() && !length_only) {
      return fmt::format("'{}' has no part '{}', only 'length'", base_, parts_.front());
    }
    const bool is_cseq = stack::header_name(base_) == HeaderName::cseq;
    if (is_cseq && !parts_.empty() && parts_.front() != "length" &&
        std::ranges::find(cseq_parts, parts_.front()) == cseq_parts.end()) {
      return fmt::format("'cseq' has no part '{}', only 'number' and 'method'{}", parts_.front(),
                         suggestion(parts_.front(), cseq_parts));
    }
    return {};
  }

  std::string_view path_, rest_;
  std::string base_;
  bool by_name_ = false;
  bool has_index_ = false;
  std::vector<std::string> parts_;
};

}  // namespace

std::string field_mistake(std::string_view path) {
  return PathReader(path).mistake();
}

std::string header_mistake(std::string_view name) {
  return is_known_header(name)
             ? std::string()
             : fmt::format("'{}' is no header field that is known{}", name, near_header(name));
}

}  // namespace sipspec::harness
