#include "harness/monitor/echo.hpp"

#include "harness/monitor/text.hpp"
#include "stack/message/uri.hpp"

namespace sipspec::harness {
namespace {

bool is_free(std::string_view name, ViaPlace place) {
  return place == ViaPlace::topmost && (same_token(name, "received") || same_token(name, "rport"));
}

/// Every parameter of `sent` that is not free stands in `got` with the same value.
bool holds_all(const stack::Parameters& got, const stack::Parameters& sent, ViaPlace place) {
  std::string_view rest = sent.text();
  while (const auto parameter = stack::Parameters::next(rest)) {
    const auto copy = got.find(parameter->name);
    if (!is_free(parameter->name, place) && (!copy || copy->value != parameter->value)) {
      return false;
    }
  }
  return true;
}

/// RFC 3261 20.20: a parameter that only one of them has is left out of the comparison.
bool agree(const stack::Parameters& sent, const stack::Parameters& got) {
  std::string_view rest = sent.text();
  while (const auto parameter = stack::Parameters::next(rest)) {
    const auto copy = got.find(parameter->name);
    const bool tag = same_token(parameter->name, "tag");
    if (!tag && copy && copy->value != parameter->value) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool same_via(const stack::Via& sent, const stack::Via& got, ViaPlace place) {
  return same_token(sent.protocol_name, got.protocol_name) &&
         sent.protocol_version == got.protocol_version &&
         same_token(sent.transport, got.transport) && same_token(sent.host, got.host) &&
         sent.port == got.port && holds_all(got.parameters, sent.parameters, place) &&
         holds_all(sent.parameters, got.parameters, place);
}

bool same_address(std::string_view sent, std::string_view got, EchoedTag tag) {
  const auto a = stack::parse_name_addr(sent);
  const auto b = stack::parse_name_addr(got);
  if (!a || !b) {
    return sent == got;
  }
  const bool same_uri = a->uri == b->uri || stack::uris_equivalent(a->uri, b->uri);
  return same_uri && (tag == EchoedTag::ignored || a->tag() == b->tag()) &&
         agree(a->parameters, b->parameters);
}

bool same_cseq(std::string_view sent, std::string_view got) {
  const auto a = stack::parse_cseq(sent);
  const auto b = stack::parse_cseq(got);
  return a && b && a->number == b->number && a->method == b->method;
}

}  // namespace sipspec::harness
