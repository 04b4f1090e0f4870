#include "stack/message/fields.hpp"
#include "stack/message/message.hpp"
#include "stack/message/uri.hpp"
#include "tests/bench/parser/peer.hpp"

namespace sipspec::bench {

namespace {

std::size_t size_of(const std::optional<stack::NameAddr>& address) {
  if (!address) {
    return 0;
  }
  const auto uri = stack::parse_uri(address->uri);
  return address->tag().size() + (uri ? uri->host.size() : 0);
}

}  // namespace

// Everything that the others have decoded after their parse, and the body.
std::optional<std::size_t> parse_with_sipspec(std::string_view octets) {
  using stack::HeaderName;
  const stack::Message message = stack::Message::parse(octets);
  if (message.kind() == stack::StartLineKind::unreadable) {
    return std::nullopt;
  }
  std::size_t sum = message.body().size() + message.content_length().value_or(0);
  if (message.is_request()) {
    const auto uri = stack::parse_uri(message.request_uri());
    sum += uri ? uri->host.size() : 0;
  }
  if (const auto via = stack::top_via(message)) {
    sum += via->branch().size() + via->host.size();
  }
  sum += size_of(stack::from(message)) + size_of(stack::to(message));
  sum += stack::call_id(message).size();
  if (const auto cseq = stack::cseq(message)) {
    sum += cseq->number;
  }
  if (const auto hops = stack::parse_number(message.value_of(HeaderName::max_forwards))) {
    sum += *hops;
  }
  if (const auto type = stack::content_type(message)) {
    sum += type->subtype.size();
  }
  return sum;
}

}  // namespace sipspec::bench
