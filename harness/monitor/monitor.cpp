#include "harness/monitor/monitor.hpp"

#include "harness/monitor/rule.hpp"
#include "stack/body/body.hpp"

#include <array>

namespace sipspec::harness {
namespace {

constexpr std::array message_families{wire_rules,     grammar_rules, length_rules, echo_rules,
                                      presence_rules, path_rules,    answer_rules, request_rules,
                                      body_rules,     auth_rules};

bool applies(Scope scope, const stack::Message& message) {
  switch (scope) {
    case Scope::any_message:
      return true;
    case Scope::response:
      return message.is_response();
    case Scope::request:
      return message.is_request();
    case Scope::end_of_case:
      return false;
  }
  return false;
}

}  // namespace

Observed& Exchange::add(Observed message) {
  message.index = static_cast<std::uint32_t>(messages_.size());
  messages_.push_back(std::move(message));
  Observed& kept = messages_.back();
  // A move may have carried the octets elsewhere (short strings): read them where they live now.
  kept.message = stack::Message::parse(kept.octets);
  kept.value_defects = stack::validate(kept.message);
  const stack::Body body = stack::Body::parse(kept.message);
  kept.body_defects.assign(body.defects().begin(), body.defects().end());
  return kept;
}

std::uint32_t first_transmission(const Exchange& exchange, std::uint32_t index) {
  const std::int32_t repeats = exchange.messages()[index].repeats;
  return repeats >= 0 ? static_cast<std::uint32_t>(repeats) : index;
}

const Observed* Exchange::request_of(const Observed& response) const {
  if (response.answers < 0 || static_cast<std::size_t>(response.answers) >= messages_.size()) {
    return nullptr;
  }
  return &messages_[first_transmission(*this, static_cast<std::uint32_t>(response.answers))];
}

std::vector<RuleFinding> judge_message(const Exchange& exchange, std::uint32_t index,
                                       const MonitorContext& context) {
  std::vector<RuleFinding> findings;
  const Observed& seen = exchange.messages()[index];
  if (seen.deliberate) {
    return findings;
  }
  Judgement judgement(exchange, seen, context, findings);
  for (const auto family : message_families) {
    for (const Rule& rule : family()) {
      if (applies(rule.info.scope, seen.message)) {
        judgement.enter(rule.info);
        rule.judge(judgement);
      }
    }
  }
  return findings;
}

std::vector<RuleFinding> judge_end(const Exchange& exchange, stack::TimePoint end,
                                   const MonitorContext& context) {
  std::vector<RuleFinding> findings;
  for (const Observed& seen : exchange.messages()) {
    if (seen.repeats >= 0) {
      continue;
    }
    Judgement judgement(exchange, seen, context, findings);
    judgement.at_end(end);
    for (const Rule& rule : end_rules()) {
      judgement.enter(rule.info);
      rule.judge(judgement);
    }
  }
  return findings;
}

std::vector<RuleInfo> all_rules() {
  std::vector<RuleInfo> rules;
  for (const auto family : message_families) {
    for (const Rule& rule : family()) {
      rules.push_back(rule.info);
    }
  }
  for (const Rule& rule : end_rules()) {
    rules.push_back(rule.info);
  }
  return rules;
}

}  // namespace sipspec::harness
