#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"

#include <array>

namespace sipspec::stack {

namespace {

struct Row {
  HeaderName name;
  GrammarRule rule;
};

using enum HeaderName;

// In the order of HeaderName, so that a name is an index.
constexpr std::array<Row, header_name_count> table = {{
    {unknown, grammar::extension},
    {accept, grammar::accept},
    {accept_contact, grammar::feature_list},
    {accept_encoding, grammar::accept_encoding},
    {accept_language, grammar::accept_language},
    {alert_info, grammar::info_list},
    {allow, grammar::optional_token_list},
    {allow_events, grammar::event_list},
    {authentication_info, grammar::authentication_info},
    {authorization, grammar::credentials},
    {call_id, grammar::call_id},
    {call_info, grammar::info_list},
    {contact, grammar::contact},
    {content_disposition, grammar::content_disposition},
    {content_encoding, grammar::token_list},
    {content_language, grammar::content_language},
    {content_length, grammar::content_length},
    {content_type, grammar::content_type},
    {cseq, grammar::cseq},
    {date, grammar::date},
    {error_info, grammar::info_list},
    {event, grammar::event},
    {expires, grammar::delta_seconds},
    {feature_caps, grammar::feature_list},
    {from, grammar::from_to},
    {history_info, grammar::history_info},
    {identity, grammar::identity},
    {in_reply_to, grammar::call_id_list},
    {max_breadth, grammar::number},
    {max_forwards, grammar::max_forwards},
    {mime_version, grammar::mime_version},
    {min_expires, grammar::delta_seconds},
    {organization, grammar::text},
    {p_access_network_info, grammar::access_network_info},
    {p_asserted_identity, grammar::identity_list},
    {p_called_party_id, grammar::called_party},
    {p_preferred_identity, grammar::identity_list},
    {path, grammar::route},
    {priority, grammar::token},
    {privacy, grammar::privacy},
    {proxy_authenticate, grammar::challenge},
    {proxy_authentication_info, grammar::authentication_info},
    {proxy_authorization, grammar::credentials},
    {proxy_require, grammar::token_list},
    {rack, grammar::rack},
    {reason, grammar::reason},
    {record_route, grammar::route},
    {refer_to, grammar::reply_to},
    {referred_by, grammar::reply_to},
    {reject_contact, grammar::feature_list},
    {replaces, grammar::replaces},
    {reply_to, grammar::reply_to},
    {request_disposition, grammar::token_list},
    {require, grammar::token_list},
    {retry_after, grammar::retry_after},
    {route, grammar::route},
    {rseq, grammar::number},
    {server, grammar::products},
    {service_route, grammar::route},
    {session_expires, grammar::session_expires},
    {sip_etag, grammar::token},
    {sip_if_match, grammar::token},
    {subject, grammar::text},
    {subscription_state, grammar::subscription_state},
    {supported, grammar::optional_token_list},
    {timestamp, grammar::timestamp},
    {to, grammar::from_to},
    {unsupported, grammar::token_list},
    {user_agent, grammar::products},
    {via, grammar::via},
    {warning, grammar::warning},
    {www_authenticate, grammar::challenge},
}};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].name) != i) {
      return false;
    }
  }
  return true;
}

static_assert(in_enum_order(), "each header field needs a grammar, and a name is an index");

}  // namespace

GrammarRule grammar_of(HeaderName name) noexcept {
  return table[static_cast<std::size_t>(name)].rule;
}

}  // namespace sipspec::stack
