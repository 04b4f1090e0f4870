#include "harness/judge/capture_counts.hpp"

#include "harness/engine/comparison.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

/// Names that a device may choose freely are counted together beyond this many.
constexpr std::size_t max_names = 100;
constexpr std::size_t longest_name = 32;

void count(reports::Tally& tally, std::string name) {
  if (!tally.contains(name) && tally.size() >= max_names) {
    name = "others";
  }
  ++tally[name];
}

std::string method_name(const stack::Message& message) {
  return printable(message.method().substr(0, longest_name));
}

}  // namespace

void CaptureCounts::message(const captures::CapturedSip& captured, const stack::Message& message,
                            EndpointId from, EndpointId to, Kind kind) {
  if (kind == Kind::duplicate) {
    ++totals_.duplicates;
    return;
  }
  const bool again = kind == Kind::retransmission;
  ++totals_.sip_messages;
  totals_.retransmissions += again ? 1U : 0U;
  totals_.incomplete += captured.extent == captures::Extent::whole ? 0U : 1U;
  count(totals_.transports,
        captured.sctp ? "sctp" : std::string(stack::to_string(captured.transport)));
  ++end(to).received;
  auto& sender = end(from);
  ++sender.sent;
  sender.retransmissions += again ? 1U : 0U;
  if (message.is_request()) {
    ++totals_.requests;
    count(totals_.methods, method_name(message));
    if (!again) {
      count(sender.methods, method_name(message));
    }
  } else if (message.is_response()) {
    ++totals_.responses;
    count(totals_.statuses, std::to_string(message.status()));
    if (!again) {
      count(sender.statuses, std::to_string(message.status()));
    }
  } else {
    ++totals_.unreadable;
  }
}

void CaptureCounts::transaction(bool answered) {
  ++totals_.transactions;
  totals_.unanswered += answered ? 0U : 1U;
}

void CaptureCounts::answered(std::string_view method, stack::Duration after) {
  const auto name = printable(method.substr(0, longest_name));
  auto found = latency_.find(name);
  if (found == latency_.end()) {
    if (latency_.size() >= max_names) {
      return;
    }
    found = latency_.emplace(name, Span{.least = after, .most = after}).first;
  }
  Span& span = found->second;
  ++span.answers;
  span.sum += after;
  span.least = std::min(span.least, after);
  span.most = std::max(span.most, after);
}

void CaptureCounts::problem(const captures::ReadProblem& problem) {
  ++totals_.problems[std::string(captures::to_string(problem.code))];
}

std::uint64_t CaptureCounts::sent_by(EndpointId who) const {
  return who < ends_.size() ? ends_[who].sent : 0;
}

const reports::EndpointStatistics* CaptureCounts::of(EndpointId who) const {
  return who < ends_.size() ? &ends_[who] : nullptr;
}

reports::EndpointStatistics& CaptureCounts::end(EndpointId who) {
  if (who >= ends_.size()) {
    ends_.resize(who + 1);
  }
  return ends_[who];
}

reports::Statistics CaptureCounts::statistics(const EndpointBook& book,
                                              std::uint64_t frames) const {
  reports::Statistics all = totals_;
  all.frames = frames;
  for (EndpointId id = 0; id < ends_.size(); ++id) {
    if (ends_[id].sent + ends_[id].received == 0) {
      continue;
    }
    all.endpoints.push_back(ends_[id]);
    all.endpoints.back().endpoint = book[id].name;
    all.endpoints.back().software = book[id].software;
  }
  for (const auto& [method, span] : latency_) {
    all.latency.push_back({.method = method,
                           .answers = span.answers,
                           .least = span.least,
                           .mean = span.sum / static_cast<std::int64_t>(span.answers),
                           .most = span.most});
  }
  return all;
}

}  // namespace sipspec::harness
