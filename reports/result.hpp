#pragma once

// The result model: what one run came to, as plain data. Every report is a projection of it, and it
// can be built again from events.jsonl (read_events.hpp). Strings that came from the device are raw
// here; each writer escapes (escape.hpp).
//
//   CaseResult result;
//   result.id = "rfc3428/8/no-contact-in-2xx";
//   add_finding(result, finding);   // verdict and first reason follow

#include "reports/finding.hpp"
#include "reports/ladder_data.hpp"
#include "reports/statistics.hpp"
#include "reports/verdict.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipspec::reports {

using Seconds = std::chrono::duration<double>;

/// Name and value, in a fixed order.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What a run was started with.
struct RunInfo {
  std::string tool = "sipspec";
  std::string version;      ///< of the tool
  std::string suite;        ///< "rfc3428@2026.1"
  std::string suite_hash;   ///< of all scenario files: hex
  std::string device_name;  ///< "kamailio"
  std::string device_version;
  std::string device_address;  ///< "127.0.0.1:5060"
  std::vector<std::string> roles;
  std::vector<std::string> transports;
  std::string command_line;
  std::string seed;
  std::string profile;                 ///< "modern"
  std::string strictness = "default";  ///< "strict": NON_STRICT gates too
  std::string started;                 ///< UTC, "2026-01-01T00:00:00Z"
  std::string host;
  std::uint32_t planned = 0;  ///< cases (with variants) that are to run
  /// section_heading() and the number of its cases; empty: not known. The console keeps groups
  /// together with it.
  std::vector<std::pair<std::string, std::uint32_t>> plan;
  Pairs environment;  ///< "os", "kernel", ...
};

/// An earlier try of the same case.
struct Attempt {
  Verdict verdict = Verdict::inconc;
  std::string reason;
  Offset duration{};
};

/// One case in one variant.
struct CaseResult {
  std::string id;       ///< "rfc3428/8/no-contact-in-2xx": stable
  std::string variant;  ///< "transport=tcp ip=4"; "" when there is one only
  std::string title;
  std::string purpose;
  std::string file;  ///< of the scenario
  std::uint32_t line = 0;
  std::string document;       ///< "RFC3428"
  std::string section;        ///< "8"
  std::string section_title;  ///< "UAS Processing"
  std::string role;           ///< of the device: "uas"
  std::string transport;      ///< "tcp"
  std::vector<std::string> tags;

  Verdict verdict = Verdict::notrun;
  Disposition disposition = Disposition::none;
  std::string reason;          ///< the first one of that verdict: one line
  std::string bug;             ///< of the expectation that matched: a link or a note
  std::string hygiene;         ///< "", "RETRANS", "LATE", "LEFTOVER", "GRAMMAR"
  std::string device_outcome;  ///< "", "device crashed (signal 11)"
  std::vector<Finding> findings;
  std::vector<Check> checks;
  std::vector<MessageRecord> messages;
  std::vector<MissingRecord> missing;
  std::vector<TimerRecord> timers;
  std::vector<NoteRecord> notes;
  std::vector<Attempt> attempts;  ///< earlier ones; empty when the first counted

  Offset started{};  ///< since the start of the run
  Offset duration{};
  std::string seed;
  std::string capture;    ///< file, relative to the report folder
  std::string reproduce;  ///< command that runs just this again
};

/// "id [variant]": unique in a run.
std::string case_name(const CaseResult& result);

/// "rfc3428 §8 UAS Processing": the heading under which a case is listed.
std::string section_heading(const CaseResult& result);

/// Adds a finding; conformance findings change verdict and reason by combine(). A case that was not
/// judged yet (NOTRUN) starts from PASS.
void add_finding(CaseResult& result, Finding finding);

/// The expected and the actual side in one line: what goes in a summary.
std::string one_line(const Finding& finding);

/// How a run ended.
enum class RunEnd : std::uint8_t {
  complete,
  interrupted,   ///< killed, or the file of events was cut
  max_time,      ///< stopped by the limit of the user
  setup_failed,  ///< the device did not start, or could not be reached
  usage_error,   ///< nothing was sent
};

std::string_view to_string(RunEnd end);
std::optional<RunEnd> run_end_from(std::string_view name);

struct DeviceEventRecord {
  Offset at{};       ///< since the start of the run
  std::string what;  ///< "crashed", "restarted", "probe"
  std::string detail;
  std::string case_name;  ///< on whose account, ""
};

/// A whole run.
struct RunResult {
  RunInfo info;
  std::vector<CaseResult> cases;  ///< in the order of their ends
  std::vector<DeviceEventRecord> device_events;
  RunEnd end = RunEnd::interrupted;
  Offset duration{};
  int exit_code = 0;
  std::string gate;                      ///< one sentence: why the exit code is what it is
  std::optional<Statistics> statistics;  ///< of a capture that was looked at
};

/// Number of cases by verdict; every count of every report comes from here.
class Counts {
 public:
  Counts() = default;
  explicit Counts(const std::vector<CaseResult>& cases);

  void add(Verdict verdict);

  std::size_t operator[](Verdict verdict) const;
  std::size_t total() const;
  /// PASS + INFO + NON_STRICT + INCONC + FAIL + ERROR: what was judged.
  std::size_t judged() const;

 private:
  std::array<std::size_t, all_verdicts.size()> by_verdict_{};
};

}  // namespace sipspec::reports
