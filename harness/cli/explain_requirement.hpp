#pragma once

// What a requirement says, how it is looked at, and by whom: the half of `sipspec explain` that
// answers "what is RFC3428-7-05?".

#include "harness/catalogue/requirement.hpp"
#include "harness/cli/suite.hpp"

#include <string_view>

namespace sipspec::harness {

/// The requirement of that id in any case; null when there is none.
const Requirement* find_requirement(const Catalogue& catalogue, std::string_view id);

/// To stdout: its words, stimulus and observation, the monitors and the cases that judge it.
void print_requirement(const Requirement& requirement, const Suite& suite);

}  // namespace sipspec::harness
