#pragma once

// What a report says of a case before it ran: identity, title, section, how to run it again.

#include "harness/catalogue/catalogue.hpp"
#include "harness/run/plan.hpp"
#include "reports/result.hpp"

#include <string>

namespace sipspec::harness {

/// Everything that does not depend on the outcome. The section is that of the first requirement
/// that the case verifies.
reports::CaseResult case_head(const PlannedCase& planned, const Catalogue& catalogue);

/// Fills what the engine does not know into its result, and leaves what it said.
void complete(reports::CaseResult& result, const reports::CaseResult& head);

}  // namespace sipspec::harness
