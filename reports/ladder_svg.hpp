#pragma once

// The ladder as SVG: inside the HTML report (its style sheet colours it) or as a file of its own.
// Every arrow is a link to `#<message_prefix><index>` and carries its first line as a title. What
// is said by colour is said by a sign or a word too.
//
//   out << ladder_svg(lay_out(result), {.message_prefix = "c3m"});

#include "reports/ladder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::reports {

struct SvgOptions {
  enum class Use : std::uint8_t { in_page, own_file };
  Use use = Use::in_page;
  std::string message_prefix = "m";  ///< letters and digits only
  std::string title = "Ladder";      ///< for readers that cannot see it
};

std::string ladder_svg(const Ladder& ladder, const SvgOptions& options);

/// The rules for the classes that ladder_svg() uses; custom properties of the page give the
/// colours.
std::string_view ladder_style();

}  // namespace sipspec::reports
