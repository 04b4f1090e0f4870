#pragma once

// One violation, with everything a reader needs to believe it. Plain data; no SIP types.

#include "reports/verdict.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

/// Whose fault a finding is.
enum class Blame : std::uint8_t { device, harness };

/// `interop`: legal, and yet known to break named peers. Never changes a verdict by itself.
enum class FindingKind : std::uint8_t { conformance, interop };

std::string_view to_string(Blame blame);
std::string_view to_string(FindingKind kind);

struct Finding {
  std::string requirement;    ///< "RFC3428-8-05"; "" when no document asks for it
  std::string document;       ///< "RFC3428"
  std::string section;        ///< "8"
  std::string section_title;  ///< may be ""
  std::string level;          ///< "MUST", "SHOULD NOT", ...
  std::string sentence;       ///< what the requirement says
  std::string url;            ///< of the requirement; ""
  Verdict verdict = Verdict::fail;
  FindingKind kind = FindingKind::conformance;
  Blame blame = Blame::device;
  std::string check;    ///< rule or check that saw it: "via-echo"
  std::string message;  ///< one line: what is wrong, with the values
  std::vector<std::string> expected;
  std::string actual;
  std::optional<std::uint32_t> message_index;  ///< index into CaseResult::messages
  std::uint32_t frame = 0;                     ///< in the capture file, from 1; 0: unknown
  std::uint32_t offset = 0;                    ///< octets of that message that show it
  std::uint32_t length = 0;                    ///< 0: no place
  std::string step;                            ///< id of the scenario step
  std::string file;                            ///< of the step
  std::uint32_t line = 0;
  std::vector<std::string> citations;  ///< interop: where peers are known to break
};

/// One row of what was looked at, held or not.
struct Check {
  std::string id;           ///< stable in the case: "r1.status"
  std::string text;         ///< "status 2xx", "Contact absent"
  std::string requirement;  ///< ""
  std::string level;
  Verdict verdict = Verdict::pass;
  std::string actual;  ///< what was there
  std::optional<std::uint32_t> message_index;
  std::string step;
  std::string file;
  std::uint32_t line = 0;
};

}  // namespace sipspec::reports
