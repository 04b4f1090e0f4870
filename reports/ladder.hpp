#pragma once

// The ladder of a case: who sent what when, and what never came. Laid out once; drawn as text
// (console, JUnit, ladder.txt) and as SVG (ladder_svg.hpp).
//
//   const Ladder ladder = lay_out(result);
//   std::cout << ladder_text(ladder, 100);

#include "reports/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::reports {

/// A finding at an arrow.
struct LadderMark {
  std::size_t number = 0;  ///< from 1, in the order of the case
  Verdict verdict = Verdict::fail;

  bool operator==(const LadderMark&) const = default;
};

struct LadderRow {
  enum class Kind : std::uint8_t { message, missing, note };
  Kind kind = Kind::message;
  Offset at{};
  Offset delta{};                        ///< since the row before
  std::size_t from = 0, to = 0;          ///< lifelines; equal for a note
  std::string label;                     ///< visible() already
  std::string step;                      ///< visible() already
  std::optional<std::uint32_t> message;  ///< index, when there is one
  std::uint32_t frame = 0;
  bool retransmission = false;
  bool deliberate = false;
  std::vector<LadderMark> findings;
  Verdict worst = Verdict::pass;  ///< of these findings
};

/// A timer over some rows.
struct LadderBracket {
  std::string name;
  std::string outcome;  ///< "fired after 32.000 s"
  TimerRecord::End how = TimerRecord::End::stopped;
  std::size_t lifeline = 0;
  std::size_t first_row = 0, last_row = 0;
};

struct Ladder {
  std::vector<std::string> lifelines;  ///< visible() already; left to right
  std::size_t device = 0;              ///< which of them is the device; as many as there are: none
  std::vector<LadderRow> rows;
  std::vector<LadderBracket> brackets;
};

/// With one actor: actor, device. With more: the first actor, the device, the others. Without the
/// device where messages name both of their ends.
Ladder lay_out(const CaseResult& result);

/// Lines with newlines, at most `columns` wide if that can be done. Retransmissions in a row are
/// one line.
std::string ladder_text(const Ladder& ladder, std::size_t columns);

}  // namespace sipspec::reports
