#include "harness/engine/calls.hpp"

#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"

namespace sipspec::harness {

namespace {

DialogPart part_of(const stack::MessageBuilder& made) {
  const std::string octets = made.serialize(stack::ContentLength::as_given);
  const auto message = stack::Message::parse(octets);
  DialogPart part;
  part.uri = message.request_uri();
  for (const stack::HeaderField& field : message.header_fields()) {
    part.rows.emplace_back(message.name(field), message.value(field));
  }
  const auto from = stack::from(message);
  const auto cseq = stack::cseq(message);
  part.call_id = stack::call_id(message);
  part.from_tag = from ? std::string(from->tag()) : std::string();
  part.cseq = cseq ? cseq->number : 0;
  return part;
}

}  // namespace

void Calls::established(const std::string& invite_step, const stack::Message& invite,
                        const stack::Message& success, std::string_view target) {
  if (calls_.contains(invite_step)) {
    return;
  }
  auto dialog = stack::Dialog::of_caller(invite, success);
  if (!dialog && !success.has(stack::HeaderName::contact)) {
    auto completed = stack::MessageBuilder::from(success);
    completed.add("Contact", '<' + std::string(target) + '>');
    const std::string octets = completed.serialize();
    dialog = stack::Dialog::of_caller(invite, stack::Message::parse(octets));
  }
  if (dialog) {
    const auto cseq = stack::cseq(invite);
    calls_.emplace(invite_step,
                   Call{.dialog = *std::move(dialog), .number = cseq ? cseq->number : 0});
  }
}

std::optional<DialogPart> Calls::request(std::string_view invite_step, std::string_view method) {
  const auto found = calls_.find(invite_step);
  if (found == calls_.end()) {
    return std::nullopt;
  }
  Call& call = found->second;
  return part_of(method == "ACK" ? call.dialog.ack(call.number) : call.dialog.request(method));
}

void Calls::sent(std::string_view invite_step, const stack::Message& request) {
  const auto found = calls_.find(invite_step);
  if (found == calls_.end()) {
    return;
  }
  if (const auto cseq = stack::cseq(request)) {
    found->second.dialog.note_sent(cseq->number);
  }
  if (request.method() == "BYE") {
    found->second.state = Call::State::ended;
  }
}

std::vector<std::string> Calls::open() const {
  std::vector<std::string> steps;
  for (const auto& [step, call] : calls_) {
    if (call.state == Call::State::open) {
      steps.push_back(step);
    }
  }
  return steps;
}

}  // namespace sipspec::harness
