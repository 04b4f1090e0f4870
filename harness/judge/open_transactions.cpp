#include "harness/judge/open_transactions.hpp"

#include "stack/message/fields.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

std::uint64_t octets_key(const Observed& message) {
  auto key = key_of(message.octets, message.connection);
  key = key_of(message.source.ip, key + message.source.port);
  return key_of(message.destination.ip, key + message.destination.port);
}

std::optional<std::uint64_t> branch_key(const stack::Message& message) {
  const auto via = stack::top_via(message);
  if (!via || via->branch().empty()) {
    return std::nullopt;
  }
  return key_of(via->branch());
}

std::optional<std::uint64_t> call_key(const stack::Message& message) {
  const auto cseq = stack::cseq(message);
  const auto call = stack::call_id(message);
  if (!cseq || call.empty()) {
    return std::nullopt;
  }
  return key_of(call, cseq->number);
}

void erase(std::unordered_multimap<std::uint64_t, std::uint64_t>& index, std::uint64_t key,
           std::uint64_t number) {
  const auto [first, last] = index.equal_range(key);
  for (auto it = first; it != last; ++it) {
    if (it->second == number) {
      index.erase(it);
      return;
    }
  }
}

}  // namespace

std::uint64_t key_of(std::string_view text, std::uint64_t number) {
  return std::hash<std::string_view>{}(text) ^ ((number + 1) * 0x9E3779B97F4A7C15ULL);
}

JudgedTransaction& OpenTransactions::begin() {
  while (!open_.empty() && (open_.size() >= limits_.transactions || octets_ > limits_.octets)) {
    gave_up_ = true;
    close(open_.begin()->first);
  }
  const Number number = next_++;
  auto& slot = open_[number];
  slot = std::make_unique<JudgedTransaction>();
  slot->number = number;
  return *slot;
}

void OpenTransactions::added(JudgedTransaction& transaction, std::uint32_t index) {
  const Observed& message = transaction.exchange.messages()[index];
  octets_ += message.octets.size();
  transaction.octets += message.octets.size();
  transaction.last = std::max(transaction.last, message.at);
  by_octets_.try_emplace(octets_key(message), transaction.number, index);
  if (!message.message.is_request() || message.repeats >= 0) {
    return;
  }
  if (const auto key = branch_key(message.message)) {
    transaction.branch_keys.push_back(*key);
    by_branch_.emplace(*key, transaction.number);
  }
  if (const auto key = call_key(message.message)) {
    transaction.call_keys.push_back(*key);
    by_call_.emplace(*key, transaction.number);
  }
}

std::optional<OpenTransactions::Copy> OpenTransactions::copy_of(const Observed& message) const {
  const auto found = by_octets_.find(octets_key(message));
  if (found == by_octets_.end()) {
    return std::nullopt;
  }
  const auto& [number, index] = found->second;
  JudgedTransaction& transaction = *open_.at(number);
  const Observed& first = transaction.exchange.messages()[index];
  const bool same = first.octets == message.octets && first.source == message.source &&
                    first.destination == message.destination;
  return same ? std::optional(Copy{&transaction, index}) : std::nullopt;
}

bool OpenTransactions::is_late(const Observed& message) const {
  const auto key = octets_key(message);
  return late_.contains(key) || late_before_.contains(key);
}

void OpenTransactions::collect(const Index& index, std::uint64_t key,
                               std::vector<Number>& numbers) const {
  constexpr std::size_t most = 64;  // a hostile capture may hold one branch for ever
  const auto [first, last] = index.equal_range(key);
  std::size_t taken = 0;
  for (auto it = first; it != last && taken < most; ++it, ++taken) {
    numbers.push_back(it->second);
  }
}

std::vector<JudgedTransaction*> OpenTransactions::related(const stack::Message& message) const {
  std::vector<Number> numbers;
  if (const auto key = branch_key(message)) {
    collect(by_branch_, *key, numbers);
  }
  if (const auto key = call_key(message)) {
    collect(by_call_, *key, numbers);
  }
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  std::vector<JudgedTransaction*> found;
  found.reserve(numbers.size());
  for (const Number number : numbers) {
    found.push_back(open_.at(number).get());
  }
  return found;
}

std::vector<JudgedTransaction*> OpenTransactions::all() const {
  std::vector<JudgedTransaction*> found;
  found.reserve(open_.size());
  for (const auto& [number, transaction] : open_) {
    found.push_back(transaction.get());
  }
  return found;
}

void OpenTransactions::close_before(stack::TimePoint non_invite, stack::TimePoint invite) {
  std::vector<Number> over;
  for (const auto& [number, transaction] : open_) {
    const bool ringing = transaction->is_invite() && final_response(*transaction) == nullptr;
    if (transaction->last < (ringing ? invite : non_invite)) {
      over.push_back(number);
    }
  }
  for (const Number number : over) {
    close(number);
  }
}

void OpenTransactions::close_all() {
  while (!open_.empty()) {
    close(open_.begin()->first);
  }
}

void OpenTransactions::close(Number number) {
  const auto found = open_.find(number);
  JudgedTransaction& over = *found->second;
  on_close_(over);
  for (const std::uint64_t key : over.branch_keys) {
    erase(by_branch_, key, number);
  }
  for (const std::uint64_t key : over.call_keys) {
    erase(by_call_, key, number);
  }
  for (const Observed& message : over.exchange.messages()) {
    const auto key = octets_key(message);
    by_octets_.erase(key);
    remember(key);
  }
  octets_ -= over.octets;
  open_.erase(found);
}

void OpenTransactions::remember(std::uint64_t key) {
  if (late_.size() >= limits_.remembered) {
    late_before_ = std::exchange(late_, {});
  }
  late_.insert(key);
}

}  // namespace sipspec::harness
