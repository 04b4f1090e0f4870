#include "harness/run/unsettled.hpp"

#include <algorithm>
#include <functional>

namespace sipspec::harness {

void Unsettled::ended(std::size_t index, stack::TimePoint at, stack::TimePoint last_sent) {
  cases_.push_back({{index, last_sent}, at});
}

std::vector<std::size_t> Unsettled::alive(stack::TimePoint at) {
  std::vector<std::size_t> settled;
  std::erase_if(cases_, [&](const Ended& it) {
    if (it.at >= at) {
      return false;
    }
    settled.push_back(it.suspect.index);
    return true;
  });
  return settled;
}

std::vector<Suspect> Unsettled::take() {
  std::vector<Suspect> suspects;
  for (const auto& it : cases_) {
    suspects.push_back(it.suspect);
  }
  cases_.clear();
  return suspects;
}

void order_by_likelihood(std::vector<Suspect>& suspects) {
  std::ranges::stable_sort(suspects, std::ranges::greater{}, &Suspect::last_sent);
}

}  // namespace sipspec::harness
