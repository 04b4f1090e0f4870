#include "stack/body/multipart.hpp"

#include "stack/text/character_class.hpp"

#include <optional>

namespace sipspec::stack {

namespace {

constexpr std::size_t longest_boundary = 70;

bool is_boundary_character(char c) {
  constexpr std::string_view marks = "'()+_,-./:=? ";
  return is(c, CharClass::digit | CharClass::alpha) || marks.find(c) != std::string_view::npos;
}

/// A delimiter line: what stands before it (without the line end that belongs to it), and after.
struct Delimiter {
  std::size_t before = 0;  ///< end of the part before it
  std::size_t after = 0;   ///< start of what follows
  bool closing = false;
  bool bare = false;  ///< a line end of it is LF alone
  std::string_view line;
};

/// Finds delimiter lines, one after the other.
class DelimiterScanner {
 public:
  DelimiterScanner(std::string_view octets, std::string_view boundary)
      : octets_(octets), dashed_("--" + std::string(boundary)) {}

  std::optional<Delimiter> next() {
    for (; at_ < octets_.size(); ++at_) {
      at_ = octets_.find(dashed_, at_);
      if (at_ == std::string_view::npos) {
        break;
      }
      const bool line_start = at_ == 0 || octets_[at_ - 1] == '\n';
      if (auto found = line_start ? read_line() : std::nullopt) {
        return found;
      }
    }
    at_ = octets_.size();
    return std::nullopt;
  }

 private:
  /// Padding and a line end (or the end) have to follow; else it is a line of the part.
  std::optional<Delimiter> read_line() {
    Delimiter found;
    std::size_t end = at_ + dashed_.size();
    found.closing = octets_.substr(end).starts_with("--");
    end += found.closing ? 2U : 0U;
    while (end < octets_.size() && is(octets_[end], CharClass::blank)) {
      ++end;
    }
    found.line = octets_.substr(at_, end - at_);
    if (!take_line_end(end, found)) {
      return std::nullopt;
    }
    found.after = end;
    found.before = at_;
    if (at_ > 0) {
      const bool crlf = at_ > 1 && octets_[at_ - 2] == '\r';
      found.before -= crlf ? 2U : 1U;
      found.bare = found.bare || !crlf;
    }
    at_ = end;
    return found;
  }

  bool take_line_end(std::size_t& end, Delimiter& found) const {
    const std::string_view rest = octets_.substr(end);
    if (rest.starts_with("\r\n")) {
      end += 2;
      return true;
    }
    found.bare = rest.starts_with('\n');
    end += found.bare ? 1U : 0U;
    return found.bare || rest.empty();
  }

  std::string_view octets_;
  std::string dashed_;
  std::size_t at_ = 0;
};

/// The octets between two places; empty where the delimiters share a line end.
std::string_view between(std::string_view octets, std::size_t begin, std::size_t end) {
  return end > begin ? octets.substr(begin, end - begin) : octets.substr(begin, 0);
}

}  // namespace

bool is_boundary(std::string_view text) noexcept {
  if (text.empty() || text.size() > longest_boundary || text.back() == ' ') {
    return false;
  }
  for (const char c : text) {
    if (!is_boundary_character(c)) {
      return false;
    }
  }
  return true;
}

Multipart parse_multipart(std::string_view octets, std::string_view boundary,
                          const BodyLimits& limits, BodyDefectSink& sink) {
  Multipart multipart;
  multipart.boundary = boundary;
  DelimiterScanner delimiters(octets, boundary);
  auto current = boundary.empty() ? std::nullopt : delimiters.next();
  if (!current) {
    multipart.preamble = octets;
    sink.add(BodyDefectCode::boundary_absent, octets);
    return multipart;
  }
  multipart.preamble = octets.substr(0, current->before);
  while (current && !current->closing) {
    if (current->bare) {
      sink.add(BodyDefectCode::mime_line_end_bare, current->line);
    }
    if (multipart.parts.size() == limits.max_parts) {
      sink.add(BodyDefectCode::multipart_limit_parts, current->line);
      return multipart;
    }
    const std::size_t begin = current->after;
    current = delimiters.next();
    const std::size_t end = current ? current->before : octets.size();
    multipart.parts.push_back(parse_entity(between(octets, begin, end), limits, sink));
  }
  multipart.closed = current.has_value();
  if (!multipart.closed) {
    sink.add(BodyDefectCode::multipart_unclosed, octets);
    return multipart;
  }
  if (current->bare) {
    sink.add(BodyDefectCode::mime_line_end_bare, current->line);
  }
  multipart.epilogue = octets.substr(current->after);
  return multipart;
}

MultipartBuilder& MultipartBuilder::preamble(std::string_view text) {
  preamble_ = text;
  return *this;
}

MultipartBuilder& MultipartBuilder::epilogue(std::string_view text) {
  epilogue_ = text;
  return *this;
}

MultipartBuilder& MultipartBuilder::part(std::string_view content_type, std::string_view body) {
  std::string octets = "Content-Type: ";
  octets.append(content_type).append("\r\n\r\n").append(body);
  return entity(octets);
}

MultipartBuilder& MultipartBuilder::entity(std::string_view octets) {
  parts_.append("--").append(boundary_).append("\r\n").append(octets).append("\r\n");
  return *this;
}

std::string MultipartBuilder::serialize() const {
  std::string octets = preamble_.empty() ? "" : preamble_ + "\r\n";
  octets.append(parts_).append("--").append(boundary_).append("--\r\n").append(epilogue_);
  return octets;
}

std::string MultipartBuilder::content_type(std::string_view subtype) const {
  std::string value = "multipart/" + std::string(subtype) + ";boundary=";
  const bool quoted = !is_run_of(boundary_, CharClass::token);
  return quoted ? value.append("\"").append(boundary_).append("\"") : value.append(boundary_);
}

}  // namespace sipspec::stack
