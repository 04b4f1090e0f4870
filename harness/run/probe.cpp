#include "harness/run/probe.hpp"

#include "harness/io/network.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

namespace sipspec::harness {

namespace {

using stack::Transport;

constexpr std::chrono::milliseconds first_gap{100};
constexpr std::chrono::milliseconds longest_gap{500};
/// Answers to OPTIONS come at once where they come; only then is MESSAGE tried as well, since it
/// shows up on somebody's screen.
constexpr unsigned attempts_of_first_method = 4;
constexpr std::size_t longest_status_line = 200;
/// Of an answer on a stream: enough for any header that is worth reading.
constexpr std::size_t longest_answer = 8192;

/// Line ends before a message are none of its octets (RFC 3261 7.5).
std::string_view without_line_ends(std::string_view octets) {
  return octets.substr(std::min(octets.find_first_not_of("\r\n"), octets.size()));
}

/// A wrong version or a missing blank is for the cases to find: whoever says SIP is there.
bool is_response(std::string_view octets) {
  static constexpr std::string_view name = "sip/";
  return octets.size() >= name.size() &&
         std::ranges::equal(octets.substr(0, name.size()), name, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
}

bool has_whole_header(std::string_view octets) {
  return octets.find("\r\n\r\n") != std::string_view::npos || octets.size() >= longest_answer;
}

std::vector<std::string> allowed_methods(std::string_view octets) {
  const auto message = stack::Message::parse(octets);
  std::vector<std::string> methods;
  for (stack::ListCursor cursor(message, stack::HeaderName::allow);
       const auto method = cursor.next();) {
    methods.emplace_back(*method);
  }
  return methods;
}

std::string status_line_of(std::string_view octets) {
  const auto end = std::min({octets.find_first_of("\r\n"), octets.size(), longest_status_line});
  return std::string(octets.substr(0, end));
}

}  // namespace

std::string probe_request(ProbeMethod method, const ProbeTarget& target, const stack::Address& via,
                          unsigned attempt) {
  const std::string_view name = method == ProbeMethod::options ? "OPTIONS" : "MESSAGE";
  const std::string body = method == ProbeMethod::options ? "" : "sipspec asks: are you there?";
  const auto user = target.user.empty() ? "" : target.user + "@";
  const auto host = target.domain.empty() ? stack::sip_host(target.device) : target.domain;
  const auto place = target.domain.empty() ? stack::to_string(target.device) : target.domain;
  const auto own = fmt::format("{}-{}-{}", ::getpid(), via.port, attempt);
  return fmt::format(
      "{0} sip:{1}{2} SIP/2.0\r\n"
      "Via: SIP/2.0/{3} {4};branch=z9hG4bK-probe-{5};rport\r\n"
      "Max-Forwards: 70\r\n"
      "From: <sip:sipspec@{6}>;tag=probe-{5}\r\n"
      "To: <sip:{1}{7}>\r\n"
      "Call-ID: probe-{5}@{6}\r\n"
      "CSeq: 1 {0}\r\n"
      "{8}Content-Length: {9}\r\n\r\n{10}",
      name, user, place, stack::via_name(target.transport), stack::to_string(via), own,
      stack::sip_host(via), host, body.empty() ? "" : "Content-Type: text/plain\r\n", body.size(),
      body);
}

std::string to_string(const ProbeResult& result) {
  const auto took = std::chrono::duration<double, std::milli>(result.took).count();
  const std::string_view method = result.method == ProbeMethod::options ? "OPTIONS" : "MESSAGE";
  switch (result.outcome) {
    case ProbeOutcome::alive:
      return fmt::format("{} was answered with '{}' after {:.1f} ms", method, result.status_line,
                         took);
    case ProbeOutcome::refused:
      if (!result.problem.empty()) {
        return result.problem;
      }
      return fmt::format("nothing listens there (refused for {:.1f} s)", took / 1000);
    case ProbeOutcome::silent:
      break;
  }
  if (!result.problem.empty()) {
    return result.problem;
  }
  return fmt::format("nothing answered within {:.1f} s", took / 1000);
}

class Probe::Impl {
 public:
  Impl(EventLoop& loop, ProbeTarget target, ProbePlan plan,
       std::function<void(const ProbeResult&)> done)
      : loop_(loop),
        target_(std::move(target)),
        plan_(std::move(plan)),
        done_(std::move(done)),
        begun_(loop.now()) {
    attempt();
  }

  ~Impl() { loop_.cancel(timer_); }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  ProbeMethod method_of(unsigned attempt) const {
    if (attempt < attempts_of_first_method || plan_.methods.size() == 1) {
      return plan_.methods.front();
    }
    return plan_.methods.at(attempt % plan_.methods.size());
  }

  void attempt() {
    if (const auto answer = without_line_ends(received_); is_response(answer)) {
      answered(answer);
      return;
    }
    const auto now = loop_.now();
    const auto end = begun_ + plan_.patience;
    if (now >= end) {
      finish(refused_ ? ProbeOutcome::refused : ProbeOutcome::silent, {});
      return;
    }
    const auto gap = std::min<stack::Duration>(first_gap * (attempts_ + 1), longest_gap);
    timer_ = loop_.call_at(std::min(now + gap, end), [this] { attempt(); });
    if (target_.transport == Transport::udp) {
      send_datagram();
    } else if (!stream_) {
      connect();
    }
    ++attempts_;
  }

  void send_datagram() {
    if (!socket_) {
      const auto local = local_ip_towards(target_.device);
      auto bound = local ? DatagramSocket::bind(loop_, {*local, 0})
                         : boost::system::result<DatagramSocket>(local.error());
      if (!bound) {
        return;
      }
      socket_ = std::move(*bound);
      socket_->on_datagram([this](const ArrivedDatagram& it) {
        if (const auto answer = without_line_ends(it.octets); is_response(answer)) {
          answered(answer);
        }
      });
      socket_->on_unreachable([this](stack::TimePoint, const stack::Address&) { refused_ = true; });
    }
    method_ = method_of(attempts_);
    socket_->send(target_.device, probe_request(method_, target_, socket_->local(), attempts_));
  }

  void connect() {
    const auto local = local_ip_towards(target_.device);
    received_.clear();
    method_ = method_of(attempts_);
    stream_ = StreamConnection::connect(
        loop_, local ? *local : "", target_.device,
        {.opened =
             [this](stack::TimePoint) {
               refused_ = false;
               connected_ = true;
               stream_->send(probe_request(method_, target_, stream_->local(), attempts_));
             },
         .data =
             [this](stack::TimePoint, std::string_view octets) {
               received_.append(octets.substr(0, longest_answer - received_.size()));
               const auto answer = without_line_ends(received_);
               if (is_response(answer) && has_whole_header(answer)) {
                 answered(answer);
               }
             },
         .ended =
             [this](stack::TimePoint, StreamEnd how) {
               refused_ = refused_ || how == StreamEnd::refused;
               problem_ = stream_->problem();
               // Who shows the wrong certificate will show it again.
               const bool for_good = stream_->certificate() && !problem_.empty();
               stream_.reset();
               if (for_good) {
                 finish(ProbeOutcome::refused, {});
               }
             }},
        target_.kind);
  }

  /// `octets` may be a view of what finish() destroys.
  void answered(std::string_view octets) {
    allowed_ = allowed_methods(octets);
    finish(ProbeOutcome::alive, status_line_of(octets));
  }

  void finish(ProbeOutcome outcome, std::string status_line) {
    loop_.cancel(timer_);
    socket_.reset();
    stream_.reset();
    const ProbeResult result{outcome,    method_,  std::move(status_line), loop_.now() - begun_,
                             connected_, problem_, std::move(allowed_)};
    // The caller may destroy this object.
    const auto done = std::move(done_);
    done(result);
  }

  EventLoop& loop_;
  ProbeTarget target_;
  ProbePlan plan_;
  std::function<void(const ProbeResult&)> done_;
  stack::TimePoint begun_;
  TimerId timer_ = TimerId::none;
  unsigned attempts_ = 0;
  ProbeMethod method_ = ProbeMethod::options;
  bool refused_ = false;
  bool connected_ = false;
  std::string problem_;
  std::vector<std::string> allowed_;
  std::optional<DatagramSocket> socket_;
  std::optional<StreamConnection> stream_;
  std::string received_;
};

Probe::Probe(EventLoop& loop, ProbeTarget target, ProbePlan plan,
             std::function<void(const ProbeResult&)> done)
    : impl_(std::make_unique<Impl>(loop, std::move(target), std::move(plan), std::move(done))) {}

Probe::~Probe() = default;

}  // namespace sipspec::harness
