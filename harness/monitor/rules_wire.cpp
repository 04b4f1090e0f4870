// Line ends, start lines and header rows (RFC 3261 section 7), as the parser found them.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {
namespace {

using stack::DefectCode;

std::string octets_at(const stack::Message& message, const stack::Defect& defect) {
  const std::string_view all = message.bytes();
  const std::size_t offset = std::min<std::size_t>(defect.offset, all.size());
  return shown(all.substr(offset, std::max<std::size_t>(defect.length, 1)));
}

void report(Judgement& judgement, const stack::Defect& defect) {
  const stack::DefectInfo& info = stack::describe(defect.code);
  judgement.violated(
      std::string(info.sentence), {fmt::format("{} ({})", info.rule, info.clause)},
      fmt::format("\"{}\" at octet {}", octets_at(judgement.message(), defect), defect.offset),
      {defect.offset, defect.length});
}

/// Reports the first defect of one of these codes.
template <DefectCode... codes>
void no_defect(Judgement& judgement) {
  constexpr std::array wanted{codes...};
  for (const stack::Defect& defect : judgement.message().defects()) {
    if (std::find(wanted.begin(), wanted.end(), defect.code) != wanted.end()) {
      report(judgement, defect);
      return;
    }
  }
}

/// A request that held the field several times itself may get it back so.
void single_fields_once(Judgement& judgement) {
  for (const stack::Defect& defect : judgement.message().defects()) {
    const bool repeated = defect.code == DefectCode::header_field_repeated ||
                          defect.code == DefectCode::content_length_repeated ||
                          defect.code == DefectCode::content_length_conflict;
    const bool copied =
        judgement.request() != nullptr && judgement.request()->message.count(defect.header) > 1;
    if (repeated && !copied) {
      const std::string field(defect.header == stack::HeaderName::unknown
                                  ? std::string_view("Content-Length")
                                  : stack::canonical_name(defect.header));
      judgement.violated(field + " stands more than once", {"one " + field},
                         octets_at(judgement.message(), defect), {defect.offset, defect.length});
    }
  }
}

constexpr auto line_ends = no_defect<DefectCode::line_end_bare_lf, DefectCode::line_end_bare_cr>;
constexpr auto blank_line = no_defect<DefectCode::blank_line_missing>;
constexpr auto version = no_defect<DefectCode::version_case, DefectCode::version_unsupported>;
constexpr auto header_rows =
    no_defect<DefectCode::colon_missing, DefectCode::header_name_empty,
              DefectCode::header_name_invalid, DefectCode::first_header_line_folded>;
constexpr auto status_line_shape =
    no_defect<DefectCode::start_line_unreadable, DefectCode::start_line_leading_space,
              DefectCode::start_line_extra_space, DefectCode::start_line_tab,
              DefectCode::start_line_control_character, DefectCode::version_missing,
              DefectCode::version_invalid, DefectCode::status_code_missing,
              DefectCode::status_code_invalid, DefectCode::reason_space_missing,
              DefectCode::reason_character_invalid, DefectCode::reason_not_utf8>;
constexpr auto status_range = no_defect<DefectCode::status_code_out_of_range>;
constexpr auto request_line_spaces =
    no_defect<DefectCode::start_line_leading_space, DefectCode::start_line_trailing_space,
              DefectCode::start_line_extra_space, DefectCode::start_line_tab,
              DefectCode::start_line_control_character, DefectCode::request_uri_whitespace,
              DefectCode::request_uri_angle_brackets>;
constexpr auto request_line_shape =
    no_defect<DefectCode::start_line_unreadable, DefectCode::method_invalid,
              DefectCode::request_uri_missing, DefectCode::version_missing,
              DefectCode::version_invalid>;

/// Nothing could be read at all: whatever it is, it is no SIP message.
void readable(Judgement& judgement) {
  if (judgement.message().kind() == stack::StartLineKind::unreadable) {
    judgement.violated("not a SIP message", {"Request-Line or Status-Line (RFC 3261 7.1, 7.2)"},
                       shown(judgement.message().start_line()), judgement.start_line());
  }
}

constexpr Rule rules[] = {
    {{"readable", "RFC3261-7.2-01", Scope::any_message}, readable},
    {{"line-ends", "RFC3261-7-01", Scope::any_message}, line_ends},
    {{"blank-line", "RFC3261-7-02", Scope::any_message}, blank_line},
    {{"sip-version", "RFC3261-7.1-02", Scope::any_message}, version},
    {{"header-rows", "RFC3261-7.3.1-07", Scope::any_message}, header_rows},
    {{"single-fields-once", "RFC3261-7.3.1-06", Scope::any_message}, single_fields_once},
    {{"status-line", "RFC3261-7.2-01", Scope::response}, status_line_shape},
    {{"status-code-range", "RFC3261-7.2-02", Scope::response}, status_range},
    {{"request-line-spaces", "RFC3261-7.1-01", Scope::request}, request_line_spaces},
    {{"request-line", "RFC3261-7.1-04", Scope::request}, request_line_shape},
};

}  // namespace

std::span<const Rule> wire_rules() {
  return rules;
}

}  // namespace sipspec::harness
