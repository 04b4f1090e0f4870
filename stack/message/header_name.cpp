#include "stack/message/header_name.hpp"

#include "stack/text/ascii.hpp"

#include <array>
#include <cstddef>
#include <cstring>

namespace sipspec::stack {

namespace {

struct Row {
  HeaderName id;
  std::string_view name;
  char compact;
  Arity arity;
};

using enum Arity;

// In the order of HeaderName, so that an id is an index. Arity: RFC 3261 section 20 and 7.3.1; the
// document of the field for the others.
constexpr std::array<Row, header_name_count> all_rows = {{
    {HeaderName::unknown, "", '\0', rows},
    {HeaderName::accept, "Accept", '\0', list},
    {HeaderName::accept_contact, "Accept-Contact", 'a', list},
    {HeaderName::accept_encoding, "Accept-Encoding", '\0', list},
    {HeaderName::accept_language, "Accept-Language", '\0', list},
    {HeaderName::alert_info, "Alert-Info", '\0', list},
    {HeaderName::allow, "Allow", '\0', list},
    {HeaderName::allow_events, "Allow-Events", 'u', list},
    {HeaderName::authentication_info, "Authentication-Info", '\0', single},
    {HeaderName::authorization, "Authorization", '\0', rows},
    {HeaderName::call_id, "Call-ID", 'i', single},
    {HeaderName::call_info, "Call-Info", '\0', list},
    {HeaderName::contact, "Contact", 'm', list},
    {HeaderName::content_disposition, "Content-Disposition", '\0', single},
    {HeaderName::content_encoding, "Content-Encoding", 'e', list},
    {HeaderName::content_language, "Content-Language", '\0', list},
    {HeaderName::content_length, "Content-Length", 'l', single},
    {HeaderName::content_type, "Content-Type", 'c', single},
    {HeaderName::cseq, "CSeq", '\0', single},
    {HeaderName::date, "Date", '\0', single},
    {HeaderName::error_info, "Error-Info", '\0', list},
    {HeaderName::event, "Event", 'o', single},
    {HeaderName::expires, "Expires", '\0', single},
    {HeaderName::feature_caps, "Feature-Caps", '\0', list},
    {HeaderName::from, "From", 'f', single},
    {HeaderName::history_info, "History-Info", '\0', list},
    {HeaderName::identity, "Identity", 'y', list},
    {HeaderName::in_reply_to, "In-Reply-To", '\0', list},
    {HeaderName::max_breadth, "Max-Breadth", '\0', single},
    {HeaderName::max_forwards, "Max-Forwards", '\0', single},
    {HeaderName::mime_version, "MIME-Version", '\0', single},
    {HeaderName::min_expires, "Min-Expires", '\0', single},
    {HeaderName::organization, "Organization", '\0', single},
    {HeaderName::p_access_network_info, "P-Access-Network-Info", '\0', list},
    {HeaderName::p_asserted_identity, "P-Asserted-Identity", '\0', list},
    {HeaderName::p_called_party_id, "P-Called-Party-ID", '\0', single},
    {HeaderName::p_preferred_identity, "P-Preferred-Identity", '\0', list},
    {HeaderName::path, "Path", '\0', list},
    {HeaderName::priority, "Priority", '\0', single},
    {HeaderName::privacy, "Privacy", '\0', single},
    {HeaderName::proxy_authenticate, "Proxy-Authenticate", '\0', rows},
    {HeaderName::proxy_authentication_info, "Proxy-Authentication-Info", '\0', single},
    {HeaderName::proxy_authorization, "Proxy-Authorization", '\0', rows},
    {HeaderName::proxy_require, "Proxy-Require", '\0', list},
    {HeaderName::rack, "RAck", '\0', single},
    {HeaderName::reason, "Reason", '\0', list},
    {HeaderName::record_route, "Record-Route", '\0', list},
    {HeaderName::refer_to, "Refer-To", 'r', single},
    {HeaderName::referred_by, "Referred-By", 'b', single},
    {HeaderName::reject_contact, "Reject-Contact", 'j', list},
    {HeaderName::replaces, "Replaces", '\0', single},
    {HeaderName::reply_to, "Reply-To", '\0', single},
    {HeaderName::request_disposition, "Request-Disposition", 'd', list},
    {HeaderName::require, "Require", '\0', list},
    {HeaderName::retry_after, "Retry-After", '\0', single},
    {HeaderName::route, "Route", '\0', list},
    {HeaderName::rseq, "RSeq", '\0', single},
    {HeaderName::server, "Server", '\0', single},
    {HeaderName::service_route, "Service-Route", '\0', list},
    {HeaderName::session_expires, "Session-Expires", 'x', single},
    {HeaderName::sip_etag, "SIP-ETag", '\0', single},
    {HeaderName::sip_if_match, "SIP-If-Match", '\0', single},
    {HeaderName::subject, "Subject", 's', single},
    {HeaderName::subscription_state, "Subscription-State", '\0', single},
    {HeaderName::supported, "Supported", 'k', list},
    {HeaderName::timestamp, "Timestamp", '\0', single},
    {HeaderName::to, "To", 't', single},
    {HeaderName::unsupported, "Unsupported", '\0', list},
    {HeaderName::user_agent, "User-Agent", '\0', single},
    {HeaderName::via, "Via", 'v', list},
    {HeaderName::warning, "Warning", '\0', list},
    {HeaderName::www_authenticate, "WWW-Authenticate", '\0', rows},
}};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < all_rows.size(); ++i) {
    if (static_cast<std::size_t>(all_rows[i].id) != i) {
      return false;
    }
  }
  return true;
}

static_assert(in_enum_order(), "an id is used as an index");

// A name is looked up by its length and three of its letters: one candidate at most, which is then
// compared whole. The factor that leaves no two names in one slot is searched at compile time, so
// that a new name needs no hand work.
constexpr std::size_t slots = 1024;
using Slots = std::array<HeaderName, slots>;

constexpr std::size_t slot_of(std::string_view name, std::uint32_t factor) {
  const auto letter = [name](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])) | 0x20U;
  };
  const std::uint32_t key = letter(0) + (letter(name.size() / 2) << 8U) +
                            (letter(name.size() - 1) << 16U) +
                            (static_cast<std::uint32_t>(name.size()) << 24U);
  return (key * factor) >> 22U;
}

constexpr bool fill(Slots& table, std::uint32_t factor) {
  table = {};
  for (std::size_t i = 1; i < all_rows.size(); ++i) {
    HeaderName& slot = table[slot_of(all_rows[i].name, factor)];
    if (slot != HeaderName::unknown) {
      return false;
    }
    slot = all_rows[i].id;
  }
  return true;
}

struct Index {
  std::uint32_t factor = 0x9E3779B1U;
  Slots table{};
};

consteval Index make_index() {
  Index index;
  while (!fill(index.table, index.factor)) {
    index.factor = index.factor * 5 + 2;
  }
  return index;
}

constexpr Index name_index = make_index();

consteval std::array<HeaderName, 256> make_compact_index() {
  std::array<HeaderName, 256> table{};
  for (const Row& row : all_rows) {
    if (row.compact != '\0') {
      table[static_cast<unsigned char>(row.compact)] = row.id;
      table[static_cast<unsigned char>(row.compact - 'a' + 'A')] = row.id;
    }
  }
  return table;
}

constexpr std::array<HeaderName, 256> compact_index = make_compact_index();

const Row& row_of(HeaderName name) noexcept {
  return all_rows[static_cast<std::size_t>(name)];
}

}  // namespace

HeaderName header_name(std::string_view text) noexcept {
  if (text.size() < 2) {
    return text.empty() ? HeaderName::unknown : compact_index[static_cast<unsigned char>(text[0])];
  }
  const HeaderName candidate = name_index.table[slot_of(text, name_index.factor)];
  const std::string_view name = row_of(candidate).name;
  if (name.size() != text.size()) {
    return HeaderName::unknown;
  }
  // Nearly all messages spell a name as its document does.
  if (std::memcmp(name.data(), text.data(), name.size()) == 0 || equals_ignoring_case(name, text)) {
    return candidate;
  }
  return HeaderName::unknown;
}

std::string_view canonical_name(HeaderName name) noexcept {
  return row_of(name).name;
}

char compact_name(HeaderName name) noexcept {
  return row_of(name).compact;
}

Arity arity(HeaderName name) noexcept {
  return row_of(name).arity;
}

}  // namespace sipspec::stack
