// Content-Length against the octets that came, and what a body needs (RFC 3261 20.14, 18.3, 7.4).

#include "harness/monitor/rule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {
namespace {

using stack::HeaderName;

std::size_t octets_after_header(const stack::Message& message) {
  return message.bytes().size() - message.header_section().size();
}

bool is_websocket(const Judgement& judgement) {
  return judgement.is_stream() && stack::is_message_oriented(judgement.seen().transport);
}

bool lacks_length(const Judgement& judgement) {
  return judgement.message().kind() != stack::StartLineKind::unreadable &&
         !judgement.message().has(HeaderName::content_length);
}

void length_present_on_datagram(Judgement& judgement) {
  if (!judgement.is_stream() && lacks_length(judgement)) {
    judgement.violated("Content-Length is missing", {"a Content-Length header field"},
                       "none in the message", judgement.start_line());
  }
}

void length_present_on_stream(Judgement& judgement) {
  // RFC 7118 section 5: WebSocket needs none.
  if (!stack::is_message_oriented(judgement.seen().transport) && lacks_length(judgement)) {
    judgement.violated(fmt::format("Content-Length is missing over {}",
                                   stack::via_name(judgement.seen().transport)),
                       {"a Content-Length header field"}, "none in the message",
                       judgement.start_line());
  }
}

bool ends_in_header(const stack::Message& message) {
  return std::ranges::any_of(message.defects(), [](const stack::Defect& defect) {
    return defect.code == stack::DefectCode::blank_line_missing;
  });
}

/// Octets after the body: another message, or the rest of one.
void one_message_a_websocket_message(Judgement& judgement) {
  if (!is_websocket(judgement)) {
    return;
  }
  const stack::Message& message = judgement.message();
  const auto declared = message.content_length();
  const std::size_t present = octets_after_header(message);
  if (declared && *declared < present) {
    judgement.violated("a WebSocket message holds more than one SIP message",
                       {"one SIP message in each WebSocket message"},
                       fmt::format("{} octets behind the message", present - *declared),
                       judgement.of(message.trailing()));
  } else if (ends_in_header(message) || (declared && *declared > present)) {
    judgement.violated("a WebSocket message holds a part of a SIP message",
                       {"one whole SIP message in each WebSocket message"},
                       declared
                           ? fmt::format("Content-Length: {}, {} octets follow", *declared, present)
                           : std::string("it ends in the header section"),
                       judgement.start_line());
  }
}

void length_zero_without_body(Judgement& judgement) {
  const auto declared = judgement.message().content_length();
  if (declared && *declared > 0 && octets_after_header(judgement.message()) == 0 &&
      !is_websocket(judgement)) {
    judgement.violated("Content-Length announces a body that is not there", {"Content-Length: 0"},
                       fmt::format("Content-Length: {}, no body", *declared),
                       judgement.row(HeaderName::content_length));
  }
}

void length_equals_body(Judgement& judgement) {
  const auto declared = judgement.message().content_length();
  const std::size_t present = octets_after_header(judgement.message());
  // On a stream the octets after the body belong to the next message.
  const bool differs = declared && present > 0 && !is_websocket(judgement) &&
                       (*declared > present || (!judgement.is_stream() && *declared < present));
  if (differs) {
    judgement.violated("Content-Length differs from the body",
                       {fmt::format("Content-Length: {}", present)},
                       fmt::format("Content-Length: {}, {} octets follow", *declared, present),
                       judgement.row(HeaderName::content_length));
  }
}

void body_has_type(Judgement& judgement) {
  const stack::Message& message = judgement.message();
  const bool message_request = message.is_request() && message.method() == "MESSAGE";
  // A body that must not be there at all is reported as that.
  const bool forbidden = message.is_response() && message.status() / 100 == 2 &&
                         judgement.request_method() == "MESSAGE";
  if (!message_request && !forbidden && !message.body().empty() &&
      !message.has(HeaderName::content_type)) {
    judgement.violated("a body without Content-Type", {"a Content-Type header field"},
                       fmt::format("{} octets of body, no Content-Type", message.body().size()),
                       judgement.of(message.body()));
  }
}

void message_body_has_type(Judgement& judgement) {
  const stack::Message& message = judgement.message();
  if (message.method() == "MESSAGE" && !message.body().empty() &&
      !message.has(HeaderName::content_type)) {
    judgement.violated("a MESSAGE body without Content-Type", {"a Content-Type header field"},
                       fmt::format("{} octets of body, no Content-Type", message.body().size()),
                       judgement.of(message.body()));
  }
}

void no_transfer_encoding(Judgement& judgement) {
  if (const stack::HeaderField* field = judgement.message().find("Transfer-Encoding")) {
    judgement.violated("Transfer-Encoding is not a SIP header field", {"no Transfer-Encoding"},
                       std::string(judgement.message().row(*field)),
                       {field->value_offset, field->value_length});
  }
}

constexpr Rule rules[] = {
    {{"content-length-datagram", "RFC3261-20.14-02", Scope::any_message},
     length_present_on_datagram},
    {{"one-in-a-websocket-message", "RFC7118-5-02", Scope::any_message},
     one_message_a_websocket_message},
    {{"content-length-stream", "RFC3428-9-12", Scope::any_message}, length_present_on_stream},
    {{"content-length-no-body", "RFC3261-20.14-01", Scope::any_message}, length_zero_without_body},
    {{"content-length-value", "RFC3261-20.14-03", Scope::any_message}, length_equals_body},
    {{"body-type", "RFC3261-7.4.1-01", Scope::any_message}, body_has_type},
    {{"message-body-type", "RFC3428-9-13", Scope::request}, message_body_has_type},
    {{"no-transfer-encoding", "RFC3261-7.4.2-01", Scope::any_message}, no_transfer_encoding},
};

}  // namespace

std::span<const Rule> length_rules() {
  return rules;
}

}  // namespace sipspec::harness
