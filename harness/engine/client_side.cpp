#include "harness/engine/client_side.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

/// What a response without a readable status counts as: final, and nobody's success.
constexpr int unreadable_status = 500;

bool is_status(int status) {
  return status >= 100 && status < 700;
}

}  // namespace

void ClientSide::start(stack::TimePoint now, const Observed& request) {
  const bool invite = request.message.method() == "INVITE";
  if (invite) {
    clients_.emplace(request.index, stack::InviteClient(now, request.transport, timers_));
  } else {
    clients_.emplace(request.index, stack::NonInviteClient(now, request.transport, timers_));
  }
  runs_.push_back({.request = request.index, .name = invite ? "Timer B" : "Timer F", .start = now});
}

ClientSide::Reaction ClientSide::on_response(stack::TimePoint now, std::uint32_t request,
                                             const Observed& response) {
  const auto client = clients_.find(request);
  if (client == clients_.end()) {
    return Reaction::none;
  }
  const int status = response.message.status();
  const int counted = is_status(status) ? status : unreadable_status;
  Reaction reaction = Reaction::none;
  auto* invite = std::get_if<stack::InviteClient>(&client->second);
  if (invite == nullptr) {
    std::get<stack::NonInviteClient>(client->second).on_response(now, counted);
  } else {
    using Action = stack::InviteClient::Action;
    const Action action = invite->on_response(now, counted);
    const bool due = action == Action::acknowledge || action == Action::ack_and_deliver;
    reaction = due ? Reaction::acknowledge : Reaction::none;
  }
  // Timer B stops with the first response of any kind (17.1.1.2).
  if (invite != nullptr || status < 100 || status >= 200) {
    end_timer(request, now, TimerRun::End::stopped);
  }
  return reaction;
}

template <class Client>
void ClientSide::run(std::uint32_t request, Client& client, stack::TimePoint now,
                     std::vector<std::uint32_t>& due) {
  while (client.next_deadline().value_or(stack::TimePoint::max()) <= now) {
    const auto action = client.on_time(now);
    if (action == Client::Action::transmit) {
      due.push_back(request);
    } else if (action == Client::Action::timeout) {
      end_timer(request, now, TimerRun::End::fired);
    }
  }
}

std::vector<std::uint32_t> ClientSide::on_time(stack::TimePoint now) {
  std::vector<std::uint32_t> due;
  for (auto& entry : clients_) {
    std::visit([&](auto& client) { run(entry.first, client, now, due); }, entry.second);
  }
  return due;
}

stack::Deadline ClientSide::next_deadline() const {
  stack::Deadline next;
  for (const auto& [request, client] : clients_) {
    next = stack::earliest(next,
                           std::visit([](const auto& one) { return one.next_deadline(); }, client));
  }
  return next;
}

std::vector<TimerRun> ClientSide::runs(stack::TimePoint now) const {
  std::vector<TimerRun> out = runs_;
  for (TimerRun& run : out) {
    run.end = run.how == TimerRun::End::cut ? now : run.end;
  }
  return out;
}

void ClientSide::end_timer(std::uint32_t request, stack::TimePoint now, TimerRun::End how) {
  for (TimerRun& run : runs_) {
    if (run.request == request && run.how == TimerRun::End::cut) {
      run.end = now;
      run.how = how;
    }
  }
}

}  // namespace sipspec::harness
