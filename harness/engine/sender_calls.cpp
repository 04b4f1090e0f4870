// What the harness sends by itself for the sake of an INVITE: the ACK, and the end of the call.

#include "harness/engine/request_maker.hpp"
#include "harness/engine/sender.hpp"
#include "stack/dialog/offer_answer.hpp"
#include "stack/message/builder.hpp"
#include "stack/transaction/ack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

/// Octets of a request in the dialog of that INVITE; "" when there is none.
std::string Sender::in_dialog(const Sent& invite, std::string_view method, std::string_view body) {
  const auto part = state_->calls.request(invite.step->id, method);
  if (!part) {
    return {};
  }
  const stack::Address& local = state_->local(invite.actor);
  auto made = stack::MessageBuilder::request(method, part->uri);
  made.add(
      "Via",
      fmt::format("SIP/2.0/{} {};branch={}", stack::via_name(state_->environment.variant.transport),
                  stack::to_string(local), fresh_identifiers(state_->random, local).branch));
  for (const auto& [name, value] : part->rows) {
    made.add(name, value);
  }
  if (!body.empty()) {
    made.body(body, stack::session_type);
  }
  return made.serialize();
}

void Sender::follow_invite(std::uint32_t response, ClientSide::Reaction reaction) {
  const std::int32_t answers = state_->recorder.at(response).answers;
  const auto sent = std::ranges::find(
      state_->sent, answers, [](const Sent& one) { return static_cast<std::int32_t>(one.index); });
  if (sent == state_->sent.end() || state_->recorder.at(sent->index).message.method() != "INVITE") {
    return;
  }
  if (reaction == ClientSide::Reaction::acknowledge) {
    send_own(*sent, stack::ack_for(state_->recorder.at(sent->index).message,
                                   state_->recorder.at(response).message));
  } else if (state_->recorder.at(response).message.status() / 100 == 2) {
    follow_success(*sent, response);
  }
}

void Sender::follow_success(Sent& invite, std::uint32_t response) {
  const stack::Message& asked = state_->recorder.at(invite.index).message;
  const stack::Message& success = state_->recorder.at(response).message;
  state_->calls.established(invite.step->id, asked, success,
                            device_uri(state_->actors[invite.actor].parties));
  const bool automatic = invite.step->transaction == Transaction::automatic &&
                         invite.step->ack == Transaction::automatic;
  if (!automatic) {
    return;
  }
  if (invite.ack.empty()) {
    // Without an offer in the INVITE the 2xx has it, and the ACK the answer (RFC 3261 13.2.2.4).
    const bool answers = asked.body().empty() && !success.body().empty();
    const std::string answer =
        answers ? stack::session_answer(success.body(), state_->local(invite.actor))
                : std::string();
    invite.ack = in_dialog(invite, "ACK", answer);
  }
  if (!invite.ack.empty()) {
    send_own(invite, invite.ack);
  }
}

void Sender::send_own(const Sent& sent, const std::string& octets) {
  Observed own =
      state_->observed(sent.actor, Side::harness, octets, sent.step->id, sent.connection);
  own.deliberate = state_->recorder.at(sent.index).deliberate;
  const Observed& kept = state_->recorder.sent(std::move(own));
  state_->findings.message(kept, sent.step->actor);
  put(sent.actor, state_->environment.device, sent.connection, octets);
}

void Sender::hang_up() {
  for (const std::string& step : state_->calls.open()) {
    if (const Sent* invite = state_->find_sent(step)) {
      state_->findings.note(state_->now, invite->step->actor, "BYE, to end the call of the case");
      put(invite->actor, state_->environment.device, invite->connection,
          in_dialog(*invite, "BYE", ""));
    }
  }
}

}  // namespace sipspec::harness
