#include "stack/message/start_line.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/number.hpp"
#include "stack/text/utf8.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

constexpr auto npos = std::string_view::npos;

std::size_t find_blank(std::string_view text, std::size_t from = 0) {
  while (from < text.size() && !is(text[from], CharClass::blank)) {
    ++from;
  }
  return from;
}

class StartLineReader {
 public:
  StartLineReader(std::string_view line, std::size_t base, DefectRecorder& defects)
      : line_(line), base_(base), defects_(&defects) {}

  StartLine read() {
    if (read_usual_request_line()) {
      return parts_;
    }
    trim_front();
    if (judge_controls()) {
      controls_reported_ = true;
    }
    if (starts_ignoring_case(text_, "SIP/")) {
      read_status_line();
    } else {
      read_request_line();
    }
    return parts_;
  }

 private:
  bool read_usual_request_line();
  void read_request_line();
  void read_request_target(std::size_t method_end);
  void read_status_line();
  void read_status_code();
  void read_reason();
  void read_version(std::string_view version);
  void judge_gap(std::string_view gap);

  void trim_front() {
    text_ = line_;
    while (!text_.empty() && is(text_.front(), CharClass::blank)) {
      text_.remove_prefix(1);
    }
    if (text_.size() != line_.size()) {
      add(DefectCode::start_line_leading_space, line_.substr(0, line_.size() - text_.size()));
    }
  }

  void trim_back() {
    const std::string_view whole = text_;
    while (!text_.empty() && is(text_.back(), CharClass::blank)) {
      text_.remove_suffix(1);
    }
    if (text_.size() != whole.size()) {
      add(DefectCode::start_line_trailing_space, whole.substr(text_.size()));
    }
  }

  bool judge_controls() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (is(text_[i], CharClass::control)) {
        add(DefectCode::start_line_control_character, text_.substr(i, 1));
        return true;
      }
    }
    return false;
  }

  /// Not reported when a control character was: that is the fault behind it.
  void add_unless_control(DefectCode code, std::string_view where) {
    if (!controls_reported_) {
      add(code, where);
    }
  }

  void add(DefectCode code, std::string_view where) {
    defects_->add({.code = code,
                   .offset = static_cast<std::uint32_t>(
                       base_ + static_cast<std::size_t>(where.data() - line_.data())),
                   .length = static_cast<std::uint32_t>(where.size())});
  }

  std::string_view line_, text_;
  std::size_t base_;
  DefectRecorder* defects_;
  StartLine parts_;
  bool controls_reported_ = false;
};

// What nearly every request begins with is read without a second look: token SP visible octets SP
// "SIP/2.0". Anything else takes the long way.
bool StartLineReader::read_usual_request_line() {
  constexpr std::string_view end = " SIP/2.0";
  if (!line_.ends_with(end)) {
    return false;
  }
  const std::string_view front = line_.substr(0, line_.size() - end.size());
  std::size_t method_end = 0;
  while (method_end < front.size() && is(front[method_end], CharClass::token)) {
    ++method_end;
  }
  const std::string_view uri = front.substr(std::min(method_end + 1, front.size()));
  if (method_end == 0 || uri.empty() || front[method_end] != ' ' || uri.front() == '<' ||
      !all_are(uri, CharClass::visible | CharClass::high)) {
    return false;
  }
  parts_ = {.kind = StartLineKind::request,
            .method = front.substr(0, method_end),
            .request_uri = uri,
            .version = line_.substr(line_.size() - end.size() + 1)};
  return true;
}

// One SP it must be. More, or a tab, is one fault.
void StartLineReader::judge_gap(std::string_view gap) {
  if (gap == " ") {
    return;
  }
  add(gap.find('\t') == npos ? DefectCode::start_line_extra_space : DefectCode::start_line_tab,
      gap);
}

// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT, always sent in upper case, and "SIP/2.0" here.
void StartLineReader::read_version(std::string_view version) {
  parts_.version = version;
  if (version == "SIP/2.0") {
    return;
  }
  if (equals_ignoring_case(version, "SIP/2.0")) {
    add(DefectCode::version_case, version);
    return;
  }
  const std::size_t dot = version.find('.');
  const bool well_formed = starts_ignoring_case(version, "SIP/") && dot != npos &&
                           is_run_of(version.substr(4, dot - 4), CharClass::digit) &&
                           is_run_of(version.substr(dot + 1), CharClass::digit);
  add_unless_control(well_formed ? DefectCode::version_unsupported : DefectCode::version_invalid,
                     version);
}

// Method SP Request-URI SP SIP-Version
void StartLineReader::read_request_line() {
  trim_back();
  const std::size_t method_end = find_blank(text_);
  if (method_end == text_.size()) {
    add_unless_control(DefectCode::start_line_unreadable, text_);
    return;
  }
  parts_.method = text_.substr(0, method_end);
  read_request_target(method_end);
  if (parts_.kind == StartLineKind::unreadable) {
    const std::string_view whole = text_;
    parts_ = {};
    add(DefectCode::start_line_unreadable, whole);
    return;
  }
  if (!is_run_of(parts_.method, CharClass::token)) {
    add_unless_control(DefectCode::method_invalid, parts_.method);
  }
}

void StartLineReader::read_request_target(std::size_t method_end) {
  const std::size_t uri_begin = text_.find_first_not_of(" \t", method_end);
  const std::size_t version_begin = text_.find_last_of(" \t") + 1;
  const std::string_view version = text_.substr(version_begin);
  const bool is_version = starts_ignoring_case(version, "SIP/");
  if (version_begin == uri_begin) {  // two parts
    if (!is_version && version.find(':') == npos) {
      return;
    }
    parts_.kind = StartLineKind::request;
    judge_gap(text_.substr(method_end, uri_begin - method_end));
    if (is_version) {
      add(DefectCode::request_uri_missing, text_.substr(method_end, uri_begin - method_end));
      read_version(version);
    } else {
      parts_.request_uri = version;
      add(DefectCode::version_missing, text_.substr(text_.size()));
    }
    return;
  }
  const std::size_t uri_end = text_.find_last_not_of(" \t", version_begin - 1) + 1;
  const std::string_view uri = text_.substr(uri_begin, uri_end - uri_begin);
  if (!is_version && uri.find(':') == npos) {
    return;
  }
  parts_.kind = StartLineKind::request;
  parts_.request_uri = uri;
  judge_gap(text_.substr(method_end, uri_begin - method_end));
  judge_gap(text_.substr(uri_end, version_begin - uri_end));
  if (uri.starts_with('<')) {
    add(DefectCode::request_uri_angle_brackets, uri);
  } else if (const std::size_t blank = find_blank(uri); blank != uri.size()) {
    add(DefectCode::request_uri_whitespace, uri.substr(blank, 1));
  }
  read_version(version);
}

// SIP-Version SP Status-Code SP Reason-Phrase
void StartLineReader::read_status_line() {
  parts_.kind = StartLineKind::response;
  const std::size_t version_end = find_blank(text_);
  read_version(text_.substr(0, version_end));
  const std::size_t code_begin = text_.find_first_not_of(" \t", version_end);
  if (code_begin == npos) {
    add(DefectCode::status_code_missing, text_.substr(version_end));
    text_ = {};
    return;
  }
  judge_gap(text_.substr(version_end, code_begin - version_end));
  text_.remove_prefix(code_begin);
  read_status_code();
}

void StartLineReader::read_status_code() {
  std::size_t digits = 0;
  while (digits < text_.size() && is(text_[digits], CharClass::digit)) {
    ++digits;
  }
  const std::size_t end = digits == 3 ? digits : find_blank(text_);
  const std::string_view code = text_.substr(0, end);
  text_.remove_prefix(end);
  if (digits != 3) {
    add_unless_control(DefectCode::status_code_invalid, code);
  } else {
    parts_.status = static_cast<int>(read_number(code).value);
    if (parts_.status < 100 || parts_.status > 699) {
      add(DefectCode::status_code_out_of_range, code);
    }
  }
  if (text_.empty() || !is(text_.front(), CharClass::blank)) {
    add_unless_control(DefectCode::reason_space_missing, text_.substr(0, text_.empty() ? 0 : 1));
  } else {
    if (text_.front() == '\t') {
      add(DefectCode::start_line_tab, text_.substr(0, 1));
    }
    text_.remove_prefix(1);
  }
  read_reason();
}

// Reason-Phrase = *(reserved / unreserved / escaped / UTF8-NONASCII / UTF8-CONT / SP / HTAB). The
// UTF8-CONT on its own is a slip of the grammar: 7.2 wants UTF-8.
void StartLineReader::read_reason() {
  parts_.reason = text_;
  if (controls_reported_) {
    return;
  }
  if (const std::size_t bad = find_invalid_utf8(text_); bad != npos) {
    add(DefectCode::reason_not_utf8, text_.substr(bad, 1));
    return;
  }
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool escape = text_[i] == '%' &&
                        (i + 2 >= text_.size() || !all_are(text_.substr(i + 1, 2), CharClass::hex));
    if (escape || !is(text_[i], CharClass::reason | CharClass::high)) {
      add(DefectCode::reason_character_invalid, text_.substr(i, 1));
      return;
    }
  }
}

}  // namespace

StartLine read_start_line_text(std::string_view line, std::size_t base, DefectRecorder& defects) {
  return StartLineReader(line, base, defects).read();
}

}  // namespace sipspec::stack
