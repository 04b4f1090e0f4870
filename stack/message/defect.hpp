#pragma once

// What is wrong with the bytes of a message. A defect is a fact about grammar or framing, found by
// the parser; whether it is a finding, and against whom, is for the monitors to say.

#include "stack/message/header_name.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class Severity : std::uint8_t {
  tolerable,  ///< deviates from the grammar, meaning is clear (a bare LF as line end)
  malformed,  ///< the element has no valid meaning, the rest of the message has
  fatal,      ///< start line or framing is lost: nothing after this can be trusted
};

/// One code for each distinct way to be wrong. Names are stable: reports and tests print them.
/// New codes go to the end of their group; a name that was published keeps its meaning.
enum class DefectCode : std::uint16_t {
  // Start line (RFC 3261 7.1, 7.2, 25.1).
  empty_message,
  leading_line_ends,
  start_line_unreadable,
  start_line_leading_space,
  start_line_trailing_space,
  start_line_extra_space,
  start_line_tab,
  start_line_control_character,
  method_invalid,
  request_uri_missing,
  request_uri_whitespace,
  request_uri_angle_brackets,
  version_missing,
  version_case,
  version_unsupported,
  version_invalid,
  status_code_missing,
  status_code_invalid,
  status_code_out_of_range,
  reason_space_missing,
  reason_character_invalid,
  reason_not_utf8,

  // Header framing (RFC 3261 7.3, 7.5).
  line_end_bare_lf,
  line_end_bare_cr,
  blank_line_missing,
  colon_missing,
  header_name_empty,
  header_name_invalid,
  first_header_line_folded,
  header_field_repeated,

  // Length of the body (RFC 3261 18.3, 20.14).
  content_length_invalid,
  content_length_negative,
  content_length_overflow,
  content_length_repeated,
  content_length_conflict,
  body_short,
  body_trailing,

  // What every message has to carry (RFC 3261 8.1.1).
  missing_via,
  missing_from,
  missing_to,
  missing_call_id,
  missing_cseq,
  missing_max_forwards,

  // Bounds of the parser (ParseLimits).
  limit_message_size,
  limit_header_fields,
  limit_defects,

  // Values of any kind.
  value_empty,
  value_excess,
  control_character,
  not_utf8,
  token_invalid,
  separator_missing,
  quoted_string_missing,
  quoted_string_unclosed,
  quoted_string_invalid,
  comment_unclosed,
  comment_invalid,
  list_element_empty,
  parameter_name_invalid,
  parameter_value_missing,
  parameter_value_invalid,
  parameter_repeated,
  number_invalid,
  number_out_of_range,
  delta_seconds_invalid,
  delta_seconds_out_of_range,
  qvalue_invalid,
  host_invalid,
  port_invalid,
  port_out_of_range,
  ipv6_invalid,

  // Addresses (RFC 3261 20.10, 25.1).
  display_name_invalid,
  angle_bracket_missing,
  angle_bracket_unclosed,
  address_missing,
  address_needs_brackets,
  contact_wildcard_mixed,
  tag_invalid,

  // URIs (RFC 3261 19.1.1, RFC 3966, RFC 3860).
  uri_empty,
  uri_scheme_invalid,
  uri_whitespace,
  uri_character_invalid,
  uri_escape_invalid,
  uri_user_empty,
  uri_user_invalid,
  uri_password_invalid,
  uri_host_missing,
  uri_host_invalid,
  uri_ipv6_invalid,
  uri_port_invalid,
  uri_port_out_of_range,
  uri_parameter_invalid,
  uri_parameter_repeated,
  uri_headers_invalid,
  tel_number_invalid,
  tel_context_missing,
  tel_parameter_invalid,

  // Via (RFC 3261 20.42, RFC 3581, RFC 5118).
  via_protocol_invalid,
  via_sent_by_missing,
  via_sent_by_invalid,
  via_port_invalid,
  via_branch_invalid,
  via_received_invalid,
  via_received_brackets,
  via_rport_invalid,
  via_ttl_invalid,
  via_maddr_invalid,

  // Single header fields of RFC 3261 section 20.
  call_id_invalid,
  cseq_number_invalid,
  cseq_number_out_of_range,
  cseq_method_missing,
  cseq_method_invalid,
  max_forwards_invalid,
  max_forwards_out_of_range,
  media_type_invalid,
  mime_version_invalid,
  language_tag_invalid,
  date_invalid,
  date_out_of_range,
  date_zone_not_gmt,
  warning_code_invalid,
  warning_agent_invalid,
  warning_text_invalid,
  timestamp_invalid,

  // Authentication (RFC 3261 20.7, 20.27, 20.44, RFC 7616).
  auth_scheme_invalid,
  auth_parameter_missing,
  auth_parameter_invalid,
  auth_digest_value_invalid,
  auth_joined,

  // Extensions.
  event_package_invalid,
  rack_invalid,
  replaces_invalid,
  privacy_value_invalid,
  history_index_invalid,
  identity_invalid,
};

/// How many codes there are; their values run from 0 without a gap.
inline constexpr std::size_t defect_code_count =
    static_cast<std::size_t>(DefectCode::identity_invalid) + 1;

/// One defect: `offset` and `length` mark octets in Message::bytes(). The same fault all over a
/// message (a bare LF after each line) is one defect at the first place that counts the others.
struct Defect {
  DefectCode code;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  HeaderName header = HeaderName::unknown;  ///< field it was found in; unknown: outside a known one
  std::uint32_t occurrences = 1;            ///< faults that this entry stands for
};

/// What is known of a code, for people: its stable name ("missing-call-id"), the ABNF rule it
/// breaks ("callid"), the clause ("RFC 3261 20.8"), how grave it is, and a sentence.
struct DefectInfo {
  std::string_view name;
  std::string_view rule;
  std::string_view clause;
  Severity severity;
  std::string_view sentence;
};

const DefectInfo& describe(DefectCode code) noexcept;

}  // namespace sipspec::stack
