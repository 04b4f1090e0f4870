// What only the end of a case shows: were retransmissions answered, did the device retransmit when
// and as it should. Called once for each first transmission of the exchange.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"
#include "stack/message/fields.hpp"
#include "stack/transaction/schedule.hpp"

#include <fmt/format.h>

#include <vector>

namespace sipspec::harness {
namespace {

/// All transmissions of the judged message, itself first.
std::vector<const Observed*> transmissions(const Judgement& judgement) {
  std::vector<const Observed*> all;
  for (const Observed& other : judgement.exchange().messages()) {
    if (first_transmission(judgement.exchange(), other.index) == judgement.seen().index &&
        other.sender == judgement.seen().sender) {
      all.push_back(&other);
    }
  }
  return all;
}

/// Final responses to the judged request, copies included.
std::vector<const Observed*> finals(const Judgement& judgement) {
  std::vector<const Observed*> all;
  for (const Observed& other : judgement.exchange().messages()) {
    if (other.message.is_response() && other.message.status() >= 200 &&
        judgement.exchange().request_of(other) == &judgement.seen()) {
      all.push_back(&other);
    }
  }
  return all;
}

bool is_udp_request(const Judgement& judgement, Side sender) {
  return judgement.seen().sender == sender && judgement.message().is_request() &&
         judgement.message().method() != "ACK" &&
         judgement.seen().transport == stack::Transport::udp;
}

void retransmissions_are_answered(Judgement& judgement) {
  const auto sent = transmissions(judgement);
  const auto got = finals(judgement);
  // Copies of an accepted INVITE are absorbed (RFC 6026 7.1), those of a refused one come by Timer
  // G.
  const bool invite = judgement.message().method() == "INVITE";
  if (!is_udp_request(judgement, Side::harness) || invite || sent.size() < 2 || got.empty()) {
    return;
  }
  // Only those sent well after the first final call for a copy; the last needs time to be answered.
  std::size_t due = 1;
  for (const Observed* copy : sent) {
    const bool after_final = copy->at > got.front()->at + judgement.run().tolerance;
    const bool time_to_answer = copy->at + judgement.run().t1 <= judgement.end();
    due += after_final && time_to_answer ? 1U : 0U;
  }
  if (got.size() < due) {
    judgement.violated("a retransmitted request was not answered by the final response again",
                       {fmt::format("{} copies of the final response", due)},
                       fmt::format("{}", got.size()), judgement.start_line());
  }
}

void no_unasked_copies(Judgement& judgement) {
  const auto sent = transmissions(judgement);
  const auto got = finals(judgement);
  std::size_t same_status = 0;
  for (const Observed* response : got) {
    same_status += response->message.status() == got.front()->message.status() ? 1U : 0U;
  }
  const bool by_harness =
      judgement.seen().sender == Side::harness && judgement.message().is_request();
  if (by_harness && judgement.message().method() != "INVITE" && same_status > sent.size()) {
    judgement.violated("the final response was repeated without a retransmission asking for it",
                       {fmt::format("at most {} final responses", sent.size())},
                       fmt::format("{}", same_status), judgement.start_line());
  }
}

/// The ACK for the judged INVITE that went out first; the number names the transaction.
const Observed* ack_of(const Judgement& judgement) {
  const auto asked = stack::cseq(judgement.message());
  for (const Observed& other : judgement.exchange().messages()) {
    const auto number = stack::cseq(other.message);
    const bool fits = asked && number && asked->number == number->number;
    if (fits && other.sender == Side::harness && other.message.method() == "ACK" &&
        stack::call_id(other.message) == stack::call_id(judgement.message())) {
      return &other;
    }
  }
  return nullptr;
}

enum class Outcome : std::uint8_t { accepted, refused };

/// Copies that were under way when the ACK went out are nobody's fault.
void no_copy_after_ack(Judgement& judgement, Outcome outcome) {
  const bool invite =
      judgement.seen().sender == Side::harness && judgement.message().method() == "INVITE";
  const Observed* ack = invite ? ack_of(judgement) : nullptr;
  if (ack == nullptr) {
    return;
  }
  const stack::TimePoint quiet = ack->at + judgement.run().t1 / 2 + judgement.run().tolerance;
  for (const Observed* response : finals(judgement)) {
    const bool accepted = response->message.status() / 100 == 2;
    if (accepted == (outcome == Outcome::accepted) && response->at > quiet) {
      judgement.violated("the answer to INVITE was repeated although its ACK had come",
                         {"no copy after the ACK"}, shown(response->message.start_line()),
                         judgement.start_line());
      return;
    }
  }
}

void no_success_after_ack(Judgement& judgement) {
  no_copy_after_ack(judgement, Outcome::accepted);
}

void no_refusal_after_ack(Judgement& judgement) {
  no_copy_after_ack(judgement, Outcome::refused);
}

void requests_are_retransmitted_on_schedule(Judgement& judgement) {
  if (!is_udp_request(judgement, Side::device) || judgement.message().method() == "INVITE") {
    return;
  }
  stack::ObservedSchedule schedule;
  for (const Observed* copy : transmissions(judgement)) {
    schedule.transmissions.push_back(copy->at);
  }
  for (const Observed& other : judgement.exchange().messages()) {
    const bool answer =
        other.message.is_response() && judgement.exchange().request_of(other) == &judgement.seen();
    if (answer) {
      schedule.stopped_at = other.at;
      break;
    }
  }
  schedule.observed_until = judgement.end();
  const stack::TimerTable timers{judgement.run().t1, judgement.run().t2, judgement.run().t4};
  if (const auto deviation = stack::first_deviation(schedule, timers, judgement.run().tolerance)) {
    judgement.violated(deviation->sentence, {deviation->expected}, deviation->actual,
                       judgement.start_line());
  }
}

constexpr Rule rules[] = {
    {{"retransmission-answered", "RFC3261-17.2.2-03", Scope::end_of_case},
     retransmissions_are_answered},
    {{"no-unasked-copy", "RFC3261-17.2.2-04", Scope::end_of_case}, no_unasked_copies},
    {{"no-2xx-after-ack", "RFC3261-13.3.1.4-02", Scope::end_of_case}, no_success_after_ack},
    {{"no-refusal-after-ack", "RFC3261-17.2.1-02", Scope::end_of_case}, no_refusal_after_ack},
    {{"timer-e-schedule", "RFC3261-17.1.2.2-01", Scope::end_of_case},
     requests_are_retransmitted_on_schedule},
};

}  // namespace

std::span<const Rule> end_rules() {
  return rules;
}

}  // namespace sipspec::harness
