#include "harness/judge/doubt.hpp"

#include "stack/message/fields.hpp"

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

using Kind = Worth::Kind;

constexpr Worth stands{};
constexpr Worth of_no_use{Kind::void_, {}};

/// A finding with its message and the request of it.
struct Case {
  const RuleFinding& finding;
  const Surroundings& around;
  const Observed& seen;
  const Observed* request;
};

bool answers_invite(const Case& it) {
  const auto cseq = stack::cseq(it.seen.message);
  return cseq && cseq->method == "INVITE";
}

bool is_loopback(std::string_view ip) {
  return ip.starts_with("127.") || ip == "::1";
}

/// RFC 1918, RFC 6598, RFC 3927, RFC 4193: what a NAT is likely to hide.
bool is_private(std::string_view ip) {
  constexpr std::array<std::string_view, 6> starts = {"10.", "192.168.", "169.254.",
                                                      "fd",  "fc",       "fe80"};
  if (std::ranges::any_of(starts, [ip](std::string_view start) { return ip.starts_with(start); })) {
    return true;
  }
  const auto second = [ip](std::string_view start, int least, int most) {
    if (!ip.starts_with(start)) {
      return false;
    }
    const auto octet = ip.substr(start.size(), ip.find('.', start.size()) - start.size());
    const auto number = stack::parse_number(octet);
    return number && static_cast<int>(*number) >= least && static_cast<int>(*number) <= most;
  };
  return second("172.", 16, 31) || second("100.", 64, 127);
}

/// The first copy that was captured may not have been the first that was sent.
bool begins_with_the_capture(const Case& it, stack::TimePoint first) {
  return first < it.around.capture_began + it.around.timers.t2 + it.around.timers.tolerance;
}

Worth stray(const Case& it) {
  const auto since = it.seen.at - it.around.capture_began;
  const bool long_enough = since > 64 * it.around.timers.t1 + it.around.timers.tolerance;
  if (answers_invite(it) || !long_enough || it.around.lossy || !it.around.both_ways) {
    return {Kind::inconclusive, "the request of a response is not in the capture"};
  }
  return stands;
}

Worth in_dialog(const Case& it) {
  if (it.around.dialog_known) {
    return of_no_use;
  }
  return {Kind::inconclusive, "the dialog of a request began before the capture, if there is one"};
}

Worth early_100(const Case& it) {
  if (it.request != nullptr && begins_with_the_capture(it, it.request->at)) {
    return {Kind::inconclusive,
            "the capture begins too late to know when a request was first sent"};
  }
  return stands;
}

/// An address or port that differs may be the work of a NAT behind the point of capture. That the
/// parameter is absent is the server's fault wherever one looks.
Worth translated(const Case& it, std::string_view parameter) {
  const auto via = stack::top_via(it.seen.message);
  const bool local = it.request != nullptr && is_loopback(it.request->source.ip);
  if (local || !via || via->parameters.value(parameter).empty()) {
    return stands;
  }
  const auto received = stack::address_from(via->received());
  if (it.request != nullptr && is_private(it.request->source.ip) && received &&
      !is_private(received->ip)) {
    return of_no_use;  // what a server beyond a NAT is to answer
  }
  return {Kind::inconclusive,
          "received or rport differ from the address captured: a NAT may lie between"};
}

Worth rport_value(const Case& it) {
  return translated(it, "rport");
}

Worth received_value(const Case& it) {
  return translated(it, "received");
}

/// Without rport: a server adds nothing when sent-by is the address that it sees, and it may see
/// another one than the capture shows.
Worth received_absent(const Case& it) {
  const auto via = stack::top_via(it.seen.message);
  if (via && !via->received().empty()) {
    return translated(it, "received");
  }
  const auto sent = it.request == nullptr ? std::nullopt : stack::top_via(it.request->message);
  const bool numeric = sent && stack::address_from(sent->host).has_value();
  if (numeric && is_private(it.request->source.ip) && !is_loopback(it.request->source.ip)) {
    return {Kind::inconclusive,
            "whether received was due: a NAT may lie between the capture and the server"};
  }
  return stands;
}

Worth other_source(const Case& it) {
  if (it.request != nullptr && it.request->destination.ip == it.seen.source.ip) {
    return stands;
  }
  return {Kind::inconclusive,
          "a response came from another address than its request went to: the way between is not "
          "captured"};
}

Worth other_connection(const Case& /*it*/) {
  return {Kind::inconclusive,
          "a response came on another connection than its request: whether that one was still open "
          "is not captured"};
}

Worth via_transport(const Case& it) {
  const auto via = stack::top_via(it.seen.message);
  const auto named = via ? stack::transport_from(via->transport) : std::nullopt;
  using stack::Transport;
  const bool decrypted = (named == Transport::tls && it.seen.transport == Transport::tcp) ||
                         (named == Transport::wss && it.seen.transport == Transport::ws);
  if (it.around.sctp) {
    return of_no_use;
  }
  return decrypted ? Worth{Kind::inconclusive, "TLS may have ended before the point of capture"}
                   : stands;
}

Worth size_of_message(const Case& it) {
  // A path known to be safe lifts the limit: over a stream the sender may know one.
  return stack::is_reliable(it.seen.transport) ? of_no_use : stands;
}

Worth size_of_request(const Case& it) {
  return is_loopback(it.seen.destination.ip) ? of_no_use : stands;  // its path MTU is known
}

/// Forks answer an INVITE each with its own tag (RFC 3261 16.7).
Worth of_invite(const Case& it) {
  return answers_invite(it) ? of_no_use : stands;
}

Worth first_hop_only(const Case& it) {
  const bool there = it.seen.message.has(stack::HeaderName::max_forwards);
  const bool passed_on = stack::list_size(it.seen.message, stack::HeaderName::via) > 1;
  return there && passed_on ? of_no_use : stands;
}

Worth after_final(const Case& it) {
  for (const Observed& other : it.around.exchange->messages()) {
    const bool before =
        other.message.is_response() && other.message.status() >= 200 && other.index < it.seen.index;
    if (before && it.seen.at - other.at < it.around.timers.tolerance) {
      return {Kind::inconclusive,
              "two responses came so close that the network may have swapped "
              "them"};
    }
  }
  return stands;
}

Worth prompt(const Case& it) {
  return it.around.passes_on ? of_no_use : early_100(it);
}

// --- What the end of a transaction shows
// -------------------------------------------------------------

std::vector<stack::TimePoint> copies_of(const Case& it) {
  std::vector<stack::TimePoint> instants;
  for (const Observed& other : it.around.exchange->messages()) {
    if (first_transmission(*it.around.exchange, other.index) == it.seen.index) {
      instants.push_back(other.at);
    }
  }
  return instants;
}

Worth schedule(const Case& it) {
  const auto copies = copies_of(it);
  if (copies.size() < 2) {
    return {Kind::inconclusive,
            "a request was not retransmitted: its answer may have come another way"};
  }
  if (fits_some_schedule(copies, it.around.timers.tolerance)) {
    return {Kind::inconclusive,
            "retransmissions are absent: they may have been lost, or T1 be longer"};
  }
  return stands;
}

/// Each copy may have been lost behind the point of capture; hardly two.
Worth unanswered_copies(const Case& it) {
  std::size_t late = 0;
  std::optional<stack::TimePoint> final;
  for (const Observed& other : it.around.exchange->messages()) {
    const bool copy = first_transmission(*it.around.exchange, other.index) == it.seen.index;
    late += copy && final && other.at > *final + it.around.timers.tolerance ? 1U : 0U;
    if (other.message.is_response() && other.message.status() >= 200) {
      final = final.value_or(other.at);
      late -= late > 0 && other.repeats >= 0 ? 1U : 0U;
    }
  }
  return late >= 2 ? stands
                   : Worth{Kind::inconclusive,
                           "a retransmission got no answer: it may have been "
                           "lost on the way"};
}

Worth unasked_copies(const Case& it) {
  if (it.around.captured_twice) {
    return of_no_use;
  }
  return begins_with_the_capture(it, it.seen.at)
             ? Worth{Kind::inconclusive,
                     "the capture begins too late to know how often a request was sent"}
             : stands;
}

/// What stands behind the body of a datagram is discarded (RFC 3261 18.3): line ends do no harm.
Worth padding(const Case& it) {
  const std::string_view behind = it.seen.message.trailing();
  const bool padded = !behind.empty() && behind.find_first_not_of(std::string_view(
                                             "\r\n \t\0", 5)) == std::string_view::npos;
  return padded ? of_no_use : stands;
}

/// One branch may be used over two transports; the request over the other one was not captured.
Worth other_way(const Case& it) {
  const bool other = it.request != nullptr && it.request->transport != it.seen.transport;
  return other ? Worth{Kind::inconclusive,
                       "a response came over another transport than the request captured"}
               : stands;
}

struct Row {
  std::string_view rule;
  Worth (*weigh)(const Case&);
};

constexpr Row rows[] = {
    {"response-answers-request", stray},
    {"no-to-tag-outside-dialog", in_dialog},
    {"no-early-100", early_100},
    {"prompt-final", prompt},
    {"rport-filled", rport_value},
    {"received-with-rport", received_value},
    {"received-added", received_absent},
    {"source-with-rport", other_source},
    {"source-address", other_source},
    {"same-connection", other_connection},
    {"via-transport", via_transport},
    {"message-size", size_of_message},
    {"request-size-udp", size_of_request},
    {"to-tag-stays", of_invite},
    {"max-forwards", first_hop_only},
    {"nothing-after-final", after_final},
    {"content-length-value", padding},
    {"via-echo", other_way},
    {"from-echo", other_way},
    {"to-echo", other_way},
    {"timer-e-schedule", schedule},
    {"retransmission-answered", unanswered_copies},
    {"no-unasked-copy", unasked_copies},
};

/// Written anew by each element on the way.
constexpr std::array<std::string_view, 35> of_one_hop = {
    "readable",
    "line-ends",
    "blank-line",
    "sip-version",
    "status-line",
    "request-line-spaces",
    "request-line",
    "via-transport",
    "branch-cookie",
    "rport-empty",
    "request-size-udp",
    "grammar-via",
    "received-without-brackets",
    "grammar-content-length",
    "content-length-datagram",
    "content-length-stream",
    "content-length-no-body",
    "content-length-value",
    "response-answers-request",
    "via-echo",
    "call-id-echo",
    "cseq-echo",
    "to-tag-stays",
    "source-with-rport",
    "source-address",
    "rport-filled",
    "received-with-rport",
    "received-added",
    "same-connection",
    "one-final-status",
    "nothing-after-final",
    "no-early-100",
    "retransmission-answered",
    "no-unasked-copy",
    "timer-e-schedule",
};

}  // namespace

Worth weigh(const RuleFinding& finding, const Surroundings& around) {
  const auto* row = std::ranges::find(rows, finding.rule, &Row::rule);
  if (row == std::end(rows)) {
    return stands;
  }
  const Observed& seen = around.exchange->messages()[finding.observed];
  return row->weigh({finding, around, seen, around.exchange->request_of(seen)});
}

bool is_carried(std::string_view rule) {
  return std::ranges::find(of_one_hop, rule) == of_one_hop.end();
}

bool fits_some_schedule(const std::vector<stack::TimePoint>& transmissions,
                        stack::Duration tolerance) {
  constexpr stack::Duration least_t1 = std::chrono::milliseconds(500);
  constexpr stack::Duration least_ceiling = std::chrono::seconds(4);
  // A loss makes one interval of two neighbours: longer than T1, and still shorter than the one
  // that follows (x + 2x < 4x), until the ceiling T2 is reached.
  stack::Duration before{0};
  for (std::size_t i = 1; i < transmissions.size(); ++i) {
    const stack::Duration interval = transmissions[i] - transmissions[i - 1];
    const bool at_ceiling =
        before + tolerance >= least_ceiling && interval + tolerance >= least_ceiling;
    if (interval + tolerance < least_t1 || (!at_ceiling && 10 * interval < 11 * before)) {
      return false;
    }
    before = interval;
  }
  return true;
}

}  // namespace sipspec::harness
