#pragma once

// The functions behind lint_checks(), by what they look at. Internal to the linter: a new check is
// a function here and a row in linter.cpp.

#include "harness/scenario/linter.hpp"

namespace sipspec::harness::lint_rules {

// lint_story.cpp: steps and names
void sent_unwatched(const Scenario& scenario, const LintContext& context, const LintReport& report);
void unused_actor(const Scenario& scenario, const LintContext& context, const LintReport& report);
void request_unanswered(const Scenario& scenario, const LintContext& context,
                        const LintReport& report);
void nothing_sent(const Scenario& scenario, const LintContext& context, const LintReport& report);
void nothing_awaited(const Scenario& scenario, const LintContext& context,
                     const LintReport& report);
void beyond_timeout(const Scenario& scenario, const LintContext& context, const LintReport& report);
void resend_reliable(const Scenario& scenario, const LintContext& context,
                     const LintReport& report);
void resend_doubled(const Scenario& scenario, const LintContext& context, const LintReport& report);
void stream_only(const Scenario& scenario, const LintContext& context, const LintReport& report);

// lint_checks.cpp: expectations and requirements
void empty_expect(const Scenario& scenario, const LintContext& context, const LintReport& report);
void check_names_nothing(const Scenario& scenario, const LintContext& context,
                         const LintReport& report);
void case_names_nothing(const Scenario& scenario, const LintContext& context,
                        const LintReport& report);
void check_twice(const Scenario& scenario, const LintContext& context, const LintReport& report);
void check_unreachable(const Scenario& scenario, const LintContext& context,
                       const LintReport& report);
void check_contradicts(const Scenario& scenario, const LintContext& context,
                       const LintReport& report);
void bad_expression(const Scenario& scenario, const LintContext& context, const LintReport& report);
void requirement_role(const Scenario& scenario, const LintContext& context,
                      const LintReport& report);
void requirement_transport(const Scenario& scenario, const LintContext& context,
                           const LintReport& report);

// lint_house.cpp: file, prose, proof, spelling
void id_is_no_path(const Scenario& scenario, const LintContext& context, const LintReport& report);
void purpose_repeats(const Scenario& scenario, const LintContext& context,
                     const LintReport& report);
void no_proof(const Scenario& scenario, const LintContext& context, const LintReport& report);
void proof_of_nothing(const Scenario& scenario, const LintContext& context,
                      const LintReport& report);
void unknown_mutant(const Scenario& scenario, const LintContext& context, const LintReport& report);
void stray_blank(const Scenario& scenario, const LintContext& context, const LintReport& report);
void header_misspelt(const Scenario& scenario, const LintContext& context,
                     const LintReport& report);

}  // namespace sipspec::harness::lint_rules
