#pragma once

// host = hostname / IPv4address / IPv6reference (RFC 3261 25.1, with the IPv6address of RFC 3986
// that RFC 5954 put in its place). Not part of the public interface of stack/message.

#include <cstdint>
#include <string_view>

namespace sipspec::stack {

enum class HostKind : std::uint8_t { name, ipv4, ipv6_reference, bad_ipv6_reference, invalid };

HostKind classify_host(std::string_view text);

/// IPv6address without brackets and without zone.
bool is_ipv6_address(std::string_view text);
/// Four numbers of 0 to 255, one to three digits each.
bool is_ipv4_address(std::string_view text);

}  // namespace sipspec::stack
