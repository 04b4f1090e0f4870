#include "harness/run/live_case.hpp"

#include "harness/io/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::size_t longest_start_line = 2048;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

bool is_emergency_request(std::string_view octets) {
  // RFC 3261 7.5: empty lines before the start line are passed over.
  octets.remove_prefix(std::min(octets.find_first_not_of("\r\n"), octets.size()));
  const auto line_end = std::min(octets.find_first_of("\r\n"), octets.size());
  const auto line = lower(octets.substr(0, std::min(line_end, longest_start_line)));
  constexpr std::string_view urn = "urn:service:sos";
  return line.find(urn) != std::string::npos;
}

class LiveCase::Impl {
 public:
  Impl(EventLoop& loop, const PlannedCase& planned, CaseEnvironment environment,
       CaseObserver observer, CaseTape* tape, std::function<void()> finished)
      : loop_(loop),
        planned_(planned),
        environment_(std::move(environment)),
        observer_(std::move(observer)),
        tape_(tape),
        finished_(std::move(finished)) {}

  ~Impl() {
    loop_.cancel(timer_);
    *alive_ = false;
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::optional<std::string> start() {
    for (const auto& actor : planned_.scenario->actors) {
      auto endpoint = open_endpoint(loop_, {planned_.target.local_ip, 0}, planned_.target.listen);
      if (!endpoint) {
        return fmt::format("no socket for actor {} on {}: {}", actor.id, planned_.target.local_ip,
                           endpoint.error().message());
      }
      environment_.actors.push_back({actor.id, endpoint->local()});
      endpoints_.push_back(std::make_unique<Endpoint>(std::move(*endpoint)));
    }
    for (std::uint32_t actor = 0; actor < endpoints_.size(); ++actor) {
      listen(actor);
    }
    run_.emplace(*planned_.scenario, environment_, observer_);
    last_sent_ = loop_.now();
    run_->start(last_sent_);
    pump();
    return std::nullopt;
  }

  void abort(reports::Verdict verdict, const std::string& reason) {
    if (running()) {
      run_->abort(loop_.now(), verdict, reason);
      pump();
    }
  }

  void delivered(stack::TimePoint at, std::string_view text) {
    if (running()) {
      run_->on_delivery(at, text);
      pump();
    }
  }

  void retire() {
    loop_.cancel(timer_);
    tape_ = nullptr;
    connections_.clear();
  }

  stack::TimePoint last_sent() const { return last_sent_; }

  stack::Duration lateness() const { return lateness_; }

  std::string waiting_for() const { return run_ ? run_->waiting_for(loop_.now()) : ""; }

  const reports::CaseResult& result() const { return run_->result(); }

 private:
  struct Connection {
    StreamConnection stream;
    CaseTape::Flow flow;
  };

  bool running() const { return run_ && !run_->finished(); }

  void listen(std::uint32_t actor) {
    auto& endpoint = *endpoints_[actor];
    endpoint.datagrams.on_datagram([this, actor](const ArrivedDatagram& it) {
      if (count(it.octets.size())) {
        if (tape_ != nullptr) {
          tape_->datagram(it.at, it.from, environment_.actors[actor].local, it.octets);
        }
        run_->on_datagram(it.at, actor, it.from, std::string(it.octets));
        pump();
      }
    });
    endpoint.datagrams.on_unreachable([this, actor](stack::TimePoint at, const stack::Address&) {
      if (running()) {
        run_->on_unreachable(at, actor);
        pump();
      }
    });
    endpoint.streams.on_accepted([this, actor](stack::TimePoint at, StreamConnection connection) {
      accepted(at, actor, std::move(connection));
    });
  }

  void accepted(stack::TimePoint at, std::uint32_t actor, StreamConnection connection) {
    if (!running() || connections_.size() >= max_case_connections) {
      return;
    }
    const ConnectionId id = accepted_connections + accepted_++;
    const auto peer = connection.peer();
    const CaseTape::Flow flow{id, peer, environment_.actors[actor].local};
    connections_.emplace(id, Connection{std::move(connection), flow});
    record_event(at, id, StreamEvent::accepted);
    run_->on_stream_event(at, id, StreamEvent::accepted, peer, actor);
    // The engine may have closed it at once.
    if (const auto kept = connections_.find(id); kept != connections_.end()) {
      kept->second.stream.set_handlers(handlers(id, actor, peer));
    }
    pump();
  }

  StreamConnection::Handlers handlers(ConnectionId id, std::uint32_t actor,
                                      const stack::Address& peer) {
    return {.opened =
                [this, id, actor, peer](stack::TimePoint at) {
                  stream_event(at, id, StreamEvent::opened, peer, actor);
                },
            .data =
                [this, id](stack::TimePoint at, std::string_view octets) {
                  if (count(octets.size())) {
                    record_data(at, id, octets);
                    run_->on_stream_data(at, id, octets);
                    pump();
                  }
                },
            .ended =
                [this, id, actor, peer](stack::TimePoint at, StreamEnd how) {
                  const auto event = how == StreamEnd::refused   ? StreamEvent::refused
                                     : how == StreamEnd::by_peer ? StreamEvent::closed_by_peer
                                                                 : StreamEvent::reset_by_peer;
                  stream_event(at, id, event, peer, actor);
                }};
  }

  void stream_event(stack::TimePoint at, ConnectionId id, StreamEvent event,
                    const stack::Address& peer, std::uint32_t actor) {
    if (running()) {
      record_event(at, id, event);
      run_->on_stream_event(at, id, event, peer, actor);
      pump();
    }
  }

  /// The device's octets on a stream.
  void record_data(stack::TimePoint at, ConnectionId id, std::string_view octets) {
    const auto found = connections_.find(id);
    if (tape_ != nullptr && found != connections_.end()) {
      const auto& flow = found->second.flow;
      tape_->stream_data(at, flow, device_end(flow), octets);
    }
  }

  void record_event(stack::TimePoint at, ConnectionId id, StreamEvent event) {
    const auto found = connections_.find(id);
    if (tape_ == nullptr || found == connections_.end()) {
      return;
    }
    auto& [stream, flow] = found->second;
    if (event == StreamEvent::opened) {
      flow.client = stream.local();
    }
    if (event == StreamEvent::opened || event == StreamEvent::accepted) {
      tape_->stream_opened(at, flow);
    } else if (event != StreamEvent::refused) {
      tape_->stream_ended(
          at, flow, device_end(flow),
          event == StreamEvent::reset_by_peer ? CaseTape::End::reset : CaseTape::End::orderly);
    }
  }

  static const stack::Address& device_end(const CaseTape::Flow& flow) {
    return flow.id >= accepted_connections ? flow.client : flow.server;
  }

  static const stack::Address& our_end(const CaseTape::Flow& flow) {
    return flow.id >= accepted_connections ? flow.server : flow.client;
  }

  /// False: the case is over, or this arrival was one too many.
  bool count(std::size_t octets) {
    if (!running()) {
      return false;
    }
    octets_ += octets;
    ++arrivals_;
    if (octets_ <= max_case_octets && arrivals_ <= max_case_arrivals) {
      return true;
    }
    abort(reports::Verdict::fail,
          fmt::format("the device flooded the harness: {} arrivals with {} octets in one case",
                      arrivals_, octets_));
    return false;
  }

  void pump() {
    // Actions can cause events (a refused datagram) that make new actions.
    for (auto actions = run_->take_actions(); !actions.empty(); actions = run_->take_actions()) {
      for (auto& action : actions) {
        std::visit([this](auto& it) { perform(it); }, action);
      }
    }
    loop_.cancel(timer_);
    timer_ = TimerId::none;
    if (run_->finished()) {
      announce();
    } else if (const auto deadline = run_->next_deadline()) {
      timer_ = loop_.call_at(*deadline, [this, due = *deadline] {
        lateness_ = std::max(lateness_, loop_.now() - due);
        run_->on_time(loop_.now());
        pump();
      });
    }
  }

  void announce() {
    if (announced_) {
      return;
    }
    announced_ = true;
    loop_.post([finished = finished_, alive = alive_] {
      if (*alive) {
        finished();
      }
    });
  }

  bool may_send(const stack::Address& to, std::string_view octets) {
    if (to.ip != environment_.device.ip) {
      refuse(fmt::format("the case wants to send to {}, which is not the device's address", to.ip));
      return false;
    }
    if (is_emergency_request(octets)) {
      refuse("the case wants to call an emergency service (only urn:service:test.sos is sent)");
      return false;
    }
    last_sent_ = loop_.now();
    return true;
  }

  void refuse(std::string reason) {
    loop_.post([this, alive = alive_, reason = std::move(reason)] {
      if (*alive) {
        abort(reports::Verdict::error, reason);
      }
    });
  }

  void perform(const SendDatagram& action) {
    if (!may_send(action.to, action.octets)) {
      return;
    }
    // Before: a device on this machine may answer while send() has not come back.
    const auto at = loop_.now();
    const auto error = endpoints_.at(action.actor)->datagrams.send(action.to, action.octets);
    if (tape_ != nullptr && !error) {
      tape_->datagram(at, environment_.actors[action.actor].local, action.to, action.octets);
    }
    if (!error || run_->finished()) {
      return;
    }
    if (error == boost::system::errc::message_size) {
      refuse(fmt::format("a datagram of {} octets cannot be sent from here", action.octets.size()));
    } else {
      run_->on_unreachable(loop_.now(), action.actor);
    }
  }

  void perform(const OpenStream& action) {
    if (!may_send(action.to, {})) {
      return;
    }
    const auto& local = environment_.actors.at(action.actor).local;
    connections_.insert_or_assign(
        action.connection,
        Connection{StreamConnection::connect(loop_, local.ip, action.to,
                                             handlers(action.connection, action.actor, action.to),
                                             planned_.target.connect),
                   {action.connection, local, action.to}});
  }

  void perform(SendStream& action) {
    const auto found = connections_.find(action.connection);
    if (found == connections_.end() || !may_send(environment_.device, action.octets)) {
      return;
    }
    const auto& flow = found->second.flow;
    if (tape_ != nullptr) {
      tape_->stream_data(loop_.now(), flow, our_end(flow), action.octets);
    }
    if (!found->second.stream.send(std::move(action.octets))) {
      refuse(fmt::format("the device does not read: {} octets wait to be sent", max_queued));
    }
  }

  void perform(const CloseStream& action) {
    const auto found = connections_.find(action.connection);
    if (found == connections_.end()) {
      return;
    }
    using How = CloseStream::How;
    auto& [stream, flow] = found->second;
    if (tape_ != nullptr) {
      tape_->stream_ended(loop_.now(), flow, our_end(flow),
                          action.how == How::reset ? CaseTape::End::reset : CaseTape::End::orderly);
    }
    if (action.how == How::half) {
      stream.close(StreamConnection::Close::half);
      return;
    }
    stream.close(action.how == How::reset ? StreamConnection::Close::reset
                                          : StreamConnection::Close::orderly);
    connections_.erase(found);
  }

  EventLoop& loop_;
  const PlannedCase& planned_;
  CaseEnvironment environment_;
  CaseObserver observer_;
  CaseTape* tape_;
  std::function<void()> finished_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::map<ConnectionId, Connection> connections_;
  std::optional<CaseRun> run_;
  TimerId timer_ = TimerId::none;
  ConnectionId accepted_ = 0;
  std::size_t octets_ = 0;
  std::size_t arrivals_ = 0;
  stack::TimePoint last_sent_{};
  stack::Duration lateness_{};
  bool announced_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

LiveCase::LiveCase(EventLoop& loop, const PlannedCase& planned, CaseEnvironment environment,
                   CaseObserver observer, CaseTape* tape, std::function<void()> finished)
    : impl_(std::make_unique<Impl>(loop, planned, std::move(environment), std::move(observer), tape,
                                   std::move(finished))) {}

LiveCase::~LiveCase() = default;

std::optional<std::string> LiveCase::start() {
  return impl_->start();
}

void LiveCase::abort(reports::Verdict verdict, const std::string& reason) {
  impl_->abort(verdict, reason);
}

void LiveCase::delivered(stack::TimePoint at, std::string_view text) {
  impl_->delivered(at, text);
}

void LiveCase::retire() {
  impl_->retire();
}

stack::TimePoint LiveCase::last_sent() const {
  return impl_->last_sent();
}

stack::Duration LiveCase::lateness() const {
  return impl_->lateness();
}

std::string LiveCase::waiting_for() const {
  return impl_->waiting_for();
}

const reports::CaseResult& LiveCase::result() const {
  return impl_->result();
}

}  // namespace sipspec::harness
