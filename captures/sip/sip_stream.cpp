#include "captures/sip/sip_stream.hpp"

#include "captures/sip/quote.hpp"
#include "captures/sip/sip_start.hpp"

#include <algorithm>

namespace sipspec::captures {
namespace {

/// A row of that name, or of its short form, begins some line of the header section.
bool has_row(std::string_view section, std::string_view name, std::string_view short_name) {
  for (std::size_t at = section.find('\n'); at != std::string_view::npos;
       at = section.find('\n', at + 1)) {
    std::string_view line = section.substr(at + 1, name.size() + 8);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      continue;
    }
    line = line.substr(0, colon);
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    const auto same = [&](std::string_view wanted) {
      return std::ranges::equal(line, wanted, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
      });
    };
    if (same(name) || (!short_name.empty() && same(short_name))) {
      return true;
    }
  }
  return false;
}

/// A start line is not folded: a blank behind it shows that it is a line of a body.
bool looks_like_header(std::string_view section) {
  const std::size_t second_line = section.find('\n') + 1;
  const bool folded =
      second_line < section.size() && (section[second_line] == ' ' || section[second_line] == '\t');
  return !folded && has_row(section, "via", "v") && has_row(section, "cseq", "");
}

}  // namespace

void SipStream::feed(std::string_view octets, FrameMark mark, StreamOutput& out) {
  // A body need not end with a line end: the next message may begin where a segment does.
  if (state_ == State::searching && !buffer_.empty() && sip_start(octets) == StartVerdict::yes) {
    marks_.drop(buffer_.size());
    buffer_.clear();
    scan_ = {};
  }
  marks_.add(buffer_.size(), mark);
  // What is whole in the segment is given from there, without a copy.
  const bool direct = buffer_.empty();
  if (!direct) {
    buffer_ += octets;
  }
  const std::string_view text = direct ? octets : std::string_view(buffer_);
  done_ = 0;
  while (done_ < text.size()) {
    const State before = state_;
    const std::size_t used = consume(text.substr(done_), out);
    done_ += used;
    marks_.drop(used);
    if (used == 0 && state_ == before) {
      break;
    }
  }
  if (direct) {
    buffer_.assign(text.substr(done_));
  } else {
    buffer_.erase(0, done_);
  }
  done_ = 0;
}

/// How many octets at the front are done with; 0 with the state unchanged: more are wanted.
std::size_t SipStream::consume(std::string_view text, StreamOutput& out) {
  switch (state_) {
    case State::between:
      return between(text, out);
    case State::header:
      return header(text, out);
    case State::body:
      return body(text, out);
    case State::searching:
      return search(text);
    case State::skipping:
      return skip(text);
  }
  return text.size();
}

std::size_t SipStream::line_ends(std::string_view text, StreamOutput& out) {
  const std::size_t size = text.size() - behind_line_ends(text).size();
  // CRLF CRLF is a ping, CRLF a pong.
  for (std::size_t rest = size; rest >= 2; rest -= std::min<std::size_t>(rest, 4)) {
    out.keep_alive();
  }
  return size;
}

std::size_t SipStream::between(std::string_view text, StreamOutput& out) {
  if (text.front() == '\r' || text.front() == '\n') {
    return line_ends(text, out);
  }
  const StartVerdict verdict = sip_start(text);
  if (verdict == StartVerdict::unknown) {
    return 0;
  }
  if (verdict == StartVerdict::yes) {
    in_junk_ = false;
    reset(State::header);
    return 0;
  }
  if (!in_junk_) {
    in_junk_ = true;
    out.problem(ProblemCode::not_sip, marks_.at(0).number,
                "no start line of SIP where a message should begin: " + quote(text));
  }
  const std::size_t line = text.find_first_of("\r\n");
  return line == std::string_view::npos ? text.size() : line;
}

std::size_t SipStream::header(std::string_view text, StreamOutput& out) {
  const bool whole = scan_.run(text) == stack::HeaderScan::Progress::done;
  if ((whole ? scan_.end() : text.size()) > limits_.max_header) {
    return lose_framing(
        text, limits_.max_header,
        "a header section of more than " + std::to_string(limits_.max_header) + " octets", out);
  }
  if (!whole) {
    return 0;
  }
  using Length = stack::DeclaredLength::State;
  const stack::DeclaredLength& length = scan_.length();
  if (length.state == Length::invalid) {
    return lose_framing(text, scan_.end(), "the Content-Length is no number", out);
  }
  if (length.state == Length::conflict) {
    return lose_framing(text, scan_.end(), "two Content-Length values differ", out);
  }
  if (length.state == Length::too_large || length.value > limits_.max_body) {
    return lose_framing(text, scan_.end(),
                        "a Content-Length above the limit of " + std::to_string(limits_.max_body),
                        out);
  }
  size_ = scan_.end() + length.value;
  state_ = State::body;
  return 0;
}

std::size_t SipStream::body(std::string_view text, StreamOutput& out) {
  if (text.size() < size_) {
    return 0;
  }
  const std::size_t size = size_;
  give(text.substr(0, size), Extent::whole, out);
  reset(State::between);
  return size;
}

/// The next start line whose header section is whole and has what all of SIP has. A candidate at
/// the front is scanned on from where the last call stopped.
std::size_t SipStream::search(std::string_view text) {
  for (std::size_t at = find_sip_start(text, 0); at != std::string_view::npos;
       at = find_sip_start(text, at + 1)) {
    if (at != 0) {
      scan_ = {};
    }
    const bool whole = scan_.run(text.substr(at)) == stack::HeaderScan::Progress::done;
    if (whole && looks_like_header(text.substr(at, scan_.end()))) {
      reset(State::header);
      return at;
    }
    if (!whole && text.size() - at <= limits_.max_header) {
      scan_ = at == 0 ? scan_ : stack::HeaderScan();
      return at;  // the rest of the section decides
    }
  }
  scan_ = {};
  // A start line may have begun in the last line.
  const std::size_t line = text.find_last_of("\r\n");
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  const bool may_start = text.size() - begin < max_start_line &&
                         sip_start(text.substr(begin)) == StartVerdict::unknown;
  return may_start ? begin : text.size();
}

std::size_t SipStream::skip(std::string_view text) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, text.size()));
  skip_ -= size;
  if (skip_ == 0) {
    reset(State::between);
  }
  return size;
}

void SipStream::give(std::string_view octets, Extent extent, StreamOutput& out) {
  out.message({.octets = octets,
               .first = marks_.at(0),
               .last = marks_.at(octets.empty() ? 0 : octets.size() - 1),
               .extent = extent,
               .without_length = scan_.length().state == stack::DeclaredLength::State::absent &&
                                 extent == Extent::whole});
}

/// What has begun of a message.
void SipStream::give_unfinished(Extent extent, StreamOutput& out) {
  const bool begun = state_ == State::header || state_ == State::body;
  if (begun && !buffer_.empty()) {
    give(buffer_, extent, out);
  }
}

std::size_t SipStream::lose_framing(std::string_view text, std::size_t size, const std::string& why,
                                    StreamOutput& out) {
  give(text.substr(0, size), Extent::unframed, out);
  out.problem(ProblemCode::framing_lost, marks_.at(0).number,
              why + ": where the next message begins is unknown");
  reset(State::searching);
  return size;
}

void SipStream::gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out) {
  out.problem(ProblemCode::stream_gap, mark.number, to_sentence(lack, octets));
  const bool known = octets != 0;
  if (state_ == State::skipping && known && octets <= skip_) {
    skip_ -= octets;
    state_ = skip_ == 0 ? State::between : State::skipping;
    return;
  }
  give_unfinished(lack == Lack::snapped ? Extent::snapped : Extent::gap, out);
  const std::uint64_t wanted = state_ == State::body ? size_ - buffer_.size() : 0;
  const bool inside_body = known && octets <= wanted;
  marks_.drop(buffer_.size());
  buffer_.clear();
  skip_ = inside_body ? wanted - octets : 0;
  const State behind_body = skip_ != 0 ? State::skipping : State::between;
  reset(inside_body ? behind_body : State::searching);
}

void SipStream::finish(StreamOutput& out) {
  give_unfinished(Extent::unfinished, out);
  buffer_.clear();
  marks_.clear();
  reset(State::between);
}

void SipStream::reset(State state) {
  state_ = state;
  scan_ = {};
  size_ = 0;
}

}  // namespace sipspec::captures
