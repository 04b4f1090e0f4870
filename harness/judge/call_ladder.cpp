#include "harness/judge/call_ladder.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/judge/records.hpp"
#include "stack/message/fields.hpp"

#include <algorithm>
#include <optional>

namespace sipspec::harness {

bool CallLadder::is_wanted(const JudgedTransaction& transaction) const {
  if (selection_.call_ids.empty()) {
    return true;
  }
  return std::ranges::any_of(transaction.exchange.messages(), [&](const Observed& message) {
    return std::ranges::find(selection_.call_ids, stack::call_id(message.message)) !=
           selection_.call_ids.end();
  });
}

void CallLadder::count_call(const Observed& message) {
  constexpr std::size_t most = 1000;
  const auto call = printable(stack::call_id(message.message));
  const auto found = calls_.find(call);
  if (found != calls_.end()) {
    ++found->second;
  } else if (calls_.size() < most) {
    calls_[call] = 1;
  }
}

void CallLadder::take(const JudgedTransaction& transaction, const EndpointBook& book,
                      stack::TimePoint until) {
  for (const Observed& message : transaction.exchange.messages()) {
    count_call(message);
  }
  if (!is_wanted(transaction)) {
    return;
  }
  if (kept_.size() + transaction.exchange.messages().size() > selection_.most_messages) {
    left_out_ += transaction.exchange.messages().size();
    return;
  }
  for (const Observed& message : transaction.exchange.messages()) {
    kept_.push_back({.at = message.at,
                     .record = record_of(message, transaction.seen[message.index], book),
                     .transaction = transaction.number});
  }
  const Observed* request = transaction.request();
  if (request == nullptr) {
    return;
  }
  const auto due = request->at + 64 * selection_.timers.t1;
  if (final_response(transaction) == nullptr) {
    auto missing = missing_of(transaction, book, std::min(due, until));
    missing.after = request->index;
    missing.label = due <= until ? "final response" : "final response (the capture ends here)";
    missing_.emplace_back(transaction.number, std::move(missing));
  }
  if (auto timer = timer_of(transaction, book, selection_.timers, until)) {
    timers_.push_back(std::move(*timer));
  }
}

reports::CaseResult CallLadder::result() {
  std::ranges::sort(kept_, {},
                    [](const Kept& kept) { return std::pair(kept.at, kept.record.frame); });
  reports::CaseResult result;
  const auto began = kept_.empty() ? stack::TimePoint{} : kept_.front().at;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> places;
  for (Kept& kept : kept_) {
    const auto index = static_cast<std::uint32_t>(result.messages.size());
    places[{kept.transaction, kept.record.index}] = index;
    kept.record.index = index;
    kept.record.at = kept.at - began;
    if (kept.record.repeats) {
      kept.record.repeats = places[{kept.transaction, *kept.record.repeats}];
    }
    result.messages.push_back(std::move(kept.record));
  }
  for (auto& [transaction, missing] : missing_) {
    missing.after = places[{transaction, missing.after.value_or(0)}];
    missing.deadline -= began.time_since_epoch();
    result.missing.push_back(std::move(missing));
  }
  for (auto& timer : timers_) {
    timer.start -= began.time_since_epoch();
    timer.end -= began.time_since_epoch();
    result.timers.push_back(std::move(timer));
  }
  result.duration = result.messages.empty() ? reports::Offset{} : result.messages.back().at;
  return result;
}

}  // namespace sipspec::harness
