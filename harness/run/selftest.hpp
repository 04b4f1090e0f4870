#pragma once

// Does every case say PASS of the conformant reference device, and does it find what it claims to
// find? In virtual time, on all processors.
//
//   const auto report = run_selftest(scenarios, {.catalogue = &catalogue});
//   if (!report.complaints.empty()) { ... }

#include "harness/catalogue/catalogue.hpp"
#include "harness/engine/case_run.hpp"
#include "harness/scenario/model.hpp"
#include "reports/verdict.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sipspec::harness {

enum class SelftestScope : std::uint8_t {
  proofs,  ///< each case against the device and the mutants that it names
  matrix,  ///< each case against every mutant
};

/// Whether a mutant that no case finds is a complaint; not when only some cases run.
enum class MutantCoverage : std::uint8_t { required, not_judged };

struct SelftestSetup {
  const Catalogue* catalogue = nullptr;
  SelftestScope scope = SelftestScope::proofs;
  MutantCoverage mutants = MutantCoverage::required;
  unsigned threads = 0;  ///< 0: as many as there are processors
  /// Profiles of strictness in which the cases are proved; empty: in every one.
  std::vector<std::string> rules;
};

/// One case, in one variant, against one device.
struct SelftestRun {
  std::size_t scenario = 0;
  Variant variant;
  std::string rules;
  std::string mutant;  ///< "" = conformant
  reports::Verdict verdict = reports::Verdict::notrun;
  std::string reason;
  std::vector<std::string> findings;  ///< requirement ids
  int crash_signal = 0;

  /// The case told this device from the conformant one.
  bool killed() const;
};

struct SelftestReport {
  std::vector<SelftestRun> runs;
  /// "rfc3428/...: PASS against contact-in-2xx, though it is to find RFC3428-7-05". Empty: all
  /// well.
  std::vector<std::string> complaints;
};

SelftestReport run_selftest(const std::vector<Scenario>& scenarios, const SelftestSetup& setup);

}  // namespace sipspec::harness
