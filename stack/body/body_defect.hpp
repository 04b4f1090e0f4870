#pragma once

// What is wrong with the octets of a body, whatever its type. The counterpart of
// stack/message/defect.hpp: a fact about a format, found by a parser of this folder; whether it is
// a finding, and against whom, is for the monitors to say.
//
//   BodyDefectSink sink(octets);
//   const Cpim cpim = parse_cpim(octets, sink);
//   for (const BodyDefect& defect : sink.defects()) { describe(defect.code).sentence; }

#include "stack/message/defect.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// One code for each distinct way to be wrong. Names are stable: reports and tests print them.
enum class BodyDefectCode : std::uint16_t {
  // MIME fields and entities (RFC 2045).
  mime_field_colon_missing,
  mime_field_name_invalid,
  mime_header_unclosed,
  mime_line_end_bare,
  content_type_invalid,
  content_type_repeated,
  transfer_encoding_unknown,
  transfer_encoding_on_composite,
  base64_invalid,
  quoted_printable_invalid,

  // Multipart (RFC 2046 5.1, RFC 1847).
  boundary_missing,
  boundary_invalid,
  boundary_absent,
  multipart_unclosed,
  multipart_limit_depth,
  multipart_limit_parts,
  signed_parts_wrong,

  // message/cpim (RFC 3862).
  cpim_empty,
  cpim_header_unclosed,
  cpim_colon_missing,
  cpim_name_invalid,
  cpim_space_missing,
  cpim_blank_excess,
  cpim_folded,
  cpim_control_character,
  cpim_not_utf8,
  cpim_escape_invalid,
  cpim_line_end,
  cpim_parameter_invalid,
  cpim_address_invalid,
  cpim_date_time_invalid,
  cpim_namespace_invalid,
  cpim_prefix_undeclared,
  cpim_require_invalid,
  cpim_content_type_missing,
  cpim_limit_fields,

  // XML 1.0 and its namespaces.
  xml_empty,
  xml_declaration_invalid,
  xml_doctype,
  xml_character_invalid,
  xml_not_in_encoding,
  xml_markup_unclosed,
  xml_markup_invalid,
  xml_name_invalid,
  xml_attribute_invalid,
  xml_attribute_repeated,
  xml_entity_unknown,
  xml_tag_mismatch,
  xml_element_unclosed,
  xml_text_outside_root,
  xml_prefix_undeclared,
  xml_limit_size,
  xml_limit_depth,
  xml_limit_nodes,

  // application/im-iscomposing+xml (RFC 3994).
  composing_root_wrong,
  composing_state_missing,
  composing_state_unknown,
  composing_last_active_invalid,
  composing_refresh_invalid,
  composing_element_repeated,
  composing_order,

  // message/imdn+xml (RFC 5438).
  imdn_root_wrong,
  imdn_message_id_missing,
  imdn_date_time_missing,
  imdn_date_time_invalid,
  imdn_notification_missing,
  imdn_notification_repeated,
  imdn_status_missing,
  imdn_status_unknown,
  imdn_order,

  // application/resource-lists+xml (RFC 4826, RFC 5363 to 5365).
  list_root_wrong,
  list_entry_without_uri,
  list_uri_invalid,
  list_uri_with_body,
  list_copy_control_invalid,
  list_nested,
  list_by_reference,

  // Application/MANSCDP+xml (GB/T 28181).
  manscdp_root_wrong,
  manscdp_command_missing,
  manscdp_number_missing,
  manscdp_number_invalid,
  manscdp_device_missing,
  manscdp_device_invalid,
  manscdp_count_wrong,

  // Content-Encoding and charset (RFC 3261 7.4, 20.12).
  coding_unknown,
  coding_data_invalid,
  coding_data_short,
  coding_data_excess,
  coding_limit,
  charset_unknown,
  charset_data_invalid,
  charset_label_too_narrow,

  // application/vnd.3gpp.sms (3GPP TS 24.011).
  rp_type_unknown,
  rp_short,
  rp_address_invalid,
  rp_element_invalid,
  rp_excess,
};

/// How many codes there are; their values run from 0 without a gap.
inline constexpr std::size_t body_defect_code_count =
    static_cast<std::size_t>(BodyDefectCode::rp_excess) + 1;

/// What the octets were read as when the fault was met.
enum class BodyKind : std::uint8_t {
  other,  ///< what no parser of this folder knows, and encodings
  text,
  multipart,
  cpim,
  composing,
  imdn,
  resource_list,
  manscdp,
  sms,
  xml,  ///< XML of another vocabulary
};

/// By a media type in lower case.
BodyKind body_kind(std::string_view media_type) noexcept;

/// `offset` and `length` mark octets of the body as it came. A fault in what was decoded (base64,
/// gzip, another charset) marks the octets that it was decoded from.
struct BodyDefect {
  BodyDefectCode code;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  BodyKind kind = BodyKind::other;

  bool operator==(const BodyDefect&) const = default;
};

/// What is known of a code: its stable name ("cpim-space-missing"), the clause, how grave it is
/// (fatal: the rest of that body could not be read) and a sentence.
struct BodyDefectInfo {
  std::string_view name;
  std::string_view clause;
  Severity severity;
  std::string_view sentence;
};

const BodyDefectInfo& describe(BodyDefectCode code) noexcept;

/// Collects the defects of one body, within bounds: of one code at most `max_places`, of all at
/// most `max_defects`. Places are given as views; the sink knows which octets of the body they
/// stand for.
class BodyDefectSink {
 public:
  static constexpr std::size_t max_places = 8;
  static constexpr std::size_t max_defects = 64;

  /// `body` must outlive the sink.
  explicit BodyDefectSink(std::string_view body) : body_(body) {}

  /// `where` is a view into the body or into a text named by decoded_from(); anything else marks
  /// the whole body.
  void add(BodyDefectCode code, std::string_view where);

  /// From now on places in `decoded` stand for all of `origin`.
  void decoded_from(std::string_view decoded, std::string_view origin);

  /// From now on faults are those of that kind of body.
  void reading(BodyKind kind) { kind_ = kind; }

  std::span<const BodyDefect> defects() const { return defects_; }

  bool has(BodyDefectCode code) const;

 private:
  struct Decoded {
    std::string_view text, origin;
  };

  std::string_view body_;
  BodyKind kind_ = BodyKind::other;
  std::vector<Decoded> decoded_;
  std::vector<BodyDefect> defects_;
};

/// True when `part` lies in `whole` (an empty one at its end does too).
bool lies_in(std::string_view part, std::string_view whole) noexcept;

}  // namespace sipspec::stack
