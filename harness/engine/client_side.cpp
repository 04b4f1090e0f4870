#include "harness/engine/client_side.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

using Action = stack::NonInviteClient::Action;
/// What a response without a readable status counts as: final, and nobody's success.
constexpr int unreadable_status = 500;

bool is_status(int status) {
  return status >= 100 && status < 700;
}

}  // namespace

void ClientSide::start(stack::TimePoint now, const Observed& request) {
  clients_.emplace(request.index, stack::NonInviteClient(now, request.transport, timers_));
  runs_.push_back({.request = request.index, .start = now});
}

void ClientSide::on_response(stack::TimePoint now, std::uint32_t request,
                             const Observed& response) {
  const auto client = clients_.find(request);
  if (client == clients_.end()) {
    return;
  }
  const int status = response.message.status();
  client->second.on_response(now, is_status(status) ? status : unreadable_status);
  if (status < 100 || status >= 200) {
    end_timer(request, now, TimerRun::End::stopped);
  }
}

std::vector<std::uint32_t> ClientSide::on_time(stack::TimePoint now) {
  std::vector<std::uint32_t> due;
  for (auto& [request, client] : clients_) {
    while (client.next_deadline().value_or(stack::TimePoint::max()) <= now) {
      const Action action = client.on_time(now);
      if (action == Action::transmit) {
        due.push_back(request);
      } else if (action == Action::timeout) {
        end_timer(request, now, TimerRun::End::fired);
      }
    }
  }
  return due;
}

stack::Deadline ClientSide::next_deadline() const {
  stack::Deadline next;
  for (const auto& [request, client] : clients_) {
    next = stack::earliest(next, client.next_deadline());
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
