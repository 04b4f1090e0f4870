// Header fields and bodies that a response must hold or must not hold: the tables of RFC 3428
// section 9 and RFC 3261 section 20, and the clauses of single status codes.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sipspec::harness {
namespace {

using stack::HeaderName;

bool answers_message(const Judgement& judgement) {
  return judgement.request_method() == "MESSAGE";
}

int status_class(const Judgement& judgement) {
  return judgement.message().status() / 100;
}

std::string row_text(const Judgement& judgement, HeaderName name) {
  return fmt::format("{}: {}", stack::canonical_name(name),
                     shown(judgement.message().value_of(name)));
}

void must_not_hold(Judgement& judgement, HeaderName name) {
  if (!judgement.message().has(name)) {
    return;
  }
  const std::string field(stack::canonical_name(name));
  judgement.violated(fmt::format("{} in a {} to {}", field, judgement.message().status(),
                                 judgement.request_method()),
                     {"no " + field}, row_text(judgement, name), judgement.row(name));
}

void must_hold(Judgement& judgement, HeaderName name) {
  if (judgement.message().has(name)) {
    return;
  }
  const std::string field(stack::canonical_name(name));
  judgement.violated(fmt::format("{} without {}", judgement.message().status(), field),
                     {fmt::format("{} with {}", judgement.message().status(), field)},
                     "no " + field, judgement.start_line());
}

// --- Contact and body
// -----------------------------------------------------------------------------

void no_contact_in_2xx(Judgement& judgement) {
  if (answers_message(judgement) && status_class(judgement) == 2) {
    must_not_hold(judgement, HeaderName::contact);
  }
}

void no_contact_in_1xx(Judgement& judgement) {
  if (answers_message(judgement) && status_class(judgement) == 1) {
    must_not_hold(judgement, HeaderName::contact);
  }
}

void no_body_in_2xx(Judgement& judgement) {
  const std::string_view body = judgement.message().body();
  if (answers_message(judgement) && status_class(judgement) == 2 && !body.empty()) {
    judgement.violated(fmt::format("a {} to MESSAGE has a body", judgement.message().status()),
                       {"no body"}, fmt::format("{} octets: {}", body.size(), shown(body)),
                       judgement.of(body));
  }
}

// --- Fields that the tables rule out
// --------------------------------------------------------------

void no_accept_in_2xx(Judgement& judgement) {
  if (answers_message(judgement) && status_class(judgement) == 2) {
    must_not_hold(judgement, HeaderName::accept);
    must_not_hold(judgement, HeaderName::accept_encoding);
    must_not_hold(judgement, HeaderName::accept_language);
  }
}

void no_record_route(Judgement& judgement) {
  // A proxy's Record-Route in the request comes back by copying; only one of the device's own
  // counts.
  if (answers_message(judgement) && !judgement.request()->message.has(HeaderName::record_route)) {
    must_not_hold(judgement, HeaderName::record_route);
  }
}

void no_alert_info(Judgement& judgement) {
  if (answers_message(judgement)) {
    must_not_hold(judgement, HeaderName::alert_info);
  }
}

void no_request_fields(Judgement& judgement) {
  constexpr std::array request_only{
      HeaderName::max_forwards,  HeaderName::route,
      HeaderName::authorization, HeaderName::proxy_authorization,
      HeaderName::proxy_require, HeaderName::priority,
      HeaderName::subject,       HeaderName::in_reply_to,
  };
  for (const HeaderName name : request_only) {
    must_not_hold(judgement, name);
  }
}

void no_field_of_other_status(Judgement& judgement) {
  const int status = judgement.message().status();
  const int group = status_class(judgement);
  if (status != 420) {
    must_not_hold(judgement, HeaderName::unsupported);
  }
  if (status != 423) {
    must_not_hold(judgement, HeaderName::min_expires);
  }
  if (status != 401 && status != 407) {
    must_not_hold(judgement, HeaderName::www_authenticate);
    must_not_hold(judgement, HeaderName::proxy_authenticate);
  }
  if (group == 1 || group == 2) {
    must_not_hold(judgement, HeaderName::error_info);
  }
  if (answers_message(judgement) && group >= 4 && status != 485) {
    must_not_hold(judgement, HeaderName::contact);
  }
}

void retry_after_status(Judgement& judgement) {
  constexpr std::array allowed{404, 413, 480, 486, 500, 503, 600, 603};
  const int status = judgement.message().status();
  if (answers_message(judgement) &&
      std::find(allowed.begin(), allowed.end(), status) == allowed.end()) {
    must_not_hold(judgement, HeaderName::retry_after);
  }
}

void no_unasked_extension(Judgement& judgement) {
  if (judgement.request() == nullptr) {
    return;
  }
  for (stack::ListCursor tags(judgement.message(), HeaderName::require); auto tag = tags.next();) {
    // Who requires an extension supports it.
    const stack::Message& request = judgement.request()->message;
    if (!stack::list_contains(request, HeaderName::supported, *tag) &&
        !stack::list_contains(request, HeaderName::require, *tag)) {
      judgement.violated(
          fmt::format("Require asks for {}, which the request does not support", shown(*tag)),
          {"no Require, or only options of the request's Supported"},
          row_text(judgement, HeaderName::require), judgement.of(*tag));
      return;
    }
  }
}

// --- Fields that a status code asks for
// -----------------------------------------------------------

void redirect_has_contact(Judgement& judgement) {
  const int status = judgement.message().status();
  if (answers_message(judgement) && status >= 300 && status < 400 && status != 380) {
    must_hold(judgement, HeaderName::contact);
  }
}

void challenge_for_message(Judgement& judgement) {
  if (!answers_message(judgement)) {
    return;
  }
  if (judgement.message().status() == 401) {
    must_hold(judgement, HeaderName::www_authenticate);
  } else if (judgement.message().status() == 407) {
    must_hold(judgement, HeaderName::proxy_authenticate);
  }
}

void challenge_401(Judgement& judgement) {
  if (!answers_message(judgement) && judgement.message().status() == 401) {
    must_hold(judgement, HeaderName::www_authenticate);
  }
}

void challenge_407(Judgement& judgement) {
  if (!answers_message(judgement) && judgement.message().status() == 407) {
    must_hold(judgement, HeaderName::proxy_authenticate);
  }
}

/// Methods differ by case (RFC 3261 7.1).
bool lists_method(const stack::Message& message, std::string_view method) {
  for (stack::ListCursor cursor(message, HeaderName::allow); const auto element = cursor.next();) {
    if (*element == method) {
      return true;
    }
  }
  return false;
}

void allow_of_405(Judgement& judgement) {
  must_hold(judgement, HeaderName::allow);
  const std::string method(judgement.request_method());
  if (lists_method(judgement.message(), method)) {
    judgement.violated(fmt::format("405 to {} with an Allow that lists {}", method, method),
                       {fmt::format("Allow without {}", method)},
                       row_text(judgement, HeaderName::allow), judgement.row(HeaderName::allow));
  }
}

void allow_of_405_to_message(Judgement& judgement) {
  if (judgement.message().status() == 405 && answers_message(judgement)) {
    allow_of_405(judgement);
  }
}

void allow_of_405_to_other(Judgement& judgement) {
  if (judgement.message().status() == 405 && !answers_message(judgement)) {
    allow_of_405(judgement);
  }
}

bool names_what_is_accepted(const stack::Message& message) {
  return message.has(HeaderName::accept) || message.has(HeaderName::accept_encoding) ||
         message.has(HeaderName::accept_language);
}

void accept_of_415_to_message(Judgement& judgement) {
  if (judgement.message().status() == 415 && answers_message(judgement) &&
      !names_what_is_accepted(judgement.message())) {
    judgement.violated("415 without Accept",
                       {"415 with Accept (or Accept-Encoding, Accept-Language)"},
                       "none of Accept, Accept-Encoding, Accept-Language", judgement.start_line());
  }
}

void accept_of_415_by_cause(Judgement& judgement) {
  if (judgement.message().status() != 415 || judgement.request() == nullptr) {
    return;
  }
  const bool named = names_what_is_accepted(judgement.message());
  if (!answers_message(judgement) && !named) {
    must_hold(judgement, HeaderName::accept);
    return;
  }
  // With a type that every implementation accepts, the encoding is what was refused.
  const auto type = stack::content_type(judgement.request()->message);
  const bool plain = type && same_token(type->type, "text") && same_token(type->subtype, "plain");
  if (named && plain && judgement.request()->message.has(HeaderName::content_encoding)) {
    must_hold(judgement, HeaderName::accept_encoding);
  }
}

std::vector<std::string> tokens(const stack::Message& message, HeaderName name) {
  std::vector<std::string> all;
  for (stack::ListCursor cursor(message, name); auto element = cursor.next();) {
    all.emplace_back(*element);
  }
  return all;
}

void unsupported_of_420(Judgement& judgement) {
  if (judgement.message().status() != 420 || judgement.request() == nullptr) {
    return;
  }
  must_hold(judgement, HeaderName::unsupported);
  const stack::Message& request = judgement.request()->message;
  for (const std::string& tag : tokens(judgement.message(), HeaderName::unsupported)) {
    if (!stack::list_contains(request, HeaderName::require, tag) &&
        !stack::list_contains(request, HeaderName::proxy_require, tag)) {
      judgement.violated(
          fmt::format("Unsupported names {}, which the request did not require", shown(tag)),
          {"Unsupported with options of the request's Require only"},
          row_text(judgement, HeaderName::unsupported), judgement.row(HeaderName::unsupported));
      return;
    }
  }
}

constexpr Rule rules[] = {
    {{"no-contact-in-2xx", "RFC3428-7-05", Scope::response}, no_contact_in_2xx},
    {{"no-contact-in-1xx", "RFC3428-9-07", Scope::response}, no_contact_in_1xx},
    {{"no-body-in-2xx", "RFC3428-7-03", Scope::response}, no_body_in_2xx},
    {{"no-accept-in-2xx", "RFC3428-9-04", Scope::response}, no_accept_in_2xx},
    {{"no-record-route", "RFC3428-9-15", Scope::response}, no_record_route},
    {{"no-alert-info", "RFC3428-9-06", Scope::response}, no_alert_info},
    {{"no-request-field-in-response", "RFC3261-20-01", Scope::response}, no_request_fields},
    {{"field-fits-status", "RFC3261-20-03", Scope::response}, no_field_of_other_status},
    {{"retry-after-status", "RFC3428-9-19", Scope::response}, retry_after_status},
    {{"no-unasked-extension", "RFC3261-8.2.4-01", Scope::response}, no_unasked_extension},
    {{"redirect-contact", "RFC3428-9-08", Scope::response}, redirect_has_contact},
    {{"message-challenge", "RFC3428-9-17", Scope::response}, challenge_for_message},
    {{"challenge-401", "RFC3261-22.2-01", Scope::response}, challenge_401},
    {{"challenge-407", "RFC3261-22.3-03", Scope::response}, challenge_407},
    {{"message-405-allow", "RFC3428-9-10", Scope::response}, allow_of_405_to_message},
    {{"405-allow", "RFC3261-8.2.1-01", Scope::response}, allow_of_405_to_other},
    {{"message-415-accept", "RFC3428-7-11", Scope::response}, accept_of_415_to_message},
    {{"415-by-cause", "RFC3261-8.2.3-02", Scope::response}, accept_of_415_by_cause},
    {{"420-unsupported", "RFC3261-8.2.2.3-01", Scope::response}, unsupported_of_420},
};

}  // namespace

std::span<const Rule> presence_rules() {
  return rules;
}

}  // namespace sipspec::harness
