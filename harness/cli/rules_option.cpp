#include "harness/cli/rules_option.hpp"

#include "harness/catalogue/strictness.hpp"

#include <vector>

namespace sipspec::harness {

OptionSpec rules_option() {
  return {"rules", "NAME",
          "What is held against the device: modern (default), strict-3428, "
          "rfc3261-only, draft03, relaxed-size"};
}

UsageResult<std::string> read_rules_option(const ParsedOptions& options) {
  std::vector<std::string> names;
  for (const Strictness& profile : all_strictness()) {
    names.emplace_back(profile.name);
  }
  return options.choice("rules", names, std::string(usual_strictness));
}

}  // namespace sipspec::harness
