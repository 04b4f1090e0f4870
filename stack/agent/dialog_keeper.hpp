#pragma once

// The dialogs that the reference device is in, oldest first; bounded. It says what a request that
// names one is worth, with the faults that concern dialogs. Not here: transactions.

#include "stack/agent/fault.hpp"
#include "stack/dialog/dialog.hpp"
#include "stack/message/message.hpp"

#include <cstddef>
#include <deque>

namespace sipspec::stack {

/// Dialogs kept at once; above it the oldest goes.
inline constexpr std::size_t max_dialogs = 10'000;

class DialogKeeper {
 public:
  explicit DialogKeeper(Fault fault) : fault_(fault) {}

  void add(Dialog dialog);
  /// Judges a request that has a To tag, and takes note of its number.
  Dialog::Verdict judge(const Message& request);
  /// The request is in a dialog.
  bool knows(const Message& request) const;
  /// What an answer to a request in a dialog does to it: a BYE that is accepted ends it.
  void answered(const Message& request, int status);

 private:
  bool is(Fault fault) const { return fault_ == fault; }

  Dialog* find(const Message& request);

  Fault fault_;
  std::deque<Dialog> dialogs_;
};

}  // namespace sipspec::stack
