#include "harness/engine/responder.hpp"

#include "harness/engine/text_tools.hpp"
#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

using stack::MessageBuilder;

constexpr std::size_t tag_length = 10;
constexpr std::uint16_t default_port = 5060;
constexpr std::string_view allowed_methods = "MESSAGE, OPTIONS";

/// RFC 3261 18.2.1 and RFC 3581 4: the server notes in the topmost Via where the request came from.
void note_source(MessageBuilder& response, const Observed& request) {
  const auto via = stack::top_via(request.message);
  const stack::HeaderField* row = request.message.find(stack::HeaderName::via);
  if (!via || row == nullptr) {
    return;
  }
  const auto rport = via->parameters.find("rport");
  const bool asks_port = rport && rport->value.empty();
  const bool elsewhere = stack::sip_host(request.source) != via->host;
  std::string element(via->raw);
  if (asks_port && rport->name.data() >= via->raw.data()) {
    const auto at = static_cast<std::size_t>(rport->name.data() - via->raw.data());
    const std::size_t length = rport->has_value ? rport->name.size() + 1 : rport->name.size();
    element.replace(at, length, fmt::format("rport={}", request.source.port));
  }
  if ((asks_port || elsewhere) && via->received().empty()) {
    element += fmt::format(";received={}", request.source.ip);
  }
  std::string value(request.message.value(*row));
  value.replace(0, via->raw.size(), element);
  response.set("Via", value);
}

MessageBuilder start_response(const Observed& request, int status, std::string_view reason,
                              Random& random) {
  const std::string tag = status == 100 ? std::string() : random.token(tag_length);
  auto response = MessageBuilder::response_to(request.message, status, reason, tag);
  note_source(response, request);
  return response;
}

void apply(MessageBuilder& response, const FieldEdit& edit, std::string_view value) {
  switch (edit.kind) {
    case FieldEdit::Kind::add:
      response.add(edit.name, value);
      return;
    case FieldEdit::Kind::add_first:
      response.add_first(edit.name, value);
      return;
    case FieldEdit::Kind::set:
      response.set(edit.name, value);
      return;
    case FieldEdit::Kind::remove:
      response.remove(edit.name);
      return;
    case FieldEdit::Kind::raw_row:
      response.raw_row(value.ends_with('\n') ? std::string(value) : std::string(value) + "\r\n");
      return;
  }
}

}  // namespace

std::string automatic_response(const Observed& request, Random& random) {
  const std::string_view method = request.message.method();
  if (method == "ACK") {
    return {};
  }
  const bool known = method == "MESSAGE" || method == "OPTIONS" || method == "BYE";
  const int status = known ? 200 : 405;
  auto response = start_response(request, status, stack::default_reason(status), random);
  if (method != "MESSAGE") {
    response.add("Allow", allowed_methods);
  }
  return response.serialize();
}

StepResult<std::string> written_response(const RespondStep& step, const Observed& request,
                                         const Lookup& lookup, Random& random) {
  const std::string_view reason =
      step.reason.empty() ? stack::default_reason(step.status) : std::string_view(step.reason);
  auto response = start_response(request, step.status, reason, random);
  if (step.body) {
    auto body = make_body(*step.body, lookup, random);
    if (!body) {
      return body.error();
    }
    if (step.body->content_type.empty()) {
      response.body(*body);
    } else {
      response.body(*body, step.body->content_type);
    }
  }
  bool own_length = false;
  for (const FieldEdit& edit : step.edits) {
    const auto value = expand(edit.value, lookup, random, Escapes::decode);
    if (!value) {
      return StepError{.place = edit.place, .sentence = value.error().sentence};
    }
    apply(response, edit, *value);
    own_length = own_length || stack::header_name(edit.name) == stack::HeaderName::content_length;
  }
  return response.serialize(own_length ? stack::ContentLength::as_given
                                       : stack::ContentLength::computed);
}

stack::Address response_target(const Observed& request) {
  const auto via = stack::top_via(request.message);
  if (!via || via->parameters.has("rport")) {
    return request.source;
  }
  return {.ip = request.source.ip, .port = via->port.value_or(default_port)};
}

bool is_background_method(std::string_view method) {
  static constexpr std::array<std::string_view, 5> methods = {"OPTIONS", "REGISTER", "NOTIFY",
                                                              "SUBSCRIBE", "PUBLISH"};
  return std::ranges::find(methods, method) != methods.end();
}

}  // namespace sipspec::harness
