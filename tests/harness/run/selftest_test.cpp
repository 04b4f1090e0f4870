#include "harness/run/selftest.hpp"

#include "tests/fakes/scenarios.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

using namespace fakes;
using Sentences = std::vector<std::string>;

/// What is said of a case that looks for a Contact in the 200.
Sentences complaints(const std::string& mutant, const std::string& finding) {
  Scenario scenario = case_of(
      {send("m1"), expect("r1", "m1", {check(CheckOperator::absent, "Contact", "", "MUST-1")})});
  scenario.id = "x/1/a";
  scenario.transports = {stack::Transport::udp};
  scenario.proofs.push_back({.mutant = mutant, .finding = finding});
  const Catalogue catalogue = small_catalogue();
  const SelftestSetup setup{.catalogue = &catalogue,
                            .mutants = MutantCoverage::not_judged,
                            .threads = 1,
                            .rules = {"modern"}};
  return run_selftest({scenario}, setup).complaints;
}

TEST(Selftest, IsContentWithACaseThatFindsWhatItClaims) {
  EXPECT_EQ(complaints("contact-in-2xx", "MUST-1"), Sentences{});
}

TEST(Selftest, ComplainsOfAFindingThatDoesNotCome) {
  const Sentences said = complaints("contact-in-2xx", "SHOULD-1");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].starts_with("x/1/a: does not find SHOULD-1 in the mutant contact-in-2xx"));
}

TEST(Selftest, NamesAMutantThatThereIsNot) {
  EXPECT_EQ(complaints("contact-in-2x", "MUST-1"),
            (Sentences{"x/1/a: the reference device has no mutant 'contact-in-2x'; did you mean "
                       "'contact-in-2xx'?",
                       "x/1/a: no mutant makes it fail"}));
}

}  // namespace
}  // namespace sipspec::harness
