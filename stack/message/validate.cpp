#include "stack/message/validate.hpp"

#include "stack/message/defect_recorder.hpp"
#include "stack/message/grammar.hpp"
#include "stack/message/scanner.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

/// Fields whose value may be nothing at all.
bool may_be_empty(HeaderName name) {
  switch (name) {
    case HeaderName::unknown:
    case HeaderName::accept:
    case HeaderName::accept_encoding:
    case HeaderName::accept_language:
    case HeaderName::allow:
    case HeaderName::content_length:  // judged by the parser
    case HeaderName::organization:
    case HeaderName::subject:
    case HeaderName::supported:
      return true;
    default:
      return false;
  }
}

/// True when the parser has found a fault in the Request-URI or in the line around it: what is
/// wrong with the URI follows from that.
bool start_line_judged(const Message& message) {
  return std::ranges::any_of(message.defects(), [](const Defect& defect) {
    return defect.code == DefectCode::request_uri_whitespace ||
           defect.code == DefectCode::request_uri_angle_brackets ||
           defect.code == DefectCode::start_line_control_character;
  });
}

void judge_request_uri(const Message& message, DefectRecorder& defects) {
  const std::string_view uri = message.request_uri();
  if (uri.empty() || start_line_judged(message)) {
    return;
  }
  const auto base = static_cast<std::size_t>(uri.data() - message.bytes().data());
  Scanner in(uri, base, HeaderName::unknown, defects);
  judge_uri(in, 0, uri);
}

void judge_field(const Message& message, const HeaderField& field, DefectRecorder& defects) {
  Scanner in(message.value(field), field.value_offset, field.id, defects);
  if (!in.at_end()) {
    grammar_of(field.id)(in);
  } else if (!may_be_empty(field.id)) {
    in.note(DefectCode::value_empty, 0, 0);
  }
}

/// The message ends inside this row: what its value lacks, is behind the cut.
bool is_cut(const Message& message, const HeaderField& field) {
  const std::string_view row = message.row(field);
  return !row.ends_with('\n') && !row.ends_with('\r');
}

}  // namespace

DefectList validate(const Message& message, std::uint32_t max_defects) {
  DefectList list;
  DefectRecorder defects(list, max_defects);
  judge_request_uri(message, defects);
  for (const HeaderField& field : message.header_fields()) {
    if (!is_cut(message, field)) {
      judge_field(message, field, defects);
    }
  }
  return list;
}

}  // namespace sipspec::stack
