#include "harness/engine/virtual_run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

constexpr stack::TimePoint first_moment{std::chrono::seconds(1)};
constexpr std::size_t segment_size = 1460;
/// Port from which a mutant answers that is to answer from "another" one.
constexpr std::uint16_t other_port = 16161;

}  // namespace

VirtualRun::VirtualRun(const Scenario& scenario, CaseEnvironment environment, VirtualDevice& device,
                       VirtualNetwork network, CaseObserver observer)
    : environment_(environment),
      device_(&device),
      network_(network),
      case_(scenario, std::move(environment), std::move(observer)),
      start_(first_moment),
      now_(first_moment) {}

void VirtualRun::at(stack::Duration after, std::function<void(CaseRun&)> action) {
  schedule(after, [this, act = std::move(action)] { act(case_); });
}

VirtualOutcome VirtualRun::run() {
  case_.start(now_);
  settle();
  while (!case_.finished() && step()) {
  }
  if (!case_.finished()) {
    case_.abort(now_, reports::Verdict::error,
                "nothing is left to happen, and the case is not over");
  }
  outcome_.result = case_.result();
  if (outcome_.crash_signal != 0) {
    outcome_.result.device_outcome =
        fmt::format("device crashed (signal {})", outcome_.crash_signal);
  }
  outcome_.took = now_ - start_;
  // What the case sent last is under way still: the device hears it, and nobody its answer.
  for (auto event = events_.begin(); event != events_.end(); event = events_.begin()) {
    now_ = event->first;
    events_.extract(event).mapped()();
  }
  return std::move(outcome_);
}

void VirtualRun::schedule(stack::Duration after, Event event) {
  events_.emplace(now_ + after, std::move(event));
}

/// The next moment: everything that arrives at it first, then deadlines.
bool VirtualRun::step() {
  stack::Deadline next = stack::earliest(case_.next_deadline(), device_->next_deadline());
  if (!events_.empty()) {
    next = stack::earliest(next, events_.begin()->first);
  }
  if (!next || *next > start_ + network_.give_up) {
    return false;
  }
  now_ = std::max(now_, *next);
  while (!events_.empty() && events_.begin()->first <= now_ && !case_.finished()) {
    const Event event = std::move(events_.extract(events_.begin()).mapped());
    event();
    settle();
  }
  if (outcome_.crash_signal == 0) {
    device_->on_time(now_);
  }
  case_.on_time(now_);
  settle();
  return true;
}

/// Carries out what both sides want until neither wants anything more at this moment.
void VirtualRun::settle() {
  for (const Action& action : case_.take_actions()) {
    perform(action);
  }
  for (const stack::AgentAction& action : device_->take_actions()) {
    if (outcome_.crash_signal == 0) {
      perform(action);
    }
  }
}

// --- What the harness does -----------------------------------------------------------------------

void VirtualRun::perform(const Action& action) {
  if (const auto* datagram = std::get_if<SendDatagram>(&action)) {
    send_datagram(*datagram);
  } else if (const auto* open = std::get_if<OpenStream>(&action)) {
    open_stream(*open);
  } else if (const auto* data = std::get_if<SendStream>(&action)) {
    send_stream(*data);
  } else if (const auto* close = std::get_if<CloseStream>(&action)) {
    // The agent's seam knows no half-closed connection: it goes on and answers.
    if (close->how != CloseStream::How::half) {
      schedule(network_.latency, [this, connection = close->connection] {
        open_.erase(connection);
        device_->on_stream_closed(now_, device_connection(connection));
      });
    }
  }
}

void VirtualRun::send_datagram(const SendDatagram& action) {
  const bool dead =
      network_.reach == VirtualNetwork::Reach::unreachable || outcome_.crash_signal != 0;
  if (dead) {
    schedule(2 * network_.latency,
             [this, actor = action.actor] { case_.on_unreachable(now_, actor); });
    return;
  }
  schedule(network_.latency, [this, sent = action] {
    if (outcome_.crash_signal == 0) {
      device_->on_datagram(now_, environment_.actors[sent.actor].local, sent.to, sent.octets);
    }
  });
}

/// In segments, as a network would carry it: a device sees large messages come piece by piece.
void VirtualRun::send_stream(const SendStream& action) {
  const std::size_t size = stack::is_message_oriented(environment_.variant.transport)
                               ? action.octets.size()
                               : segment_size;
  for (std::size_t at = 0; at < action.octets.size(); at += size) {
    schedule(network_.latency,
             [this, connection = action.connection, octets = action.octets.substr(at, size)] {
               if (outcome_.crash_signal == 0 && open_.contains(connection)) {
                 device_->on_stream_data(now_, device_connection(connection), octets);
               }
             });
  }
}

void VirtualRun::open_stream(const OpenStream& action) {
  const bool dead =
      network_.reach == VirtualNetwork::Reach::unreachable || outcome_.crash_signal != 0;
  if (dead) {
    schedule(2 * network_.latency, [this, open = action] {
      case_.on_stream_event(now_, open.connection, StreamEvent::refused, open.to, open.actor);
    });
    return;
  }
  schedule(network_.latency, [this, open = action] {
    // A connection leaves from a port of its own, not from the one that Via names.
    stack::Address peer = environment_.actors[open.actor].local;
    peer.port = static_cast<std::uint16_t>(20000U + (open.connection & 0xFFFU));
    open_[open.connection] = open.actor;
    device_->on_stream_opened(now_, open.connection, peer, open.to);
    schedule(network_.latency, [this, open] {
      case_.on_stream_event(now_, open.connection, StreamEvent::opened, open.to, open.actor);
    });
  });
}

// --- What the device does ------------------------------------------------------------------------

void VirtualRun::perform(const stack::AgentAction& action) {
  std::visit([this](const auto& one) { from_device(one); }, action);
}

std::int64_t VirtualRun::actor_at(const stack::Address& address) const {
  const auto found = std::ranges::find(environment_.actors, address, &ActorBinding::local);
  return found == environment_.actors.end() ? -1 : found - environment_.actors.begin();
}

ConnectionId VirtualRun::case_connection(std::uint64_t device_connection) const {
  const auto found = by_device_.find(device_connection);
  return found == by_device_.end() ? device_connection : found->second;
}

std::uint64_t VirtualRun::device_connection(ConnectionId connection) const {
  const auto found = std::ranges::find_if(
      by_device_, [connection](const auto& entry) { return entry.second == connection; });
  return found == by_device_.end() ? connection : found->first;
}

void VirtualRun::from_device(const stack::AgentSendDatagram& action) {
  const std::int64_t actor = actor_at(action.to);
  if (actor < 0) {
    ++outcome_.astray;
    return;
  }
  stack::Address from = action.from;
  from.port = from.port == 0 ? other_port : from.port;
  schedule(network_.latency, [this, actor, from, octets = action.octets] {
    case_.on_datagram(now_, static_cast<std::uint32_t>(actor), from, octets);
  });
}

void VirtualRun::from_device(const stack::AgentSendStream& action) {
  schedule(network_.latency, [this, sent = action] {
    const ConnectionId connection = case_connection(sent.connection);
    if (open_.contains(connection)) {
      case_.on_stream_data(now_, connection, sent.octets);
    }
  });
}

void VirtualRun::from_device(const stack::AgentOpenStream& action) {
  const std::int64_t actor = actor_at(action.to);
  if (actor < 0) {
    device_->on_stream_closed(now_, action.connection);
    return;
  }
  const ConnectionId connection = accepted_connections + by_device_.size();
  by_device_[action.connection] = connection;
  open_[connection] = static_cast<std::uint32_t>(actor);
  schedule(network_.latency, [this, connection, action, actor] {
    case_.on_stream_event(now_, connection, StreamEvent::accepted, environment_.device,
                          static_cast<std::uint32_t>(actor));
    device_->on_stream_opened(now_, action.connection, action.to, environment_.device);
  });
}

void VirtualRun::from_device(const stack::AgentCloseStream& action) {
  const bool reset = action.how == stack::AgentCloseStream::How::reset;
  schedule(network_.latency, [this, connection = case_connection(action.connection), reset] {
    const auto entry = open_.find(connection);
    if (entry != open_.end()) {
      const std::uint32_t actor = entry->second;
      open_.erase(entry);
      case_.on_stream_event(now_, connection,
                            reset ? StreamEvent::reset_by_peer : StreamEvent::closed_by_peer,
                            environment_.device, actor);
    }
  });
}

void VirtualRun::from_device(const stack::AgentDeliver& action) {
  schedule(network_.latency, [this, text = action.text] { case_.on_delivery(now_, text); });
}

/// What the owner of a process would see: the process is gone, and with it its connections.
void VirtualRun::from_device(const stack::AgentCrash& action) {
  outcome_.crash_signal = action.signal;
  schedule(network_.latency, [this] {
    for (const auto& [connection, actor] : std::exchange(open_, {})) {
      case_.on_stream_event(now_, connection, StreamEvent::reset_by_peer, environment_.device,
                            actor);
    }
    case_.abort(now_, reports::Verdict::fail,
                fmt::format("device crashed (signal {})", outcome_.crash_signal));
  });
}

}  // namespace sipspec::harness
