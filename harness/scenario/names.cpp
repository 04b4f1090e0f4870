#include "harness/scenario/names.hpp"

#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

constexpr std::array<std::string_view, 8> reserved = {"device",   "transport", "branch", "call-id",
                                                      "from-tag", "cseq",      "random", "repeat"};

std::string_view article_of(StepKind kind) {
  switch (kind) {
    case StepKind::send:
      return "a send";
    case StepKind::expect:
      return "an expect";
    case StepKind::respond:
      return "a respond";
  }
  return "";
}

std::string kinds_text(const std::vector<StepKind>& kinds) {
  std::vector<std::string_view> names;
  std::ranges::transform(kinds, std::back_inserter(names), article_of);
  return fmt::format("{}", fmt::join(names, " or "));
}

}  // namespace

bool is_reserved_name(std::string_view id) {
  return std::ranges::find(reserved, id) != reserved.end();
}

void NameScope::add_step(NamedStep step) {
  step_by_id_.emplace(step.id, steps_.size());
  steps_.push_back(std::move(step));
}

bool NameScope::has_actor(std::string_view id) const {
  return std::ranges::find(actors_, id) != actors_.end();
}

const NamedStep* NameScope::find(std::string_view id) const {
  const auto found = step_by_id_.find(id);
  return found == step_by_id_.end() ? nullptr : &steps_[found->second];
}

std::string NameScope::actor_mistake(std::string_view id) const {
  if (has_actor(id)) {
    return {};
  }
  const std::vector<std::string_view> known(actors_.begin(), actors_.end());
  return fmt::format("there is no actor '{}'{}", id, suggestion(id, known));
}

std::string NameScope::step_mistake(std::string_view id, std::vector<StepKind> kinds,
                                    NameUser user) const {
  const auto fits = [&](const NamedStep& step) {
    return std::ranges::find(kinds, step.kind) != kinds.end();
  };
  const NamedStep* const step = find(id);
  if (step == nullptr) {
    std::vector<std::string_view> known;
    for (const NamedStep& each : steps_) {
      if (fits(each) && each.index < user.step) {
        known.emplace_back(each.id);
      }
    }
    return fmt::format("there is no step '{}'{}", id, suggestion(id, known));
  }
  if (!fits(*step)) {
    return fmt::format("'{}' is {}, not {}", id, article_of(step->kind), kinds_text(kinds));
  }
  if (step->index == user.step) {
    return fmt::format("'{}' is this very step", id);
  }
  return step->index > user.step ? fmt::format("'{}' stands later than this step", id)
                                 : std::string();
}

}  // namespace sipspec::harness
