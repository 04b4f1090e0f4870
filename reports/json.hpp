#pragma once

// results.json: the whole model as one JSON document, for scripts, merge and diff. Its schema is
// reports/results.schema.json.
//
//   write_file("out/results.json", render_json(run));

#include "reports/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::reports {

/// Version of the format: grows when a field changes its meaning, not when one is added.
inline constexpr int results_format = 1;

/// Secrets are masked. Two spaces of indentation, keys in a fixed order, a newline at the end.
std::string render_json(const RunResult& run);

/// What render_json() wrote; nullopt: no such document.
std::optional<RunResult> parse_json(std::string_view text);

}  // namespace sipspec::reports
