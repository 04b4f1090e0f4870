#pragma once

// The lines of a message that matter, with the offending octets marked: for the console and for the
// text of JUnit.
//
//   for (const auto& line : excerpt(octets, {offset, length}, {})) ...

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

struct OctetRange {
  std::size_t offset = 0;
  std::size_t length = 0;  ///< 0: nothing is marked
};

struct ExcerptLimits {
  std::size_t columns = 96;  ///< of a line; longer ones are cut around the mark
  std::size_t context = 2;   ///< lines before and after the marked ones
  std::size_t unmarked = 8;  ///< lines when nothing is marked
};

struct ExcerptLine {
  std::size_t number = 0;       ///< of the line, from 1; 0: lines are left out here
  std::string text;             ///< visible()
  std::size_t mark_column = 0;  ///< columns from 0
  std::size_t mark_width = 0;   ///< 0: no mark in this line
};

std::vector<ExcerptLine> excerpt(std::string_view octets, OctetRange mark, ExcerptLimits limits);

/// The lines as text, with carets under the marks:
///     2 | CSeq: 1 MESSAGE, 2
///       |        ^^^^^^^^^^
std::string excerpt_text(const std::vector<ExcerptLine>& lines, std::string_view indent);

}  // namespace sipspec::reports
