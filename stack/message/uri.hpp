#pragma once

// URIs in SIP: sip, sips (RFC 3261 19.1), tel (RFC 3966), im (RFC 3860), and any other scheme as
// opaque text. Views into the text handed in; comparison by RFC 3261 19.1.4.

#include "stack/message/error.hpp"
#include "stack/message/fields.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::stack {

enum class UriScheme : std::uint8_t { sip, sips, tel, im, other };

struct Uri {
  std::string_view raw;
  UriScheme scheme = UriScheme::other;
  std::string_view scheme_text;
  std::string_view user;  ///< escapes left in place; "" when absent
  std::string_view password;
  bool has_user = false;
  std::string_view host;  ///< IPv6 with brackets
  std::optional<std::uint16_t> port;
  Parameters parameters;     ///< URI parameters
  std::string_view headers;  ///< after '?', without it
  std::string_view opaque;   ///< scheme-specific part of tel and other schemes
};

/// Errors name the part of the URI that is wrong and where.
Result<Uri> parse_uri(std::string_view text);

/// RFC 3261 19.1.4 for sip and sips; RFC 3966 section 4 for tel; im like sip without parameters
/// that matter; others octet by octet. Not an ordering, not transitive over absent parameters
/// (the RFC says so).
bool equivalent(const Uri& a, const Uri& b);
bool uris_equivalent(std::string_view a, std::string_view b);

}  // namespace sipspec::stack
