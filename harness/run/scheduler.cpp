#include "harness/run/scheduler.hpp"

#include <algorithm>

namespace sipspec::harness {

Scheduler::Scheduler(std::vector<SchedulerItem> items, SchedulerLimits limits) : limits_(limits) {
  // Stable from the back: of equally long cases the first one starts first.
  std::ranges::reverse(items);
  std::ranges::stable_sort(items, {}, &SchedulerItem::longest);
  for (const auto& item : items) {
    (item.company == SchedulerItem::Company::alone ? alone_ : waiting_).push_back(item);
  }
}

bool Scheduler::may_start(stack::TimePoint now) {
  next_moment_.reset();
  if (exclusive_running_ || running_.size() >= limits_.jobs) {
    return false;
  }
  if (last_start_ && now < *last_start_ + limits_.spacing) {
    next_moment_ = *last_start_ + limits_.spacing;
    return false;
  }
  std::size_t fresh = 0;
  stack::Deadline first_settled;
  for (const auto& running : running_) {
    const auto settled = running.since + limits_.fresh_span;
    if (settled > now) {
      ++fresh;
      first_settled = stack::earliest(first_settled, settled);
    }
  }
  if (fresh >= limits_.fresh) {
    next_moment_ = first_settled;
    return false;
  }
  return true;
}

std::optional<std::size_t> Scheduler::start(std::vector<SchedulerItem>& from,
                                            stack::TimePoint now) {
  const auto index = from.back().index;
  from.pop_back();
  running_.push_back({index, now});
  last_start_ = now;
  next_moment_ = now + limits_.spacing;
  return index;
}

std::optional<std::size_t> Scheduler::next(stack::TimePoint now) {
  if (waiting_.empty() && alone_.empty()) {
    next_moment_.reset();
    return std::nullopt;
  }
  if (!waiting_.empty()) {
    return may_start(now) ? start(waiting_, now) : std::nullopt;
  }
  next_moment_.reset();
  if (!running_.empty()) {
    return std::nullopt;
  }
  exclusive_running_ = true;
  return start(alone_, now);
}

void Scheduler::finished(std::size_t index) {
  std::erase_if(running_, [&](const Running& running) { return running.index == index; });
  if (running_.empty()) {
    exclusive_running_ = false;
  }
}

void Scheduler::add(SchedulerItem item) {
  auto& list = item.company == SchedulerItem::Company::alone ? alone_ : waiting_;
  list.insert(list.begin(), item);
}

std::vector<std::size_t> Scheduler::drop_waiting() {
  std::vector<std::size_t> dropped;
  for (auto* list : {&waiting_, &alone_}) {
    for (auto item = list->rbegin(); item != list->rend(); ++item) {
      dropped.push_back(item->index);
    }
    list->clear();
  }
  return dropped;
}

}  // namespace sipspec::harness
