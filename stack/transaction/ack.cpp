#include "stack/transaction/ack.hpp"

#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"

namespace sipspec::stack {

std::string ack_for(const Message& invite, const Message& response) {
  MessageBuilder ack = MessageBuilder::request("ACK", invite.request_uri());
  if (const auto via = top_via(invite)) {
    ack.add("Via", via->raw);
  }
  ack.add("Max-Forwards", "70");
  for (ListCursor routes(invite, HeaderName::route); auto route = routes.next();) {
    ack.add("Route", *route);
  }
  ack.add("From", invite.value_of(HeaderName::from));
  const Message& to_of = response.has(HeaderName::to) ? response : invite;
  ack.add("To", to_of.value_of(HeaderName::to));
  ack.add("Call-ID", call_id(invite));
  if (const auto sequence = cseq(invite)) {
    ack.add("CSeq", std::to_string(sequence->number) + " ACK");
  }
  return ack.serialize();
}

}  // namespace sipspec::stack
