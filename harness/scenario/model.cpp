#include "harness/scenario/model.hpp"

#include <algorithm>

namespace sipspec::harness {

bool CredentialsSpec::deviates() const {
  return user || password || realm || nonce || uri || method || nc || cnonce || body || response;
}

namespace {

/// Requirement ids that one step names.
struct NamedBy {
  std::vector<std::string>* ids;

  void add(const std::string& id) const {
    if (!id.empty() && std::ranges::find(*ids, id) == ids->end()) {
      ids->push_back(id);
    }
  }

  void operator()(const ExpectStep& step) const {
    add(step.verifies);
    for (const Check& check : step.checks) {
      add(check.verifies);
    }
  }

  void operator()(const SilenceStep& step) const { add(step.verifies); }

  void operator()(const DeliveredStep& step) const { add(step.verifies); }

  template <class Other>
  void operator()(const Other&) const {}
};

}  // namespace

const SourcePlace& place_of(const Step& step) {
  return std::visit([](const auto& each) -> const SourcePlace& { return each.place; }, step);
}

std::vector<std::string> Scenario::verifies() const {
  std::vector<std::string> ids;
  for (const Step& step : steps) {
    std::visit(NamedBy{&ids}, step);
  }
  return ids;
}

}  // namespace sipspec::harness
