#pragma once

// IP addresses as text: read in any form that is valid, written in the one form of RFC 5952, so
// that two texts of one address are equal. No names, brackets, ports or zones.
//
//   canonical_ip("2001:DB8:0:0:0:0:0:1") == "2001:db8::1"

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// The address in canonical text; nullopt when it is none (IPv4: four decimal octets without
/// leading zeros; IPv6: RFC 4291 2.2).
std::optional<std::string> canonical_ip(std::string_view text);

}  // namespace sipspec::stack
