// Requests: the fields that each carries (RFC 3261 8.1.1) and what MESSAGE adds and forbids
// (RFC 3428 sections 4, 8 and 9).

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"
#include "stack/message/uri.hpp"

#include <fmt/format.h>

#include <array>

namespace sipspec::harness {
namespace {

using stack::HeaderName;

bool is_message(const Judgement& judgement) {
  return judgement.message().method() == "MESSAGE";
}

bool in_dialog(const stack::Message& message) {
  const auto to = stack::to(message);
  return to && !to->tag().empty();
}

void mandatory_fields(Judgement& judgement) {
  constexpr std::array mandatory{HeaderName::to, HeaderName::from, HeaderName::cseq,
                                 HeaderName::call_id, HeaderName::via};
  for (const HeaderName name : mandatory) {
    if (!judgement.message().has(name)) {
      const std::string field(stack::canonical_name(name));
      judgement.violated(fmt::format("{} is missing", field), {"a " + field + " header field"},
                         "no " + field, judgement.start_line());
    }
  }
}

void max_forwards_present(Judgement& judgement) {
  if (!judgement.message().has(HeaderName::max_forwards)) {
    judgement.violated("Max-Forwards is missing", {"Max-Forwards: 70"}, "no Max-Forwards",
                       judgement.start_line());
    return;
  }
  const auto hops = stack::parse_number(judgement.message().value_of(HeaderName::max_forwards));
  if (hops && *hops == 0) {
    judgement.violated("a request starts with Max-Forwards 0", {"Max-Forwards: 70"},
                       "Max-Forwards: 0", judgement.row(HeaderName::max_forwards));
  }
}

void from_has_tag(Judgement& judgement) {
  const auto from = stack::from(judgement.message());
  if (from && from->tag().empty()) {
    judgement.violated("From has no tag", {"From with a tag parameter"},
                       "From: " + shown(judgement.message().value_of(HeaderName::from)),
                       judgement.row(HeaderName::from));
  }
}

void cseq_method_fits(Judgement& judgement) {
  const auto cseq = stack::cseq(judgement.message());
  if (cseq && cseq->method != judgement.message().method()) {
    judgement.violated("the CSeq method is not the request's",
                       {fmt::format("CSeq: {} {}", cseq->number, judgement.message().method())},
                       "CSeq: " + shown(judgement.message().value_of(HeaderName::cseq)),
                       judgement.row(HeaderName::cseq));
  }
}

void branch_has_cookie(Judgement& judgement) {
  constexpr std::string_view cookie = "z9hG4bK";
  const auto via = stack::top_via(judgement.message());
  if (via && (via->branch().size() <= cookie.size() ||
              !same_token(via->branch().substr(0, cookie.size()), cookie))) {
    judgement.violated("the Via branch does not start with z9hG4bK", {"branch=z9hG4bK..."},
                       "Via: " + shown(via->raw), judgement.of(via->raw));
  }
}

void via_names_transport(Judgement& judgement) {
  const auto via = stack::top_via(judgement.message());
  const std::string_view carrier = stack::via_name(judgement.seen().transport);
  if (via && !same_token(via->transport, carrier)) {
    judgement.violated("the Via names another transport than the one used",
                       {fmt::format("SIP/2.0/{}", carrier)}, "Via: " + shown(via->raw),
                       judgement.of(via->raw));
  }
}

void rport_without_value(Judgement& judgement) {
  const auto via = stack::top_via(judgement.message());
  if (via && !via->parameters.value("rport").empty()) {
    judgement.violated("rport of a request has a value", {"rport without value"},
                       "Via: " + shown(via->raw), judgement.of(via->raw));
  }
}

void no_response_fields(Judgement& judgement) {
  constexpr std::array response_only{
      HeaderName::server,
      HeaderName::warning,
      HeaderName::unsupported,
      HeaderName::retry_after,
      HeaderName::error_info,
      HeaderName::www_authenticate,
      HeaderName::min_expires,
      HeaderName::proxy_authenticate,
      HeaderName::authentication_info,
  };
  for (const HeaderName name : response_only) {
    if (judgement.message().has(name)) {
      const std::string field(stack::canonical_name(name));
      judgement.violated(fmt::format("{} in a request", field), {"no " + field},
                         fmt::format("{}: {}", field, shown(judgement.message().value_of(name))),
                         judgement.row(name));
    }
  }
}

void message_lacks(Judgement& judgement, HeaderName name) {
  if (is_message(judgement) && judgement.message().has(name)) {
    const std::string field(stack::canonical_name(name));
    judgement.violated(fmt::format("{} in a MESSAGE", field), {"no " + field},
                       fmt::format("{}: {}", field, shown(judgement.message().value_of(name))),
                       judgement.row(name));
  }
}

void message_without_contact(Judgement& judgement) {
  message_lacks(judgement, HeaderName::contact);
}

void message_without_accept(Judgement& judgement) {
  message_lacks(judgement, HeaderName::accept);
  message_lacks(judgement, HeaderName::accept_encoding);
  message_lacks(judgement, HeaderName::accept_language);
}

void message_dates_its_expiry(Judgement& judgement) {
  const auto expires = stack::parse_number(judgement.message().value_of(HeaderName::expires));
  if (is_message(judgement) && expires && *expires > 0 &&
      !judgement.message().has(HeaderName::date)) {
    judgement.violated("Expires without Date", {"a Date header field beside Expires"},
                       fmt::format("Expires: {}, no Date", *expires),
                       judgement.row(HeaderName::expires));
  }
}

void message_uses_sip_uris(Judgement& judgement) {
  if (!is_message(judgement)) {
    return;
  }
  for (const HeaderName name : {HeaderName::from, HeaderName::to}) {
    const auto address = stack::parse_name_addr(judgement.message().value_of(name));
    const auto uri =
        address ? stack::parse_uri(address->uri) : stack::Result<stack::Uri>(stack::Uri{});
    const bool readable = address && uri;
    if (readable && uri->scheme != stack::UriScheme::sip && uri->scheme != stack::UriScheme::sips &&
        !address->uri.empty()) {
      judgement.violated(fmt::format("{} is no sip or sips URI", stack::canonical_name(name)),
                         {"a sip or sips URI"}, shown(address->uri), judgement.of(address->uri));
    }
  }
}

void message_size(Judgement& judgement) {
  constexpr std::size_t largest = 1300;
  const std::size_t size = judgement.message().bytes().size();
  if (is_message(judgement) && size > largest) {
    judgement.violated(fmt::format("a MESSAGE of {} octets", size),
                       {fmt::format("at most {} octets", largest)}, fmt::format("{} octets", size),
                       judgement.start_line());
  }
}

void other_request_size(Judgement& judgement) {
  constexpr std::size_t largest = 1300;
  const std::size_t size = judgement.message().bytes().size();
  if (!is_message(judgement) && !judgement.is_stream() && size > largest) {
    judgement.violated(fmt::format("a request of {} octets over UDP", size),
                       {fmt::format("a stream transport above {} octets", largest)},
                       fmt::format("{} octets", size), judgement.start_line());
  }
}

void no_ack_for_message(Judgement& judgement) {
  const auto cseq = stack::cseq(judgement.message());
  if (judgement.message().method() != "ACK" || !cseq) {
    return;
  }
  for (const Observed& other : judgement.exchange().messages()) {
    const auto asked = stack::cseq(other.message);
    if (other.sender == judgement.seen().sender && other.message.is_request() &&
        other.message.method() == "MESSAGE" && asked && asked->number == cseq->number &&
        stack::call_id(other.message) == stack::call_id(judgement.message())) {
      judgement.violated("ACK for a MESSAGE", {"no ACK"}, shown(judgement.message().start_line()),
                         judgement.start_line());
      return;
    }
  }
}

void no_cancel_for_message(Judgement& judgement) {
  const auto cseq = stack::cseq(judgement.message());
  const auto via = stack::top_via(judgement.message());
  if (judgement.message().method() != "CANCEL" || !cseq || !via) {
    return;
  }
  for (const Observed& other : judgement.exchange().messages()) {
    const auto asked = stack::top_via(other.message);
    if (other.sender == judgement.seen().sender && other.message.method() == "MESSAGE" && asked &&
        asked->branch() == via->branch()) {
      judgement.violated("CANCEL for a MESSAGE", {"no CANCEL"},
                         shown(judgement.message().start_line()), judgement.start_line());
      return;
    }
  }
}

void no_to_tag_outside_dialog(Judgement& judgement) {
  if (!in_dialog(judgement.message())) {
    return;
  }
  // A dialog needs an earlier INVITE, SUBSCRIBE or REFER of this Call-ID.
  for (const Observed& other : judgement.exchange().messages()) {
    if (other.index >= judgement.seen().index) {
      break;
    }
    const std::string_view method = other.message.method();
    const bool creates = method == "INVITE" || method == "SUBSCRIBE" || method == "REFER";
    if (creates && stack::call_id(other.message) == stack::call_id(judgement.message())) {
      return;
    }
  }
  judgement.violated("a To tag outside a dialog", {"To without tag"},
                     "To: " + shown(judgement.message().value_of(HeaderName::to)),
                     judgement.row(HeaderName::to));
}

constexpr Rule rules[] = {
    {{"mandatory-fields", "RFC3261-8.1.1-01", Scope::request}, mandatory_fields},
    {{"max-forwards", "RFC3261-8.1.1.6-01", Scope::request}, max_forwards_present},
    {{"from-tag", "RFC3261-8.1.1.3-01", Scope::request}, from_has_tag},
    {{"no-to-tag-outside-dialog", "RFC3261-8.1.1.2-01", Scope::request}, no_to_tag_outside_dialog},
    {{"cseq-method", "RFC3261-8.1.1.5-01", Scope::request}, cseq_method_fits},
    {{"branch-cookie", "RFC3261-8.1.1.7-02", Scope::request}, branch_has_cookie},
    {{"via-transport", "RFC3261-8.1.1.7-01", Scope::request}, via_names_transport},
    {{"rport-empty", "RFC3581-3-02", Scope::request}, rport_without_value},
    {{"no-response-field-in-request", "RFC3261-20-02", Scope::request}, no_response_fields},
    {{"no-contact-in-message", "RFC3428-4-04", Scope::request}, message_without_contact},
    {{"no-accept-in-message", "RFC3428-9-03", Scope::request}, message_without_accept},
    {{"message-expires-date", "RFC3428-4-12", Scope::request}, message_dates_its_expiry},
    {{"message-sip-uris", "RFC3428-5-04", Scope::request}, message_uses_sip_uris},
    {{"message-size", "RFC3428-8-02", Scope::request}, message_size},
    {{"request-size-udp", "RFC3261-18.1.1-01", Scope::request}, other_request_size},
    {{"no-ack-for-message", "RFC3261-17.1.2.2-07", Scope::request}, no_ack_for_message},
    {{"no-cancel-for-message", "RFC3261-9.1-01", Scope::request}, no_cancel_for_message},
};

}  // namespace

std::span<const Rule> request_rules() {
  return rules;
}

}  // namespace sipspec::harness
