#include "harness/engine/case_run.hpp"

#include "harness/engine/case_state.hpp"
#include "harness/engine/expect_judge.hpp"
#include "harness/engine/receiver.hpp"
#include "harness/engine/sender.hpp"
#include "harness/engine/step_runner.hpp"
#include "harness/engine/time_value.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

std::string to_string(const Variant& variant) {
  return fmt::format("transport={} ip={}", stack::to_string(variant.transport), variant.ip_version);
}

namespace {

/// "A stream stays open for some time after the last message on it."
constexpr std::string_view open_stream_requirement = "RFC3261-18-02";

}  // namespace

/// Feeds events into the parts, then lets the steps go on as far as they can.
class CaseRun::Impl {
 public:
  Impl(const Scenario& scenario, CaseEnvironment environment, CaseObserver observer)
      : scenario_(&scenario),
        environment_(std::move(environment)),
        observer_(std::move(observer)) {}

  void start(stack::TimePoint now) {
    parts_ = std::make_unique<Parts>(*scenario_, environment_, observer_, now);
    auto checks = compile_checks(*scenario_);
    if (!checks) {
      parts_->steps.author_error(checks.error());
      return;
    }
    parts_->steps.start(*std::move(checks));
    advance();
  }

  void datagram(stack::TimePoint at, std::uint32_t actor, const stack::Address& from,
                std::string octets) {
    if (!live() || actor >= environment_.actors.size()) {
      return;
    }
    move_to(at);
    parts_->receiver.take(at, actor, from, 0, std::move(octets));
    advance();
  }

  void stream_data(stack::TimePoint at, ConnectionId connection, std::string_view octets) {
    if (!live()) {
      return;
    }
    move_to(at);
    // RFC 7118 section 5: over WebSocket each unit that arrives is one message.
    take_units(at, connection,
               stack::is_message_oriented(state().environment.variant.transport)
                   ? std::vector{std::string(octets)}
                   : state().streams.data(connection, octets));
    advance();
  }

  void stream_event(stack::TimePoint at, ConnectionId connection, StreamEvent event,
                    const stack::Address& peer, std::uint32_t actor) {
    if (!live() || actor >= environment_.actors.size()) {
      return;
    }
    move_to(at);
    judge_close(event, connection);
    take_units(at, connection, state().streams.event(connection, event, peer, actor));
    note_event(at, event, actor);
    follow(event, connection);
    advance();
  }

  void unreachable(stack::TimePoint at, std::uint32_t actor) {
    if (!live() || actor >= environment_.actors.size()) {
      return;
    }
    move_to(at);
    if (!state().unreachable_at) {
      state().unreachable_at = at;
    }
    state().findings.note(at, state().actor_name(actor), "unreachable");
    advance();
  }

  void delivery(stack::TimePoint at, std::string_view text) {
    if (!live()) {
      return;
    }
    move_to(at);
    state().shown.push_back({.at = at, .text = std::string(text)});
    state().findings.note(at, reports::device_lifeline, "shown to the user");
    advance();
  }

  void time(stack::TimePoint now) {
    if (!live()) {
      return;
    }
    move_to(now);
    parts_->sender.retransmit();
    advance();
  }

  void abort(stack::TimePoint now, reports::Verdict verdict, const std::string& reason) {
    if (!live()) {
      return;
    }
    move_to(now);
    parts_->steps.abort(verdict, reason);
    advance();
  }

  stack::Deadline next_deadline() const {
    if (!live()) {
      return std::nullopt;
    }
    return stack::earliest(
        stack::earliest(parts_->state.clients.next_deadline(), parts_->sender.next_deadline()),
        parts_->steps.next_deadline());
  }

  std::vector<Action> take_actions() {
    return parts_ ? std::exchange(parts_->state.actions, {}) : std::vector<Action>();
  }

  bool finished() const { return finished_; }

  std::string waiting_for(stack::TimePoint now) const {
    return live() ? parts_->steps.waiting_for(now) : std::string();
  }

  const reports::CaseResult& result() const { return result_; }

 private:
  /// Everything that a started case consists of; stays where it is, the parts point to each other.
  struct Parts {
    Parts(const Scenario& scenario, const CaseEnvironment& environment,
          const CaseObserver& observer, stack::TimePoint now)
        : state(scenario, environment, observer, now),
          sender(state),
          receiver(state, sender),
          steps(state, sender, receiver) {}

    CaseState state;
    Sender sender;
    Receiver receiver;
    StepRunner steps;
  };

  bool live() const { return parts_ != nullptr && !finished_; }

  CaseState& state() { return parts_->state; }

  void move_to(stack::TimePoint at) { state().now = std::max(state().now, at); }

  void take_units(stack::TimePoint at, ConnectionId connection, std::vector<std::string> units) {
    const stack::Address peer = state().streams.peer(connection);
    for (std::string& octets : units) {
      parts_->receiver.take(at, state().streams.actor(connection), peer, connection,
                            std::move(octets));
    }
  }

  /// RFC 3261 18: a stream that has served stays open for a while. Not held against a device that
  /// was given something invalid on it: then closing may be the right answer.
  void judge_close(StreamEvent event, ConnectionId connection) {
    const bool by_device =
        event == StreamEvent::closed_by_peer || event == StreamEvent::reset_by_peer;
    if (!by_device || !state().streams.is_open(connection)) {
      return;
    }
    const Observed* last = nullptr;
    for (const Observed& message : state().recorder.exchange().messages()) {
      if (message.connection != connection) {
        continue;
      }
      if (message.deliberate) {
        return;
      }
      last = &message;
    }
    if (last != nullptr && last->sender == Side::device && last->message.is_response()) {
      const RuleFinding found{.requirement = std::string(open_stream_requirement),
                              .rule = "stream-stays-open",
                              .message = "the device closed the connection after its answer",
                              .expected = {"the connection stays open for some time"},
                              .actual = event == StreamEvent::reset_by_peer ? "reset" : "closed",
                              .observed = last->index};
      state().findings.rule_finding(last, found);
    }
  }

  void follow(StreamEvent event, ConnectionId connection) {
    if (event == StreamEvent::opened) {
      parts_->sender.opened(connection);
    } else if (event == StreamEvent::closed_by_peer || event == StreamEvent::reset_by_peer) {
      parts_->sender.move_from(connection);
    }
  }

  void note_event(stack::TimePoint at, StreamEvent event, std::uint32_t actor) {
    static constexpr std::string_view texts[] = {
        "connection opened", "connection refused by the device", "connection from the device",
        "connection closed by the device", "connection reset by the device"};
    state().findings.note(at, state().actor_name(actor),
                          std::string(texts[static_cast<std::size_t>(event)]));
  }

  void advance() {
    parts_->steps.run();
    if (parts_->steps.finished() && !finished_) {
      finished_ = true;
      result_ = parts_->steps.result();
    }
  }

  const Scenario* scenario_;
  CaseEnvironment environment_;
  CaseObserver observer_;
  std::unique_ptr<Parts> parts_;
  bool finished_ = false;
  reports::CaseResult result_;
};

CaseRun::CaseRun(const Scenario& scenario, CaseEnvironment environment, CaseObserver observer)
    : impl_(std::make_unique<Impl>(scenario, std::move(environment), std::move(observer))) {}

CaseRun::~CaseRun() = default;
CaseRun::CaseRun(CaseRun&&) noexcept = default;
CaseRun& CaseRun::operator=(CaseRun&&) noexcept = default;

void CaseRun::start(stack::TimePoint now) {
  impl_->start(now);
}

void CaseRun::on_datagram(stack::TimePoint at, std::uint32_t actor, const stack::Address& from,
                          std::string octets) {
  impl_->datagram(at, actor, from, std::move(octets));
}

void CaseRun::on_stream_data(stack::TimePoint at, ConnectionId connection,
                             std::string_view octets) {
  impl_->stream_data(at, connection, octets);
}

void CaseRun::on_stream_event(stack::TimePoint at, ConnectionId connection, StreamEvent event,
                              const stack::Address& peer, std::uint32_t actor) {
  impl_->stream_event(at, connection, event, peer, actor);
}

void CaseRun::on_unreachable(stack::TimePoint at, std::uint32_t actor) {
  impl_->unreachable(at, actor);
}

void CaseRun::on_delivery(stack::TimePoint at, std::string_view text) {
  impl_->delivery(at, text);
}

void CaseRun::on_time(stack::TimePoint now) {
  impl_->time(now);
}

// By value in the seam, so that a driver may hand over a text it has just made.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void CaseRun::abort(stack::TimePoint now, reports::Verdict verdict, std::string reason) {
  impl_->abort(now, verdict, reason);
}

stack::Deadline CaseRun::next_deadline() const {
  return impl_->next_deadline();
}

std::vector<Action> CaseRun::take_actions() {
  return impl_->take_actions();
}

bool CaseRun::finished() const {
  return impl_->finished();
}

std::string CaseRun::waiting_for(stack::TimePoint now) const {
  return impl_->waiting_for(now);
}

const reports::CaseResult& CaseRun::result() const {
  return impl_->result();
}

}  // namespace sipspec::harness
