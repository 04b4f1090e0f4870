#pragma once

// The report for people: one HTML file without network, that works from file:// and as an artifact
// of CI. All markup is made here from escaped text; the one script and the one style sheet are
// constants, allowed by their hashes, so nothing that a device sent can run. Without scripts
// everything can still be read: rows open by themselves, and there is a plain table.
//
//   write_file("out/report.html", render_html(run, {}));

#include "reports/result.hpp"

#include <string>

namespace sipspec::reports {

struct HtmlOptions {
  /// Octets of a message shown at most; longer ones are folded to their start and the marked
  /// places.
  std::size_t fold_above = std::size_t{64} << 10U;
  /// Put before the links to captures.
  std::string link_prefix;
};

/// Secrets are masked.
std::string render_html(const RunResult& run, const HtmlOptions& options);

/// "rfc3428/8/a@transport=tcp,ip=4": id of a row, and what comes after '#' in a link to it.
std::string html_anchor(const CaseResult& result);

}  // namespace sipspec::reports
