#include "stack/agent/dialog_keeper.hpp"

#include "stack/message/fields.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

void DialogKeeper::add(Dialog dialog) {
  std::erase_if(dialogs_, [&](const Dialog& other) { return other.id() == dialog.id(); });
  if (dialogs_.size() >= max_dialogs) {
    dialogs_.pop_front();
  }
  dialogs_.push_back(std::move(dialog));
}

Dialog* DialogKeeper::find(const Message& request) {
  const auto found = std::ranges::find_if(dialogs_, [&](const Dialog& dialog) {
    return is(Fault::dialog_tags_ignored) ? dialog.id().call_id == call_id(request)
                                          : dialog.matches_received(request);
  });
  return found == dialogs_.end() ? nullptr : &*found;
}

bool DialogKeeper::knows(const Message& request) const {
  return std::ranges::any_of(
      dialogs_, [&](const Dialog& dialog) { return dialog.matches_received(request); });
}

Dialog::Verdict DialogKeeper::judge(const Message& request) {
  Dialog* dialog = find(request);
  if (dialog == nullptr) {
    return Dialog::Verdict::not_in_it;
  }
  const bool message = request.method() == "MESSAGE";
  if (is(Fault::dialog_tags_ignored) || (message && is(Fault::old_cseq_accepted))) {
    return Dialog::Verdict::accepted;
  }
  if ((message && is(Fault::message_in_dialog_refused)) ||
      (request.method() == "BYE" && is(Fault::bye_refused))) {
    return Dialog::Verdict::not_in_it;
  }
  const auto last = dialog->remote_cseq();
  const auto sequence = cseq(request);
  if (is(Fault::cseq_gap_refused) && last && sequence && sequence->number > *last + 1) {
    return Dialog::Verdict::out_of_order;
  }
  return dialog->judge(request);
}

void DialogKeeper::answered(const Message& request, int status) {
  const bool over = request.method() == "BYE" && status / 100 == 2 && !is(Fault::bye_forgotten);
  const bool failed =
      request.method() == "MESSAGE" && status >= 300 && is(Fault::failing_message_ends_dialog);
  if (over || failed) {
    std::erase_if(dialogs_, [&](const Dialog& dialog) { return dialog.matches_received(request); });
  }
}

}  // namespace sipspec::stack
