#pragma once

// What a run says about the device as a whole: the requirements that were broken, each once, with
// the cases that show it. Fifty cases may break one rule; a reader wants to know that first.
//
//   for (const Broken& broken : broken_requirements(run.cases)) { ... }

#include "reports/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sipspec::reports {

struct Broken {
  const Finding* finding = nullptr;      ///< the first: names, level, sentence
  Verdict verdict = Verdict::fail;       ///< the gravest of its findings
  std::vector<const CaseResult*> cases;  ///< each once, in the order given
};

/// The gravest first, then those of most cases, then by id. Findings that are the device's fault
/// and name a requirement; views into `cases`.
std::vector<Broken> broken_requirements(const std::vector<CaseResult>& cases);

}  // namespace sipspec::reports
