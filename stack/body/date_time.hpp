#pragma once

// Date and time as RFC 3339 writes them (CPIM DateTime, IMDN) and as xs:dateTime does, where the
// zone may be absent. Judged by form and range, days of the month included.
//
//   is_date_time("2026-02-29T10:00:00Z")   // false: no leap year

#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class ZoneNeed : std::uint8_t { required, optional };

bool is_date_time(std::string_view text, ZoneNeed zone = ZoneNeed::required) noexcept;

}  // namespace sipspec::stack
