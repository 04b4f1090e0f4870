#include "stack/agent/invite_side.hpp"

#include "stack/message/fields.hpp"
#include "stack/transaction/matching.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sipspec::stack {
namespace {

/// INVITE transactions kept at once; above it further ones are dropped.
constexpr std::size_t max_calls = 10'000;

std::string to_tag_of(const Message& message) {
  const auto callee = to(message);
  return callee ? std::string(callee->tag()) : std::string();
}

std::uint32_t number_of(const Message& message) {
  const auto sequence = cseq(message);
  return sequence ? sequence->number : 0;
}

}  // namespace

InviteSide::InviteSide(const AgentConfig& config, Fault fault, InviteHost& host,
                       DialogKeeper& dialogs)
    : config_(config), fault_(fault), host_(&host), dialogs_(&dialogs) {}

bool InviteSide::is_merged(const std::string& merge) const {
  return !merge.empty() && std::ranges::any_of(calls_, [&](const auto& row) {
    return row.second.merge_key == merge;
  });
}

void InviteSide::on_invite(TimePoint now, const Message& request, const Origin& origin) {
  const auto key = server_key(request);
  if (!key) {
    return;
  }
  const auto found = calls_.find(*key);
  if (found != calls_.end()) {
    if (found->second.server.on_request() == InviteServer::Action::transmit) {
      send(found->second);
    }
    return;
  }
  if (calls_.size() >= max_calls) {
    return;
  }
  RequestContext context;
  context.transport = origin.transport;
  context.whole = origin.whole;
  const std::string merge = merge_key(request).value_or("");
  context.merged = is_merged(merge);
  context.dialogs = dialogs_;
  const Answer decided = host_->decide(now, request, context);
  if (decided.status == 0) {
    return;
  }
  Call call{InviteServer(now, origin.transport, config_.timers),
            origin,
            host_->way_back(request, origin),
            merge,
            std::string(call_id(request)),
            {},
            number_of(request),
            {}};
  const auto placed = calls_.emplace(*key, std::move(call)).first;
  answer(now, placed->second, request, decided);
}

void InviteSide::answer(TimePoint now, Call& call, const Message& request, const Answer& answer) {
  std::string octets = host_->octets_of(request, call.origin, answer);
  const Message response = Message::parse(octets);
  call.to_tag = to_tag_of(response);
  if (answer.status / 100 == 2) {
    if (auto dialog = Dialog::of_callee(request, response)) {
      // A re-INVITE answers in the dialog that is there.
      if (to_tag_of(request).empty()) {
        dialogs_->add(*std::move(dialog));
      }
    }
    if (!is(Fault::success_sent_once)) {
      call.acceptance.emplace(now, config_.timers);
    }
  }
  call.server.respond(now, answer.status, std::move(octets));
  send(call);
}

bool InviteSide::on_ack(TimePoint now, const Message& ack) {
  const auto key = server_key(ack);
  const auto refused = key ? calls_.find(*key) : calls_.end();
  if (refused != calls_.end()) {
    const bool deaf = is(Fault::refusal_repeated_after_ack);
    if (deaf || refused->second.server.on_ack(now) != InviteServer::Action::deliver) {
      return true;
    }
  }
  bool mine = false;
  for (auto& [id, call] : calls_) {
    if (call.acceptance && call.call_id == call_id(ack) && call.to_tag == to_tag_of(ack) &&
        call.number == number_of(ack)) {
      mine = true;
      if (!is(Fault::success_repeated_after_ack)) {
        call.acceptance->on_ack();
      }
    }
  }
  return mine;
}

bool InviteSide::has(const Message& cancel) const {
  const auto via = top_via(cancel);
  return via && std::ranges::any_of(calls_, [&](const auto& row) {
           const Message answer = Message::parse(row.second.server.last_response());
           const auto own = top_via(answer);
           return own && own->branch() == via->branch() && own->host == via->host;
         });
}

void InviteSide::send(const Call& call) {
  host_->send_back(call.origin, call.destination, std::string(call.server.last_response()));
}

void InviteSide::go_on(TimePoint now, Call& call) {
  while (call.server.next_deadline().value_or(TimePoint::max()) <= now) {
    const bool again = call.server.on_time(now) == InviteServer::Action::transmit;
    if (again && !is(Fault::refusal_sent_once)) {
      send(call);
    }
  }
  while (call.acceptance && call.acceptance->next_deadline().value_or(TimePoint::max()) <= now) {
    if (call.acceptance->on_time(now) == Acceptance::Action::transmit) {
      send(call);
    }
  }
}

void InviteSide::on_time(TimePoint now) {
  for (auto row = calls_.begin(); row != calls_.end();) {
    go_on(now, row->second);
    const bool over = row->second.server.state() == InviteServer::State::terminated;
    row = over ? calls_.erase(row) : std::next(row);
  }
}

Deadline InviteSide::next_deadline() const {
  Deadline next;
  for (const auto& [key, call] : calls_) {
    next = earliest(next, call.server.next_deadline());
    if (call.acceptance) {
      next = earliest(next, call.acceptance->next_deadline());
    }
  }
  return next;
}

}  // namespace sipspec::stack
