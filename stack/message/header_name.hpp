#pragma once

// The header fields that sipspec knows by name: all of RFC 3261 section 20 and those that MESSAGE
// and its extensions use. A name is always compared whole and case-insensitively (RFC 3261 7.3.1),
// never by hash alone; the compact forms of RFC 3261 7.3.3 and later documents are included.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class HeaderName : std::uint8_t {
  unknown,
  accept,
  accept_contact,
  accept_encoding,
  accept_language,
  alert_info,
  allow,
  allow_events,
  authentication_info,
  authorization,
  call_id,
  call_info,
  contact,
  content_disposition,
  content_encoding,
  content_language,
  content_length,
  content_type,
  cseq,
  date,
  error_info,
  event,
  expires,
  feature_caps,
  from,
  history_info,
  identity,
  in_reply_to,
  max_breadth,
  max_forwards,
  mime_version,
  min_expires,
  organization,
  p_access_network_info,
  p_asserted_identity,
  p_called_party_id,
  p_preferred_identity,
  path,
  priority,
  privacy,
  proxy_authenticate,
  proxy_authentication_info,
  proxy_authorization,
  proxy_require,
  rack,
  reason,
  record_route,
  refer_to,
  referred_by,
  reject_contact,
  replaces,
  reply_to,
  request_disposition,
  require,
  retry_after,
  route,
  rseq,
  server,
  service_route,
  session_expires,
  sip_etag,
  sip_if_match,
  subject,
  subscription_state,
  supported,
  timestamp,
  to,
  unsupported,
  user_agent,
  via,
  warning,
  www_authenticate,
};

/// How many enumerators there are, `unknown` included.
inline constexpr std::size_t header_name_count =
    static_cast<std::size_t>(HeaderName::www_authenticate) + 1;

/// How often a header field may stand in one message.
enum class Arity : std::uint8_t {
  single,  ///< at most once, one value (From, CSeq, Max-Forwards ...)
  list,    ///< comma list; several rows and one row mean the same (RFC 3261 7.3.1)
  rows,    ///< several rows, never joined by commas (WWW-Authenticate and its kin)
};

/// The name for `text` in any case, full or compact form; unknown otherwise.
HeaderName header_name(std::string_view text) noexcept;
/// "Call-ID"; "" for unknown.
std::string_view canonical_name(HeaderName name) noexcept;
/// 'i' for Call-ID; '\0' when there is none.
char compact_name(HeaderName name) noexcept;
Arity arity(HeaderName name) noexcept;

}  // namespace sipspec::stack
