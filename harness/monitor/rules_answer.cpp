// How a request is answered over time: provisional responses (RFC 4320), one final response, and
// copies of it for retransmissions (RFC 3261 17.2.2).

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

namespace sipspec::harness {
namespace {

using stack::HeaderName;

double milliseconds(stack::Duration span) {
  return static_cast<double>(span.count()) / 1000.0;
}

bool answers_non_invite(const Judgement& judgement) {
  const std::string_view method = judgement.request_method();
  return !method.empty() && method != "INVITE" && method != "ACK";
}

bool is_final(const stack::Message& message) {
  return message.status() >= 200;
}

void only_100_provisional(Judgement& judgement) {
  const int status = judgement.message().status();
  if (answers_non_invite(judgement) && status > 100 && status < 200) {
    judgement.violated(
        fmt::format("provisional response {} to {}", status, judgement.request_method()),
        {"no provisional response, or 100 when the answer takes long"},
        shown(judgement.message().start_line()), judgement.start_line());
  }
}

/// When Timer E of the client reaches T2: 0.5 + 1 + 2 s at the default timers (RFC 4320 4.1).
stack::Duration timer_e_reaches_t2(const MonitorContext& run) {
  stack::Duration sum{0};
  for (stack::Duration e = run.t1; e < run.t2; e *= 2) {
    sum += e;
  }
  return sum;
}

/// Another final response to the same request that came before this one.
const Observed* first_final(const Judgement& judgement) {
  for (const Observed& other : judgement.exchange().messages()) {
    if (other.index >= judgement.seen().index) {
      return nullptr;
    }
    if (other.message.is_response() && is_final(other.message) &&
        judgement.exchange().request_of(other) == judgement.request()) {
      return &other;
    }
  }
  return nullptr;
}

void no_early_100(Judgement& judgement) {
  if (!answers_non_invite(judgement) || judgement.message().status() != 100 ||
      judgement.is_stream() || first_final(judgement) != nullptr) {
    return;
  }
  const stack::Duration after = judgement.seen().at - judgement.request()->at;
  const stack::Duration earliest = timer_e_reaches_t2(judgement.run());
  if (after + judgement.run().tolerance < earliest) {
    judgement.violated(fmt::format("100 after {:.0f} ms on {}", milliseconds(after),
                                   stack::via_name(judgement.seen().transport)),
                       {fmt::format("no 100 before {:.0f} ms", milliseconds(earliest))},
                       fmt::format("100 after {:.0f} ms", milliseconds(after)),
                       judgement.start_line());
  }
}

/// The rule that RFC 4320 took the place of: one owner of the fault in each profile.
void no_provisional(Judgement& judgement) {
  const int status = judgement.message().status();
  if (judgement.run().rules == "rfc3261-only" && answers_non_invite(judgement) && status >= 100 &&
      status < 200) {
    judgement.violated(
        fmt::format("provisional response {} to {}", status, judgement.request_method()),
        {"no provisional response"}, shown(judgement.message().start_line()),
        judgement.start_line());
  }
}

void timestamp_in_100(Judgement& judgement) {
  if (judgement.message().status() != 100 || judgement.request() == nullptr) {
    return;
  }
  const std::string_view sent = judgement.request()->message.value_of(HeaderName::timestamp);
  const std::string_view got = judgement.message().value_of(HeaderName::timestamp);
  const bool echoed =
      got.substr(0, sent.size()) == sent && (got.size() == sent.size() || got[sent.size()] == ' ');
  if (!sent.empty() && !echoed) {
    judgement.violated("100 without the Timestamp of the request", {"Timestamp: " + shown(sent)},
                       got.empty() ? "no Timestamp" : "Timestamp: " + shown(got),
                       judgement.start_line());
  }
}

void no_408(Judgement& judgement) {
  if (answers_non_invite(judgement) && judgement.message().status() == 408) {
    judgement.violated(fmt::format("408 to {}", judgement.request_method()),
                       {"no 408: the client's own Timer F says it"},
                       shown(judgement.message().start_line()), judgement.start_line());
  }
}

void one_final_status(Judgement& judgement) {
  if (judgement.request() == nullptr || !is_final(judgement.message())) {
    return;
  }
  const Observed* first = first_final(judgement);
  if (first != nullptr && first->message.status() != judgement.message().status()) {
    judgement.violated(fmt::format("a second final response, {} after {}",
                                   judgement.message().status(), first->message.status()),
                       {fmt::format("one final response ({})", first->message.status())},
                       shown(judgement.message().start_line()), judgement.start_line());
  }
}

void no_provisional_after_final(Judgement& judgement) {
  if (judgement.request() == nullptr || is_final(judgement.message())) {
    return;
  }
  if (const Observed* first = first_final(judgement)) {
    judgement.violated(fmt::format("{} after the final response {}", judgement.message().status(),
                                   first->message.status()),
                       {"nothing but copies of the final response"},
                       shown(judgement.message().start_line()), judgement.start_line());
  }
}

/// True when the To tags differ: the To-tag rule owns that.
bool to_tags_differ(const stack::Message& a, const stack::Message& b) {
  const auto first = stack::to(a);
  const auto second = stack::to(b);
  return first && second && first->tag() != second->tag();
}

Place first_difference(std::string_view a, std::string_view b) {
  std::size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) {
    ++at;
  }
  return {static_cast<std::uint32_t>(at), at < b.size() ? 1U : 0U};
}

void copies_are_identical(Judgement& judgement) {
  if (judgement.request() == nullptr || !is_final(judgement.message()) || judgement.is_stream()) {
    return;
  }
  const Observed* first = first_final(judgement);
  const bool owned_elsewhere = first == nullptr ||
                               first->message.status() != judgement.message().status() ||
                               to_tags_differ(first->message, judgement.message());
  if (owned_elsewhere || first->octets == judgement.seen().octets) {
    return;
  }
  const Place difference = first_difference(first->octets, judgement.seen().octets);
  judgement.violated("the answer to a retransmission is not the same octets as the first answer",
                     {shown(std::string_view(first->octets).substr(difference.offset, 60))},
                     shown(std::string_view(judgement.seen().octets).substr(difference.offset, 60)),
                     difference);
}

void prompt_final(Judgement& judgement) {
  if (judgement.request_method() != "MESSAGE" || !is_final(judgement.message()) ||
      judgement.seen().repeats >= 0 || first_final(judgement) != nullptr) {
    return;
  }
  const stack::Duration after = judgement.seen().at - judgement.request()->at;
  if (after > judgement.run().t1 + judgement.run().tolerance) {
    judgement.violated(
        fmt::format("the final response came after {:.0f} ms", milliseconds(after)),
        {fmt::format("a final response before {:.0f} ms", milliseconds(judgement.run().t1))},
        fmt::format("{} after {:.0f} ms", judgement.message().status(), milliseconds(after)),
        judgement.start_line());
  }
}

constexpr Rule rules[] = {
    {{"only-100-provisional", "RFC4320-4.1-01", Scope::response}, only_100_provisional},
    {{"no-early-100", "RFC4320-4.1-02", Scope::response}, no_early_100},
    {{"no-provisional", "RFC3261-8.2.6.1-01", Scope::response}, no_provisional},
    {{"timestamp-in-100", "RFC3261-8.2.6.1-02", Scope::response}, timestamp_in_100},
    {{"no-408", "RFC4320-4.2-01", Scope::response}, no_408},
    {{"one-final-status", "RFC3261-17.2.2-06", Scope::response}, one_final_status},
    {{"nothing-after-final", "RFC3261-17.2.2-06", Scope::response}, no_provisional_after_final},
    {{"final-copies-identical", "RFC3261-17.2.2-03", Scope::response}, copies_are_identical},
    {{"prompt-final", "RFC3428-7-02", Scope::response}, prompt_final},
};

}  // namespace

std::span<const Rule> answer_rules() {
  return rules;
}

}  // namespace sipspec::harness
