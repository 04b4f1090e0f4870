#pragma once

// The transactions of a capture that may still go on, found by what a message tells. Bounded: past
// a limit the oldest is given up first, and what comes of it later is known as late.
//
//   JudgedTransaction& it = open.begin();
//   open.add_request(it, index);
//   open.close_before(now - linger, [&](JudgedTransaction& over) { ... });

#include "harness/judge/transaction.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sipspec::harness {

struct OpenLimits {
  std::size_t transactions = 20'000;
  std::size_t octets = std::size_t{48} << 20U;  ///< of their messages
  std::size_t remembered = 200'000;             ///< messages of closed ones
  std::size_t messages_of_one = 1'000;
};

class OpenTransactions {
 public:
  using OnClose = std::function<void(JudgedTransaction&)>;

  OpenTransactions(OpenLimits limits, OnClose on_close)
      : limits_(limits), on_close_(std::move(on_close)) {}

  JudgedTransaction& begin();

  /// The message at `index` was added: finds its copies from now on, and, of a request that
  /// responses may answer, those.
  void added(JudgedTransaction& transaction, std::uint32_t index);

  struct Copy {
    JudgedTransaction* transaction = nullptr;
    std::uint32_t index = 0;
  };

  /// The same octets from the same place to the same place, in a transaction that is open.
  std::optional<Copy> copy_of(const Observed& message) const;
  /// The same in a transaction that was closed lately.
  bool is_late(const Observed& message) const;

  /// Open ones that share branch or Call-ID and CSeq number with it, oldest first.
  std::vector<JudgedTransaction*> related(const stack::Message& message) const;
  /// All open ones, oldest first.
  std::vector<JudgedTransaction*> all() const;

  /// Closes what had its last message before that, INVITEs without final response excepted.
  void close_before(stack::TimePoint non_invite, stack::TimePoint invite);
  void close_all();

  const OpenLimits& limits() const { return limits_; }

  /// A transaction was closed before its time, for room.
  bool gave_up() const { return gave_up_; }

 private:
  using Number = std::uint64_t;
  using Index = std::unordered_multimap<std::uint64_t, Number>;

  void close(Number number);
  void remember(std::uint64_t key);
  void collect(const Index& index, std::uint64_t key, std::vector<Number>& numbers) const;

  OpenLimits limits_;
  OnClose on_close_;
  Number next_ = 1;
  std::map<Number, std::unique_ptr<JudgedTransaction>> open_;
  std::size_t octets_ = 0;
  Index by_branch_, by_call_;
  std::unordered_map<std::uint64_t, std::pair<Number, std::uint32_t>> by_octets_;
  std::unordered_set<std::uint64_t> late_, late_before_;  ///< two generations
  bool gave_up_ = false;
};

/// Of texts and numbers, for the indexes.
std::uint64_t key_of(std::string_view text, std::uint64_t number = 0);

}  // namespace sipspec::harness
