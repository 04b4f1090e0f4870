// What bodies hold, against the type, coding and charset that are said of them (RFC 3261 7.4). One
// rule an owner; the faults come from stack/body. Of a body that a scenario made only its own
// author can judge, so that the device's bodies are looked at and no others.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace sipspec::harness {
namespace {

using stack::BodyDefect;
using stack::BodyDefectCode;
using stack::BodyKind;
using enum stack::BodyDefectCode;

/// Which row of the catalogue a fault belongs to.
enum class Owner : std::uint8_t {
  nobody,  ///< tolerable, or only unknown here, or beyond the bounds of what is read
  boundary,
  coding,
  charset,
  type,
  cpim_layout,
  cpim_escapes,
  cpim_rows,
  cpim_prefix,
  cpim_values,
  composing,
  imdn,
  list,
  list_body,
  list_flat,
};

Owner owner_in_cpim(BodyDefectCode code) {
  switch (code) {
    case cpim_empty:
    case cpim_header_unclosed:
    case cpim_content_type_missing:
      return Owner::cpim_layout;
    case cpim_control_character:
    case cpim_escape_invalid:
      return Owner::cpim_escapes;
    case cpim_prefix_undeclared:
      return Owner::cpim_prefix;
    case cpim_space_missing:
    case cpim_blank_excess:
    case cpim_folded:
    case cpim_not_utf8:
    case cpim_line_end:
      return Owner::cpim_rows;
    case content_type_invalid:
    case content_type_repeated:
    case mime_field_colon_missing:
    case mime_field_name_invalid:
    case mime_header_unclosed:
      return Owner::cpim_layout;
    default:
      return Owner::cpim_values;
  }
}

Owner owner_by_kind(const BodyDefect& defect) {
  switch (defect.kind) {
    case BodyKind::cpim:
      return owner_in_cpim(defect.code);
    case BodyKind::composing:
      return Owner::composing;
    case BodyKind::imdn:
      return Owner::imdn;
    case BodyKind::resource_list:
      return defect.code == list_uri_with_body ? Owner::list_body : Owner::list;
    default:
      return Owner::type;
  }
}

bool is_of_boundary(BodyDefectCode code) {
  return code == boundary_missing || code == boundary_invalid || code == boundary_absent ||
         code == multipart_unclosed;
}

bool is_of_coding(BodyDefectCode code) {
  return code == coding_data_invalid || code == coding_data_short || code == coding_data_excess;
}

Owner owner_of(const BodyDefect& defect) {
  const stack::BodyDefectInfo& info = stack::describe(defect.code);
  const bool unknown = defect.code == coding_unknown || defect.code == charset_unknown ||
                       defect.code == transfer_encoding_unknown;
  if (defect.code == list_nested || defect.code == list_by_reference) {
    return Owner::list_flat;
  }
  if (info.clause.empty() || info.severity == stack::Severity::tolerable || unknown) {
    return Owner::nobody;
  }
  if (is_of_boundary(defect.code)) {
    return Owner::boundary;
  }
  if (is_of_coding(defect.code)) {
    return Owner::coding;
  }
  const bool bare_xml = defect.kind == BodyKind::xml || defect.kind == BodyKind::manscdp;
  const bool octets =
      defect.code == charset_data_invalid || (bare_xml && defect.code == xml_not_in_encoding);
  return octets && defect.kind != BodyKind::composing && defect.kind != BodyKind::imdn &&
                 defect.kind != BodyKind::resource_list
             ? Owner::charset
             : owner_by_kind(defect);
}

/// Reports the first fault of that owner, and how many more there are.
template <Owner owner>
void no_fault_of(Judgement& judgement) {
  if (judgement.seen().sender != Side::device) {
    return;
  }
  const BodyDefect* first = nullptr;
  int more = 0;
  for (const BodyDefect& defect : judgement.seen().body_defects) {
    if (owner_of(defect) == owner) {
      more += first == nullptr ? 0 : 1;
      first = first == nullptr ? &defect : first;
    }
  }
  if (first == nullptr) {
    return;
  }
  const stack::BodyDefectInfo& info = stack::describe(first->code);
  const std::string_view octets = judgement.message().body().substr(first->offset, first->length);
  judgement.violated(
      fmt::format("{}{}", info.sentence,
                  more == 0 ? std::string() : fmt::format(" (and {} more faults)", more)),
      {fmt::format("a body by {}", info.clause)},
      octets.empty() ? fmt::format("nothing at octet {} of the body", first->offset)
                     : shown(octets),
      judgement.of(octets));
}

constexpr Rule rules[] = {
    {{"multipart-boundary", "RFC3261-7.4.1-06", Scope::any_message}, no_fault_of<Owner::boundary>},
    {{"body-coding", "RFC3261-7.4.1-02", Scope::any_message}, no_fault_of<Owner::coding>},
    {{"body-charset", "RFC3261-7.4.1-07", Scope::any_message}, no_fault_of<Owner::charset>},
    {{"body-of-its-type", "RFC3261-7.4.1-08", Scope::any_message}, no_fault_of<Owner::type>},
    {{"cpim-layout", "RFC3862-2.4-01", Scope::any_message}, no_fault_of<Owner::cpim_layout>},
    {{"cpim-escapes", "RFC3862-2.3-01", Scope::any_message}, no_fault_of<Owner::cpim_escapes>},
    {{"cpim-rows", "RFC3862-2.2-01", Scope::any_message}, no_fault_of<Owner::cpim_rows>},
    {{"cpim-prefix", "RFC3862-3.4-01", Scope::any_message}, no_fault_of<Owner::cpim_prefix>},
    {{"cpim-values", "RFC3862-3.6-01", Scope::any_message}, no_fault_of<Owner::cpim_values>},
    {{"composing-document", "RFC3994-4-01", Scope::any_message}, no_fault_of<Owner::composing>},
    {{"imdn-document", "RFC5438-7.2.1.1-01", Scope::any_message}, no_fault_of<Owner::imdn>},
    {{"recipient-list", "RFC5365-5-01", Scope::any_message}, no_fault_of<Owner::list>},
    {{"recipient-list-body", "RFC5365-6-03", Scope::any_message}, no_fault_of<Owner::list_body>},
    {{"recipient-list-flat", "RFC5365-6-02", Scope::any_message}, no_fault_of<Owner::list_flat>},
};

}  // namespace

std::span<const Rule> body_rules() {
  return rules;
}

}  // namespace sipspec::harness
