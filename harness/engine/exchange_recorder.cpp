#include "harness/engine/exchange_recorder.hpp"

#include <algorithm>

namespace sipspec::harness {

ExchangeRecorder::ExchangeRecorder(MonitorContext context, OnMessage on_message,
                                   OnFindings on_findings)
    : context_(context), on_message_(std::move(on_message)), on_findings_(std::move(on_findings)) {}

const Observed& ExchangeRecorder::sent(Observed message) {
  message.sender = Side::harness;
  const Observed& kept = keep(std::move(message));
  judge(kept);
  return kept;
}

Observed* ExchangeRecorder::received(Observed message, std::uint32_t actor) {
  heard_ = true;
  const bool too_many = exchange_.messages().size() >= max_messages_kept ||
                        octets_kept_ + message.octets.size() > max_octets_kept;
  if (too_many) {
    overflowed_ = true;
    return nullptr;
  }
  message.sender = Side::device;
  Observed& kept = keep(std::move(message));
  if (resembles_response(kept.message)) {
    const Tie tie = tie_of(kept.message, actor);
    kept.answers = tie.answers;
    kept.association = tie.by;
  }
  judge(kept);
  return &kept;
}

void ExchangeRecorder::add_candidate(std::uint32_t actor, std::uint32_t index) {
  asked_.push_back({.actor = actor, .index = index});
}

void ExchangeRecorder::add_decoy(std::uint32_t actor, std::string octets) {
  Decoy& decoy = decoys_.emplace_back(Decoy{.actor = actor, .octets = std::move(octets)});
  decoy.message = stack::Message::parse(decoy.octets);
}

void ExchangeRecorder::answered(std::uint32_t index) {
  for (Asked& asked : asked_) {
    asked.waiting = asked.waiting && asked.index != index;
  }
}

void ExchangeRecorder::assign_step(std::uint32_t index, const std::string& step) {
  exchange_.messages()[index].step = step;
}

std::vector<RuleFinding> ExchangeRecorder::judge_end(stack::TimePoint end) const {
  return harness::judge_end(exchange_, end, context_);
}

Observed& ExchangeRecorder::keep(Observed message) {
  octets_kept_ += message.octets.size();
  const auto key = std::pair(message.sender, std::hash<std::string>{}(message.octets));
  std::vector<std::uint32_t>& firsts = firsts_[key];
  for (const std::uint32_t first : firsts) {
    if (at(first).octets == message.octets) {
      message.repeats = static_cast<std::int32_t>(first);
      break;
    }
  }
  Observed& kept = exchange_.add(std::move(message));
  if (kept.repeats < 0) {
    firsts.push_back(kept.index);
  }
  return kept;
}

/// First among the requests of the socket it came to; a response that clearly answers a request
/// sent from another one (its Via may name another port) is tied to that.
Tie ExchangeRecorder::tie_of(const stack::Message& response, std::uint32_t actor) const {
  const auto is_clear = [](const Tie& tie) {
    return tie.by != Association::none && tie.by != Association::only_pending;
  };
  const Tie own = associate(response, candidates_of(actor));
  if (is_clear(own)) {
    return own;
  }
  const Tie any = associate(response, candidates_of(std::nullopt));
  return is_clear(any) ? any : own;
}

std::vector<Candidate> ExchangeRecorder::candidates_of(std::optional<std::uint32_t> actor) const {
  std::vector<Candidate> out;
  for (const Asked& asked : asked_) {
    if (!actor || asked.actor == *actor) {
      out.push_back(
          {.request = &at(asked.index).message,
           .index = static_cast<std::int32_t>(asked.index),
           .state = asked.waiting ? Candidate::State::waiting : Candidate::State::answered});
    }
  }
  for (const Decoy& decoy : decoys_) {
    if (!actor || decoy.actor == *actor) {
      out.push_back({.request = &decoy.message, .state = Candidate::State::decoy});
    }
  }
  return out;
}

void ExchangeRecorder::judge(const Observed& kept) {
  if (on_message_) {
    on_message_(kept);
  }
  auto findings = judge_message(exchange_, kept.index, context_);
  if (!findings.empty()) {
    on_findings_(kept, std::move(findings));
  }
}

}  // namespace sipspec::harness
