#include "harness/engine/receiver.hpp"

#include "harness/engine/responder.hpp"
#include "stack/transaction/matching.hpp"

#include <algorithm>

namespace sipspec::harness {

void Receiver::take(stack::TimePoint at, std::uint32_t actor, const stack::Address& from,
                    ConnectionId connection, std::string octets) {
  if (is_keep_alive(octets)) {
    state_->findings.note(at, state_->actor_name(actor), "keep-alive from the device");
    return;
  }
  Observed message = state_->observed(actor, Side::device, std::move(octets), "", connection);
  message.at = at;
  message.source = from;
  const Observed* kept = state_->recorder.received(std::move(message), actor);
  if (kept == nullptr) {
    return;
  }
  state_->findings.message(*kept, state_->actor_name(actor));
  state_->inbox.push_back({.index = kept->index, .actor = actor});
  if (kept->answers >= 0) {
    on_response(*kept);
  } else if (kept->message.is_request()) {
    on_request(state_->inbox.back(), *kept);
  }
}

void Receiver::take_unfinished() {
  for (auto& [connection, octets] : state_->streams.unfinished()) {
    take(state_->now, state_->streams.actor(connection), state_->streams.peer(connection),
         connection, std::move(octets));
  }
}

void Receiver::on_response(const Observed& response) {
  const auto request = static_cast<std::uint32_t>(response.answers);
  const bool unreadable = !response.message.is_response();
  const bool provisional = response.message.status() >= 100 && response.message.status() < 200;
  const auto reaction = state_->clients.on_response(state_->now, request, response);
  if (unreadable || !provisional) {
    state_->recorder.answered(request);
  }
  sender_->follow_invite(response.index, reaction);
}

void Receiver::on_request(Arrival& arrival, const Observed& request) {
  if (is_retransmission(request)) {
    arrival.taken = true;
    return;
  }
  arrival.background = is_background_method(request.message.method());
  if (!is_awaited(request, arrival.actor)) {
    arrival.taken = arrival.background || request.message.method() == "ACK";
    sender_->respond_automatically(request.index);
  }
}

bool Receiver::is_retransmission(const Observed& request) {
  const auto key = stack::server_key(request.message);
  if (!key) {
    return false;
  }
  const auto [former, is_new] = transactions_.try_emplace(*key, request.index);
  if (!is_new) {
    sender_->respond_again(former->second);
  }
  return !is_new;
}

bool Receiver::is_awaited(const Observed& request, std::uint32_t actor) const {
  const auto& steps = state_->scenario->steps;
  for (std::size_t i = state_->step; i < steps.size(); ++i) {
    const auto* expect = std::get_if<ExpectStep>(&steps[i]);
    if (expect != nullptr && state_->actor_index(expect->actor) == actor &&
        awaits_request(*expect, request.message)) {
      return true;
    }
  }
  return false;
}

void Receiver::answer_taken(std::uint32_t request, const ExpectStep& step) {
  const auto& steps = state_->scenario->steps;
  const bool written = std::ranges::any_of(steps, [&step](const Step& other) {
    const auto* respond = std::get_if<RespondStep>(&other);
    return respond != nullptr && respond->to == step.id;
  });
  if (!written) {
    sender_->respond_automatically(request);
  }
}

bool awaits_request(const ExpectStep& step, const stack::Message& request) {
  return step.response_to.empty() && request.is_request() &&
         (step.method.empty() || step.method == request.method());
}

bool is_keep_alive(std::string_view octets) {
  return octets.find_first_not_of("\r\n") == std::string_view::npos;
}

}  // namespace sipspec::harness
