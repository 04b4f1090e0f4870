#pragma once

// Parts of the HTML report, for html.cpp and its tests.

#include "reports/excerpt.hpp"
#include "reports/html.hpp"
#include "reports/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

/// The constants of the page.
std::string_view html_style();
std::string_view html_script();

/// `× FAIL` as a span with its class.
std::string html_verdict(Verdict verdict);

/// A message as it was on the wire: escaped, marks as <mark>, odd line ends and unprintable octets
/// visible. What lies beyond `limit` octets is folded, except around marks.
std::string html_octets(std::string_view octets, std::vector<OctetRange> marks, std::size_t limit);

/// What is shown when a row is opened. `number` is that of the case in the page: ids of its
/// messages begin with "c<number>m".
std::string html_case(const CaseResult& result, std::size_t number, const HtmlOptions& options);

/// The broken requirements, each with the cases that show it, then what failed otherwise; "" when
/// nothing did.
std::string html_broken(const RunResult& run);

/// A bar of coloured parts in the proportions of the counts.
std::string html_bar(const Counts& counts);

/// A link, if `url` is http or https; else only its text.
std::string html_link(std::string_view url, std::string_view escaped_text);

}  // namespace sipspec::reports
