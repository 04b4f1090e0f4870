#pragma once

// Small pieces of text that all reports share.
//
//   duration_text(std::chrono::milliseconds(14))   // "14 ms"

#include "reports/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

/// "0.4 ms", "14 ms", "1.502 s", "2 min 05 s".
std::string duration_text(Offset duration);

/// "0.031": seconds with three decimals, '.' in every locale.
std::string seconds_text(Offset duration);

/// "RFC 3428 §8" out of "RFC3428" and "8"; "draft-ietf-sip-message-03 §7".
std::string clause_text(std::string_view document, std::string_view section);

/// "scenarios/rfc3428/8/a.xml:27", without ":0"; "" without a file.
std::string place_text(std::string_view file, std::uint32_t line);

/// Breaks at spaces; a word longer than `columns` stays whole.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// "kamailio 5.8 [proxy registrar]"
std::string device_text(const RunInfo& info);

/// "3 cases", "1 case"
std::string amount_text(std::size_t count, std::string_view one, std::string_view many);

}  // namespace sipspec::reports
