#include "harness/judge/endpoint_case.hpp"

#include "harness/catalogue/strictness.hpp"
#include "harness/engine/told.hpp"
#include "harness/judge/records.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using reports::Verdict;

constexpr std::size_t frames_named = 8;
constexpr std::size_t missing_shown = 20;

std::string frames_text(const std::vector<captures::FrameNumber>& frames, std::uint64_t messages) {
  if (frames.empty()) {
    return "";
  }
  const bool more = messages > frames.size();
  return fmt::format("frame{} {}{}", frames.size() == 1 && !more ? "" : "s",
                     fmt::join(frames, ", "),
                     more ? fmt::format(" and {} more", messages - frames.size()) : "");
}

void name_frame(std::vector<captures::FrameNumber>& frames, captures::FrameNumber frame) {
  const bool named = !frames.empty() && frames.back() == frame;
  if (frame != 0 && !named && frames.size() < frames_named) {
    frames.push_back(frame);
  }
}

}  // namespace

bool EndpointCase::in_profile(const RuleFinding& finding) const {
  const Requirement* known = catalogue_->find(finding.requirement);
  return known == nullptr || in_force(*known, profile_);
}

bool EndpointCase::brings_news(const JudgedTransaction& transaction, EndpointId self) const {
  return std::ranges::any_of(transaction.findings, [&](const JudgedFinding& judged) {
    return judged.blamed == self && judged.worth.kind == Worth::Kind::stands &&
           in_profile(judged.finding) &&
           !known_.contains({judged.finding.rule, judged.finding.requirement});
  });
}

void EndpointCase::take(const JudgedTransaction& transaction, EndpointId self,
                        const EndpointBook& book) {
  std::map<std::uint32_t, std::uint32_t> shown;
  if (brings_news(transaction, self)) {
    shown = show(transaction, self, book);
  }
  for (const JudgedFinding& judged : transaction.findings) {
    if (judged.blamed != self || !in_profile(judged.finding)) {
      continue;
    }
    const auto frame = transaction.seen[judged.finding.observed].frame;
    if (judged.worth.kind == Worth::Kind::stands) {
      stands(transaction, judged, shown);
    } else if (judged.worth.kind == Worth::Kind::inconclusive) {
      doubt(judged.worth.why, frame);
    }
  }
}

void EndpointCase::stands(const JudgedTransaction& transaction, const JudgedFinding& judged,
                          const std::map<std::uint32_t, std::uint32_t>& shown) {
  const RuleFinding& found = judged.finding;
  const auto frame = transaction.seen[found.observed].frame;
  const auto [entry, is_new] = known_.try_emplace({found.rule, found.requirement},
                                                  Known{.finding = result_.findings.size()});
  const bool same_message = !is_new && entry->second.last == frame;
  entry->second.last = frame;
  entry->second.messages += same_message ? 0U : 1U;
  name_frame(entry->second.frames, frame);
  if (!is_new) {
    return;
  }
  reports::Finding finding = told(found);
  const auto place = shown.find(found.observed);
  finding.message_index =
      place == shown.end() ? std::nullopt : std::optional<std::uint32_t>(place->second);
  finding.frame = frame;
  tell_requirement(finding, catalogue_->find(found.requirement));
  reports::add_finding(result_, std::move(finding));
}

std::map<std::uint32_t, std::uint32_t> EndpointCase::show(const JudgedTransaction& transaction,
                                                          EndpointId self,
                                                          const EndpointBook& book) {
  std::map<std::uint32_t, std::uint32_t> places;
  for (const Observed& message : transaction.exchange.messages()) {
    const bool room = result_.messages.size() < max_messages_shown;
    const Seen& seen = transaction.seen[message.index];
    const bool blamed = std::ranges::any_of(transaction.findings, [&](const JudgedFinding& it) {
      return it.blamed == self && it.finding.observed == message.index;
    });
    if (!room && !blamed) {
      continue;
    }
    auto record = record_of(message, seen, book);
    record.index = static_cast<std::uint32_t>(result_.messages.size());
    if (record.repeats) {
      const auto first = places.find(*record.repeats);
      record.repeats =
          first == places.end() ? std::nullopt : std::optional<std::uint32_t>(first->second);
    }
    places[message.index] = record.index;
    result_.messages.push_back(std::move(record));
    shown_at_.push_back(message.at);
  }
  return places;
}

void EndpointCase::doubt(std::string_view why, captures::FrameNumber frame) {
  Doubt& doubt = doubts_[std::string(why)];
  const bool same_message = doubt.messages > 0 && doubt.last == frame;
  doubt.last = frame;
  doubt.messages += same_message ? 0U : 1U;
  name_frame(doubt.frames, frame);
}

void EndpointCase::unanswered(const JudgedTransaction& transaction, EndpointId self,
                              const EndpointBook& book, std::string_view why,
                              stack::TimePoint until) {
  const Observed& request = *transaction.request();
  doubt(why, transaction.seen[request.index].frame);
  if (result_.missing.size() >= missing_shown || result_.messages.size() >= max_messages_shown) {
    return;
  }
  const auto places = show(transaction, self, book);
  result_.missing.push_back(missing_of(transaction, book, until));
  result_.missing.back().after = places.at(request.index);
}

reports::CaseResult EndpointCase::finish(stack::TimePoint began) {
  for (const auto& [key, known] : known_) {
    if (known.messages > 1) {
      result_.findings[known.finding].message +=
          fmt::format(" ({})", frames_text(known.frames, known.messages));
    }
  }
  reports::Outcome outcome{.verdict = result_.verdict, .reason = result_.reason};
  if (outcome.verdict == Verdict::notrun) {
    outcome = {};
  }
  std::size_t number = 0;
  for (const auto& [why, doubt] : doubts_) {
    const auto text = fmt::format("{}{}", why, doubt.frames.empty() ? "" : ": ") +
                      frames_text(doubt.frames, doubt.messages);
    result_.checks.push_back({.id = fmt::format("evidence.{}", ++number),
                              .text = why,
                              .verdict = Verdict::inconc,
                              .actual = frames_text(doubt.frames, doubt.messages)});
    reports::combine(outcome, Verdict::inconc, text);
  }
  result_.verdict = outcome.verdict;
  result_.reason = outcome.reason;
  for (std::size_t i = 0; i < result_.messages.size(); ++i) {
    result_.messages[i].at = shown_at_[i] - began;
  }
  for (auto& missing : result_.missing) {
    missing.deadline -= began.time_since_epoch();
  }
  return std::move(result_);
}

}  // namespace sipspec::harness
